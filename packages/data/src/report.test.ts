import { denseExamples, type Examples } from '@gradus/core'
import { standardise } from '@gradus/data'
import { meanImages, reportOn, samplesOf } from '@gradus/data/report'
import { Dataset } from '@gradus/mnist'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'

/** Images of 2 x 2 pixels, each with its label. */
function images(
  classes: number,
  ...all: readonly (readonly [label: number, ...pixels: number[]])[]
): Dataset {
  const data = Uint8Array.from(all.flatMap(([, ...pixels]) => pixels))
  const labels = Uint8Array.from(all, ([label]) => label)
  return Dataset.from(
    { kind: 'images', file: 'images', dimensions: [all.length, 2, 2], data },
    { kind: 'labels', file: 'labels', dimensions: [all.length], data: labels },
    { classes },
  )
}

/** So many different images of a class. */
function many(label: number, count: number): [number, ...number[]][] {
  return Array.from({ length: count }, (_, i) => [label, 1 + (i % 200), Math.floor(i / 200), label, 0])
}

const codesOf = (data: Parameters<typeof reportOn>[0]): string[] =>
  reportOn(data).findings.map(({ code, severity }) => `${severity} ${code}`)

describe('facts of images', () => {
  const train = images(3, ...many(0, 20), ...many(1, 30))
  const report = reportOn({ train, test: images(3, [2, 9, 9, 9, 9]), classes: ['猫', 'dog', 'no'] })

  it('are counted by class and part', () => {
    expect(report.kind).toBe('images')
    expect(report.size).toEqual({ rows: 2, cols: 2 })
    expect(report.parts).toEqual([
      { part: 'train', examples: 50 },
      { part: 'test', examples: 1 },
    ])
    expect(report.classes).toEqual([
      { class: 0, label: '猫', examples: { train: 20, test: 0 } },
      { class: 1, label: 'dog', examples: { train: 30, test: 0 } },
      { class: 2, label: 'no', examples: { train: 0, test: 1 } },
    ])
  })

  it('tell the bytes, and which of the pixels vary', () => {
    expect(report.inputs).toMatchObject({ count: 4, smallest: 0, largest: 30, constant: 2 })
    expect(report.inputs.varying).toEqual({ top: 0, bottom: 1, left: 0, right: 0 })
    const sum = train.values.reduce((total, value) => total + value, 0)
    expect(report.inputs.mean).toBeCloseTo(sum / 200, 12)
  })

  it('lead to findings, the worst first', () => {
    const { findings } = report
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'alarm class-missing',
      'warning class-missing',
    ])
    expect(findings[0]).toMatchObject({ classes: [2], remedy: 'add examples, or leave the class out' })
    expect(findings[0]?.sentence).toBe(
      'The training data lack class "no": none of the training images has such a label, and the network learns never to predict what it has not seen; add examples, or leave the class out.',
    )
    expect(findings[1]?.sentence).toContain('The test data lack classes "猫" and "dog"')
  })
})

test('a class that only validation has asks for another split', () => {
  const train = images(3, ...many(0, 20), ...many(1, 20))
  const { findings } = reportOn({ train, validation: images(3, ...many(2, 12)) })
  expect(findings[0]?.remedy).toBe('split the data anew by --split 80,10,10, or add examples')
})

describe('repeated examples', () => {
  const train = images(2, [0, 1, 2, 3, 4], [1, 5, 6, 7, 8], [0, 1, 2, 3, 4], [1, 0, 0, 0, 0], [1, 0, 0, 0, 1])
  const test = images(2, [0, 9, 9, 9, 9], [0, 5, 6, 7, 8], [1, 5, 6, 7, 8])
  const report = reportOn({ train, test })

  it('are counted within a part, between parts, and with other labels', () => {
    expect(report.duplicates).toEqual([
      {
        ...{ part: 'train', count: 1 },
        first: [
          [
            { part: 'train', index: 0, class: 0 },
            { part: 'train', index: 2, class: 0 },
          ],
        ],
      },
      expect.objectContaining({ part: 'test', count: 1 }),
    ])
    const [shared] = report.leaks
    expect(shared).toMatchObject({ from: 'train', part: 'test', count: 2 })
    expect(shared?.first[0]?.map(({ part, index }) => `${part} ${index}`)).toEqual([
      'train 1',
      'test 1',
      'test 2',
    ])
    expect(report.contradictions.count).toBe(1)
  })

  it('are told of with their places', () => {
    const sentences = report.findings.map(({ sentence }) => sentence).join('\n')
    expect(sentences).toContain('2 of the 3 test images are there as well (training image 1 = test image 1)')
    expect(sentences).toContain('training image 0 = training image 2')
    expect(codesOf({ train, test })).toEqual(expect.arrayContaining(['alarm leak', 'alarm contradictions']))
  })

  it('are told of with their origins, where those are known', () => {
    const originOf = (part: string, i: number): string => `${part}/${i}.png`
    const { leaks, findings } = reportOn({ train, test, originOf })
    expect(leaks[0]?.first[0]?.map(({ origin }) => origin)).toEqual([
      'train/1.png',
      'test/1.png',
      'test/2.png',
    ])
    const sentences = findings.map(({ sentence }) => sentence).join('\n')
    expect(sentences).toContain('are there as well (train/1.png = test/1.png)')
    expect(sentences).toContain('(train/0.png = train/2.png)')
    expect(sentences).not.toMatch(/image \d/)
  })

  it('are the same as those of a search of all pairs', () => {
    const byte = fc.integer({ min: 0, max: 2 })
    const image = fc.tuple(byte, byte, byte, byte, byte)
    const part = fc.array(image, { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(part, part, fc.boolean(), (one, other, isDense) => {
        const made = (all: typeof one): Examples =>
          isDense
            ? denseExamples(
                all.map(([c, ...x]) => [
                  x.map(v => (v === 1 ? (c === 0 ? -0 : 0) : v - 1)),
                  [0, 1, 2].map(k => Number(k === c)),
                ]),
              )
            : images(3, ...all)
        const keyOf = ([, ...pixels]: (typeof one)[number]): string => pixels.join()
        const twice = (all: typeof one): number => all.length - new Set(all.map(keyOf)).size
        const inOne = new Set(one.map(keyOf))
        const found = reportOn({ train: made(one), test: made(other) })
        expect(found.duplicates.map(({ count }) => count)).toEqual([twice(one), twice(other)])
        expect(found.leaks[0]?.count).toBe(other.filter(each => inOne.has(keyOf(each))).length)
        const labels = Map.groupBy([...one, ...other], keyOf)
        const mixed = [...labels.values()].filter(group => new Set(group.map(([c]) => c)).size > 1)
        expect(found.contradictions.count).toBe(mixed.length)
      }),
    )
  })
})

test.each<[string, Parameters<typeof reportOn>[0], string]>([
  ['one class', { train: images(2, ...many(1, 20)) }, 'alarm one-class'],
  ['a small class', { train: images(2, ...many(0, 40), ...many(1, 9)) }, 'warning class-small'],
  ['a small share', { train: images(2, ...many(0, 2000), ...many(1, 19)) }, 'warning class-small'],
  ['unbalanced classes', { train: images(2, ...many(0, 60), ...many(1, 20)) }, 'warning classes-unbalanced'],
  ['no test data', { train: images(2, ...many(0, 20), ...many(1, 20)) }, 'note no-test'],
])('%s', (_, data, finding) => {
  expect(codesOf(data)).toContain(finding)
  expect(
    codesOf({
      train: images(2, ...many(0, 40), ...many(1, 20)),
      test: images(2, [0, 9, 9, 9, 9], [1, 9, 9, 9, 8]),
    }),
  ).toEqual([])
})

describe('a table', () => {
  const rows = Array.from({ length: 200 }, (_, i): [number[], number[]] => {
    const inputs = [i === 7 ? 900 : i % 20, 5, Number(i % 4 === 0), Number(i % 4 > 0)]
    return [inputs, i % 2 === 0 ? [1, 0] : [0, 1]]
  })
  const { train, preprocessing } = standardise({ train: denseExamples(rows) })
  const columns = [{ name: 'length' }, { name: 'width' }, { name: 'colour', values: ['red', 'blue'] }]
  const { means, spreads } = preprocessing
  const report = reportOn({
    train,
    preprocessing: { kind: 'table', label: 'kind', columns, means, spreads },
    classes: ['a', 'b'],
    originOf: (_, i) => `line ${i + 2}`,
  })

  it('has its columns as they were', () => {
    expect(report.kind).toBe('rows')
    const [length, width, colour] = report.columns ?? []
    expect(length).toMatchObject({
      name: 'length',
      smallest: expect.closeTo(0, 9),
      largest: expect.closeTo(900, 9),
    })
    expect(width).toMatchObject({ name: 'width', mean: 5, spread: 1, smallest: 5, largest: 5 })
    expect(length?.farthest).toEqual({ part: 'train', index: 7, class: 1, origin: 'line 9' })
    expect(colour).toEqual({
      name: 'colour',
      categories: [
        { value: 'red', examples: 50 },
        { value: 'blue', examples: 150 },
      ],
    })
  })

  it('has findings on its columns', () => {
    const sentences = report.findings.map(({ sentence }) => sentence).join('\n')
    expect(sentences).toContain(
      'Column "length" has a number that is far from the others: 900 in line 9, 14 spreads',
    )
    expect(sentences).toContain('A column is constant: "width" has the same value in all training rows')
  })
})

test('a mean image is the mean of its class, as bytes', () => {
  const train = images(3, [0, 10, 0, 0, 1], [0, 21, 0, 0, 0], [2, 1, 2, 3, 4])
  expect(meanImages(train).map(image => [...image])).toEqual([
    [16, 0, 0, 1],
    [0, 0, 0, 0],
    [1, 2, 3, 4],
  ])
})

test('samples are of their class, different from each other, and the same for a seed', () => {
  const train = images(3, ...many(2, 5), ...many(0, 40))
  const samples = samplesOf(train, 8, 3)
  expect(samples.map(({ length }) => length)).toEqual([8, 0, 5])
  for (const [c, indices] of samples.entries()) {
    expect(new Set(indices).size).toBe(indices.length)
    for (const i of indices) expect(train.labels[i]).toBe(c)
  }
  expect(samplesOf(train, 8, 3)).toEqual(samples)
  expect(samplesOf(train, 8, 4)).not.toEqual(samples)
})
