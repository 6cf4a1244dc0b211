import { Matrix, Network, OptionError, type SparseExamples } from '@gradus/core'
import { loadTestData } from '@gradus/mnist/node'
import { beforeAll, describe, expect, test } from 'vitest'
import { Analyst, MOST_MISTAKES } from './analyst.ts'
import type { Analysis } from './state.ts'

/** Four inputs and three classes; example i has the input i % 4 on, more or less. */
const few: SparseExamples = {
  kind: 'sparse',
  length: 6,
  inputSize: 4,
  outputSize: 3,
  offsets: Uint32Array.of(0, 1, 2, 3, 3, 4, 5),
  indices: Uint16Array.of(0, 1, 2, 0, 3),
  values: Uint8Array.of(255, 255, 255, 128, 255),
  labels: Uint8Array.of(0, 2, 2, 1, 1, 0),
}

/** Input 0 speaks for class 0, input 1 for 1, and so on; input 3 speaks for class 1, more loudly. */
const plain = new Network([4, 3], {
  biases: [new Matrix(3, 1, Float64Array.of(0, 0, 0))],
  weights: [new Matrix(3, 4, Float64Array.of(2, -2, -2, -4, -2, 2, -2, 4, -2, -2, 2, -4))],
})

test('counts, and misclassified examples with the worst first', async () => {
  const analysis = await new Analyst(few, 'validation').analyse(plain, 7)
  expect(analysis).toMatchObject({ epoch: 7, set: 'validation', total: 6, correct: 2, misclassified: 4 })
  expect(analysis.confusion).toEqual([
    [1, 1, 0],
    [2, 0, 0],
    [0, 1, 1],
  ])
  expect(analysis.mistakes.map(mistake => mistake.example)).toEqual([5, 1, 4, 3])
  expect(analysis.mistakes[1]).toEqual({
    example: 1,
    label: 2,
    predicted: 1,
    confidence: expect.closeTo(1 / (1 + Math.exp(-2))),
    labelOutput: expect.closeTo(1 / (1 + Math.exp(2))),
    pixels: Uint8Array.of(0, 255, 0, 0),
  })
})

test('of equally wrong answers the first comes first', async () => {
  const same: SparseExamples = {
    ...{ kind: 'sparse', length: 3, inputSize: 4, outputSize: 3 },
    offsets: Uint32Array.of(0, 1, 2, 3),
    indices: Uint16Array.of(0, 0, 0),
    values: Uint8Array.of(255, 255, 255),
    labels: Uint8Array.of(2, 1, 2),
  }
  const { mistakes } = await new Analyst(same, 'test').analyse(plain, 0)
  expect(mistakes.map(mistake => mistake.example)).toEqual([0, 1, 2])
})

test('a network that is not finite is refused', async () => {
  const network = new Network([4, 3], { seed: 0 })
  network.weights[0]?.data.fill(Number.NaN)
  await expect(new Analyst(few, 'test').analyse(network, 0)).rejects.toThrow(OptionError)
})

test('others get their turn while a network is tried', async () => {
  const data = await loadTestData()
  let turns = 0
  let isDone = false
  const takeTurns = (): void => {
    turns++
    if (!isDone) setImmediate(takeTurns)
  }
  setImmediate(takeTurns)
  await new Analyst(data, 'test').analyse(new Network([784, 100, 10], { seed: 0 }), 0)
  isDone = true
  expect(turns).toBeGreaterThan(10)
})

describe('MNIST', () => {
  let data: Awaited<ReturnType<typeof loadTestData>>
  let network: Network
  let analysis: Analysis
  beforeAll(async () => {
    data = (await loadTestData()).subset(0, 2000)
    network = new Network([784, 16, 10], { seed: 1 })
    analysis = await new Analyst(data, 'test').analyse(network, 0)
  })

  test('the answers are those of the network that is to be read', () => {
    const confusion = Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => 0))
    for (let i = 0; i < data.length; i++) {
      const { x, label } = data.at(i)
      const counts = confusion[label] ?? []
      const predicted = network.predict(x)
      counts[predicted] = (counts[predicted] ?? 0) + 1
    }
    expect(analysis.confusion).toEqual(confusion)
    expect(analysis.correct).toBe(network.evaluate(data))
    expect(analysis.misclassified).toBe(2000 - analysis.correct)
  })

  test('the mistakes are the worst of all', () => {
    const excess = (i: number): number => {
      const { x, label } = data.at(i)
      const output = network.feedforward(x).at(-1)?.data ?? []
      return (output[network.predict(x)] ?? 0) - (output[label] ?? 0)
    }
    const all = Array.from({ length: data.length }, (_, i) => excess(i)).sort((a, b) => b - a)
    expect(analysis.misclassified).toBeGreaterThan(MOST_MISTAKES)
    expect(analysis.mistakes).toHaveLength(MOST_MISTAKES)
    for (const [i, { example, confidence, labelOutput, pixels }] of analysis.mistakes.entries()) {
      expect(confidence - labelOutput).toBeCloseTo(all[i] ?? Number.NaN, 9)
      expect(confidence - labelOutput).toBeCloseTo(excess(example), 9)
      expect(pixels).toEqual(data.at(example).pixels)
    }
  })
})
