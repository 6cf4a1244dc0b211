import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  type Confusion,
  ConfusionTally,
  classFigures,
  confusionMatrix,
  excessOf,
  isOfEvaluation,
  neverPredicted,
} from './confusion.ts'

/** Outputs of three classes for five examples with their labels. */
const five: readonly (readonly [label: number, outputs: readonly number[]])[] = [
  [0, [0.9, 0.2, 0.1]],
  [0, [0.3, 0.5, 0.1]],
  [1, [0.8, 0.1, 0.1]],
  [2, [0.3, 0.5, 0.3]],
  [0, [0.1, 0.8, 0.3]],
]

function confusionOf(examples: typeof five, classes = 3): Confusion {
  const tally = new ConfusionTally(classes)
  for (const [i, [label, outputs]] of examples.entries()) tally.count(i, label, Float64Array.from(outputs))
  return tally.confusion
}

describe('a confusion', () => {
  const confusion = confusionOf(five)

  it('counts examples, predictions and correct predictions of each class, and the pairs that are confused', () => {
    expect(confusion).toMatchObject({ examples: [3, 1, 1], predictions: [2, 3, 0], correct: [1, 0, 0] })
    expect(confusion.confused).toEqual([
      { label: 0, prediction: 1, count: 2 },
      { label: 1, prediction: 0, count: 1 },
      { label: 2, prediction: 1, count: 1 },
    ])
    expect(confusionMatrix(confusion)).toEqual([
      [1, 2, 0],
      [1, 0, 0],
      [0, 1, 0],
    ])
  })

  it('keeps the misclassified examples with the worst first, and of equals the first of the set', () => {
    expect(confusion.worst.map(({ example }) => example)).toEqual([2, 4, 1, 3])
    expect(confusion.worst[0]).toEqual({ example: 2, label: 1, prediction: 0, outputs: [0.8, 0.1, 0.1] })
    expect(confusion.worst.map(excessOf)).toEqual([0.8 - 0.1, 0.8 - 0.1, 0.5 - 0.3, 0.5 - 0.3])
  })

  it('gives recall and precision, and no share of nothing', () => {
    expect(classFigures(confusion)).toEqual([
      { label: 0, examples: 3, predictions: 2, correct: 1, recall: 1 / 3, precision: 1 / 2 },
      { label: 1, examples: 1, predictions: 3, correct: 0, recall: 0, precision: 0 },
      { label: 2, examples: 1, predictions: 0, correct: 0, recall: 0, precision: undefined },
    ])
    expect(classFigures({ examples: [0], predictions: [0], correct: [0] })[0]?.recall).toBeUndefined()
  })

  it('names the classes that occur and are never predicted', () => {
    expect(neverPredicted(confusion)).toEqual([2])
    expect(neverPredicted({ examples: [4, 0, 1], predictions: [0, 0, 5] })).toEqual([0])
  })

  it('goes on counting after it was read', () => {
    const tally = new ConfusionTally(2)
    const before = tally.confusion
    tally.count(0, 0, Float64Array.of(0, 1))
    expect([before.worst, tally.confusion.worst.length]).toEqual([[], 1])
  })
})

const labelled = fc.tuple(
  fc.nat(4),
  fc.array(fc.constantFrom<number>(0, 0.25, 0.5, 0.75, 1), { minLength: 5, maxLength: 5 }),
)

test('the worst are those of all misclassified examples in order, however many there are', () => {
  fc.assert(
    fc.property(fc.array(labelled, { maxLength: 900, size: 'max' }), examples => {
      const { worst, confused, correct } = confusionOf(examples, 5)
      const all = examples.flatMap(([label, outputs], example) => {
        const prediction = outputs.indexOf(Math.max(...outputs))
        return prediction === label ? [] : [{ example, label, prediction, outputs }]
      })
      const ordered = all.sort((a, b) => excessOf(b) - excessOf(a) || a.example - b.example)
      expect(worst).toEqual(ordered.slice(0, 200))
      const [right, wrong] = [correct, confused.map(({ count }) => count)].map(counts =>
        counts.reduce((sum, count) => sum + count, 0),
      )
      expect([right, wrong]).toEqual([examples.length - all.length, all.length])
    }),
    { seed: 5, numRuns: 60 },
  )
})

test('many classes: fewer examples, and no room for a whole matrix', () => {
  const classes = 60_000
  const tally = new ConfusionTally(classes)
  const outputs = new Float64Array(classes)
  outputs[59_999] = 1
  for (let example = 0; example < 3; example++) tally.count(example, example, outputs)
  const { worst, confused } = tally.confusion
  expect(worst.map(({ example }) => example)).toEqual([0, 1])
  expect(confused[2]).toEqual({ label: 2, prediction: 59_999, count: 1 })
})

describe('a confusion of an evaluation', () => {
  const confusion = confusionOf(five)
  const evaluation = { correct: 1, total: 5, predictions: [2, 3, 0] }
  const [pair, ...pairs] = confusion.confused
  const [worst, ...others] = confusion.worst
  if (!pair || !worst) throw new Error('Four of the five are misclassified')

  it('has its results', () => {
    expect(isOfEvaluation(confusion, evaluation)).toBe(true)
    expect(isOfEvaluation(confusion, { ...evaluation, total: 6 })).toBe(false)
    expect(isOfEvaluation(confusion, { ...evaluation, correct: 2 })).toBe(false)
    expect(isOfEvaluation(confusion, { ...evaluation, predictions: [3, 2, 0] })).toBe(false)
    expect(isOfEvaluation(confusion, { ...evaluation, predictions: [2, 3] })).toBe(false)
  })

  it.each<[string, Partial<Confusion>]>([
    ['examples that its rows do not hold', { examples: [2, 2, 1] }],
    ['a class too many', { examples: [3, 1, 1, 0] }],
    ['predictions that its columns do not hold', { predictions: [3, 2, 0] }],
    ['a pair that is none', { confused: [{ ...pair, prediction: 0 }, ...pairs] }],
    ['a pair of an unknown class', { confused: [{ ...pair, prediction: 3 }, ...pairs] }],
    ['a count that is none', { confused: [{ ...pair, count: 3 }, ...pairs] }],
    ['an example beyond the set', { worst: [{ ...worst, example: 5 }, ...others] }],
    ['an example of an unknown class', { worst: [{ ...worst, label: 3 }, ...others] }],
    ['outputs of other classes', { worst: [{ ...worst, outputs: [1, 0] }, ...others] }],
    ['too many examples', { worst: Array.from({ length: 201 }, () => worst) }],
  ])('has not %s', (_, change) => {
    expect(isOfEvaluation({ ...confusion, ...change }, evaluation)).toBe(false)
  })
})
