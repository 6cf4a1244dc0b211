import { answerOf, denseExamples, type Examples, examplesAt, oneHot, pairOf } from '@gradus/core'
import { loadMnist } from '@gradus/mnist/node'
import { describe, expect, it } from 'vitest'
import { quadrantsRun } from '../test/runs.ts'
import { type DataChange, trialOf } from './trial.ts'
import { type PreparedData, prepared } from './trial-data.ts'

const { spec, train, validation } = quadrantsRun()

const dataOf = (change: DataChange, judged?: number): PreparedData =>
  prepared({ train, validation }, trialOf(spec, change, judged))

/** Inputs of examples, a text each. */
function inputsOf(examples: Examples): string[] {
  return Array.from({ length: examples.length }, (_, i) => pairOf(examples, i)[0].data.join())
}

describe('data of a trial', () => {
  it('are those of the run where nothing is changed', () => {
    const { train: same, validation: judged, sample } = dataOf({})
    expect([same, judged, sample]).toEqual([train, validation, train])
  })

  it('of a share are the first of an order by chance, so that a smaller share is a part of a larger one', () => {
    const [quarter, half] = [1 / 4, 1 / 2].map(share => inputsOf(dataOf({ examples: { share } }).train))
    expect([quarter?.length, half?.length]).toEqual([75, 150])
    expect(half?.slice(0, 75)).toEqual(quarter)
    expect(half).not.toEqual(inputsOf(train).slice(0, 150))
  })

  it('of another share are others, and those after the last one the first again', () => {
    const of = (share: number, from: number): string[] =>
      inputsOf(dataOf({ examples: { share, from } }).train)
    const [first, second, last] = [of(1 / 2, 0), of(1 / 2, 1 / 2), of(1 / 2, 2 / 3)]
    expect([...first, ...second].toSorted()).toEqual(inputsOf(train).toSorted())
    expect(last).toEqual([...second.slice(50), ...first.slice(0, 50)])
  })

  it('have as many examples of each class', () => {
    const { train: few } = dataOf({ examples: { perClass: 10 } })
    const labels = Array.from({ length: few.length }, (_, i) => answerOf(few, i))
    expect([labels.filter(label => label === 0).length, labels.length]).toEqual([10, 20])
  })

  it('without inputs keep their labels', () => {
    const { train: empty, validation: judged } = dataOf({ inputs: 'zero' })
    expect(new Set(inputsOf(empty))).toEqual(new Set(['0,0']))
    expect(new Set(inputsOf(judged))).toEqual(new Set(['0,0']))
    expect(answerOf(empty, 7)).toBe(answerOf(train, 7))
  })

  it('with labels in another order keep their inputs, and those that they are judged by', () => {
    const { train: mixed, validation: judged } = dataOf({ labels: 'shuffled' })
    const labels = (examples: Examples): number[] =>
      Array.from({ length: examples.length }, (_, i) => answerOf(examples, i))
    expect(inputsOf(mixed)).toEqual(inputsOf(train))
    expect(labels(mixed)).not.toEqual(labels(train))
    expect(labels(mixed).toSorted()).toEqual(labels(train).toSorted())
    expect(judged).toBe(validation)
  })

  it('are standardised by the training data', () => {
    const rows = [
      [1, 5],
      [3, 5],
      [5, 5],
    ]
    const examples = denseExamples(rows.map(row => [row, oneHot(0, 2)] as const))
    const others = denseExamples([[[3, 7], oneHot(1, 2)]])
    const small = { ...spec, data: { train: 3, validation: 1 } }
    const data = prepared({ train: examples, validation: others }, trialOf(small, { inputs: 'standardised' }))
    // (numpy.array([1, 3, 5]) - 3) / numpy.std([1, 3, 5])
    const [first] = data.train.kind === 'dense' ? data.train.x : []
    expect(first).toBeCloseTo(-1.224744871391589, 15)
    expect(inputsOf(data.train).slice(1, 2)).toEqual(['0,0'])
    expect(inputsOf(data.validation)).toEqual(['0,0'])
  })

  it('are mended by the training data, and then standardised', () => {
    const rowsOf = (numbers: readonly number[]) =>
      denseExamples(numbers.map(number => [[number, 0], oneHot(0, 2)] as const))
    const [usual, far] = [
      [1, 2, 3, 4, 5],
      [1, 2, -99_999, 4, 5],
    ].map(rowsOf)
    const small = { ...spec, data: { train: 5, validation: 2 } }
    const mended = (train?: Examples): string[] => {
      if (!train) throw new Error('There are rows')
      const trial = trialOf(small, { inputs: 'mended' })
      const data = prepared({ train, validation: rowsOf([3, 1e6]) }, trial)
      return [...inputsOf(data.train), ...inputsOf(data.validation)]
    }
    // The median of [-99,999, 1, 2, 4, 5] is 2, and the middle half of its numbers reaches from 1 to 4.
    const [mean, deviation] = [14 / 5, Math.sqrt(50 / 5 - (14 / 5) ** 2)]
    const standard = (value: number): number => (value - mean) / deviation
    mended(far).forEach((row, i) => {
      expect(Number(row.split(',')[0])).toBeCloseTo(standard([1, 2, 2, 4, 5, 3, 2][i] ?? 0), 12)
    })
    expect(mended(usual).slice(0, 5).map(Number.parseFloat)).toEqual(
      [-2, -1, 0, 1, 2].map(step => expect.closeTo(step / Math.SQRT2, 12)),
    )
  })

  it('are judged by a part of the validation data', () => {
    const { validation: judged } = dataOf({}, 50)
    expect(judged.length).toBe(50)
    expect(inputsOf(validation)).toEqual(expect.arrayContaining(inputsOf(judged)))
  })

  it('of images are changed the same way', async () => {
    const mnist = await loadMnist()
    const run = { ...spec, sizes: [784, 10], data: { train: mnist.train.length } }
    const change = { examples: { perClass: 2 }, inputs: 'zero', labels: 'shuffled' } as const
    const data = prepared({ train: mnist.train, validation: mnist.test }, trialOf(run, change, 100))
    expect([data.train.length, data.validation.length, data.sample.length]).toEqual([20, 100, 20])
    expect(data.train.kind === 'sparse' && data.train.values.length).toBe(0)
  })

  it('of dark images are made as bright as others', async () => {
    const { test } = await loadMnist()
    const images = examplesAt(
      test,
      Uint32Array.from({ length: 100 }, (_, i) => i),
    )
    if (images.kind === 'dense') throw new Error('Images are sparse')
    const dark = { ...images, values: images.values.map(value => Math.floor(value / 10)) }
    const run = { ...spec, sizes: [784, 10], data: { train: 100 } }
    const data = prepared({ train: dark, validation: test }, trialOf(run, { inputs: 'standardised' }))
    const brightest = (examples: Examples): number =>
      examples.kind === 'sparse' ? Math.max(...examples.values) : 0
    expect([brightest(dark), brightest(data.train)]).toEqual([25, 255])
    expect(data.validation.length).toBe(10_000)
  })
})

describe('lambdas', () => {
  it('become smaller with the data', () => {
    const { spec: half } = trialOf({ ...spec, l2: 3 }, { examples: { share: 1 / 2 } })
    expect([half.l2, half.data.train]).toEqual([1.5, 150])
  })
})
