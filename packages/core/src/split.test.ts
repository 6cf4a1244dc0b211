import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomExamples } from '../test/examples.ts'
import { OptionError } from './errors.ts'
import { answerOf, countLabels, type Examples, pairOf } from './examples.ts'
import { denseExamples, oneHot } from './pairs.ts'
import { splitExamples } from './split.ts'

/** Examples that tell their own index by their input, with labels that are unevenly frequent. */
function numbered(length: number, classes: number) {
  return denseExamples(
    Array.from(
      { length },
      (_, i) => [[i], oneHot(Math.min(i % (2 * classes), classes - 1), classes)] as const,
    ),
  )
}

const indicesOf = (part: { readonly x: Float64Array } | undefined): number[] => [...(part?.x ?? [])]

test('parts are disjoint, keep the order, and leave nothing out', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 80 }),
      fc.integer({ min: 1, max: 6 }),
      fc.nat(),
      fc.boolean(),
      fc.double({ min: 0, max: 0.33, noNaN: true }),
      fc.double({ min: 0, max: 0.33, noNaN: true }),
      (length, classes, seed, stratify, validation, test) => {
        const parts = splitExamples(numbered(length, classes), { validation, test, seed, stratify })
        const [train, chosen, held] = [parts.train, parts.validation, parts.test].map(indicesOf)
        for (const part of [train, chosen, held]) expect(part).toEqual(part.toSorted((a, b) => a - b))
        expect([...train, ...chosen, ...held].sort((a, b) => a - b)).toEqual(
          Array.from({ length }, (_, i) => i),
        )
        expect(chosen.length).toBe(Math.round(validation * length))
        expect(held.length).toBe(Math.round(test * length))
      },
    ),
  )
})

test('a class keeps its share in every stratified part, give or take an example', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 300 }),
      fc.integer({ min: 2, max: 6 }),
      fc.nat(),
      (length, classes, seed) => {
        const examples = numbered(length, classes)
        const sizes = countLabels(examples)
        const { validation, test } = splitExamples(examples, { validation: 0.2, test: 0.3, seed })
        for (const [part, share] of [
          [validation, Math.round(0.2 * length) / length],
          [test, Math.round(0.3 * length) / length],
        ] as const) {
          if (!part) throw new Error('a part is missing')
          const counts = countLabels(part)
          sizes.forEach((size, label) => {
            const count = counts[label]
            expect(Math.abs(count - share * size)).toBeLessThanOrEqual(1 + (classes * size) / length)
          })
        }
      },
    ),
  )
})

test('the last example of a rare class stays in the training part', () => {
  const rare = denseExamples([
    ...Array.from({ length: 99 }, (_, i) => [[i], oneHot(0, 2)] as const),
    [[99], oneHot(1, 2)],
  ])
  for (let seed = 0; seed < 20; seed++) {
    const { train } = splitExamples(rare, { validation: 0.2, test: 0.2, seed })
    expect(countLabels(train)[1]).toBe(1)
  }
})

test('the same seed gives the same parts, another seed others', () => {
  const examples = numbered(60, 3)
  const split = (seed: number) => splitExamples(examples, { test: 20, seed }).test
  expect(indicesOf(split(4))).toEqual(indicesOf(split(4)))
  expect(indicesOf(split(4))).not.toEqual(indicesOf(split(5)))
})

test('sparse examples are split like dense ones', () => {
  const sparse = randomExamples([6, 3], 40, 1, 0.5)
  const parts = splitExamples({ ...sparse, hash: 'abc' }, { validation: 8, test: 0.25, seed: 2 })
  const rowOf = (examples: Examples, i: number) =>
    JSON.stringify([pairOf(examples, i)[0].toRows(), answerOf(examples, i)])
  const rowsOf = (examples: Examples) => Array.from({ length: examples.length }, (_, i) => rowOf(examples, i))
  const all = [parts.train, parts.validation, parts.test].flatMap(part => (part ? rowsOf(part) : []))
  expect(all.sort()).toEqual(rowsOf(sparse).sort())
  expect(parts.train.hash).toBe('abc:train:8:10:1936747636,2:true')
  expect(parts.test?.hash).toBe('abc:test:8:10:1936747636,2:true')
})

test.each([
  [{ test: 'half' }, 'test is "half": expected a share such as 0.2, or a number of examples such as 30'],
  [{ test: 1.5 }, 'test is 1.5'],
  [{ validation: -0.1 }, 'validation is -0.1'],
  [{ validation: Number.NaN }, 'validation is null'],
  [{ validation: 5, test: 5 }, '5 examples for validation and 5 for the test leave none of 10 to train on'],
  [{ test: 0.2, stratify: 'yes' }, 'stratify is yes: expected true or false'],
])('%j is refused', (options, message) => {
  const split = () => Reflect.apply(splitExamples, undefined, [numbered(10, 2), options])
  expect(split).toThrow(message)
  expect(split).toThrow(OptionError)
})
