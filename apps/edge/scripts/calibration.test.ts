import { argmax, denseExamples, Network, oneHot, Predictor } from '@gradus/core'
import { expect, test } from 'vitest'
import { shareOfSure, temperatureOf, tempered } from './calibration.ts'

const drawn = new Network([2, 5, 3], { seed: 0, output: 'softmax', initialiser: 'scaled' })
/** Its scores are far apart. */
const network = tempered(drawn, 1 / 40)
const inputs = Array.from({ length: 100 }, (_, i) => [(i % 10) / 10, Math.floor(i / 10) / 10])

/** Examples of which the network predicts one in four wrongly. */
const examples = denseExamples(
  inputs.map((input, i) => {
    const predicted = argmax(new Predictor(network).outputs(Float64Array.from(input)))
    return [input, oneHot(i % 4 === 0 ? (predicted + 1) % 3 : predicted, 3)]
  }),
)

test('a temperature divides the logarithms of scores, and changes no prediction', () => {
  const x = Float64Array.from(inputs.flat())
  const halved = tempered(drawn, 2)
  expect(new Predictor(halved).predict(x)).toEqual(new Predictor(drawn).predict(x))
  const ratioOf = (of: Network): number => {
    const [p = 0, q = 0] = of.feedforward([0.25, 0.75]).at(-1)?.data ?? []
    return Math.log(p / q)
  }
  expect(ratioOf(halved)).toBeCloseTo(ratioOf(drawn) / 2, 12)
  expect(halved.weights[0]).toEqual(drawn.weights[0])
})

test('the lowest temperature is found with which one in eight wrong predictions is sure', () => {
  expect(shareOfSure(network, examples)).toBeGreaterThan(1 / 4)
  const temperature = temperatureOf(network, examples)
  expect(shareOfSure(tempered(network, temperature), examples)).toBeLessThanOrEqual(1 / 8)
  expect(shareOfSure(tempered(network, temperature - 1 / 16), examples)).toBeGreaterThan(1 / 8)
})

test('a network that is right, or unsure enough, keeps its scores', () => {
  const right = denseExamples(
    inputs.map(input => [input, oneHot(argmax(new Predictor(network).outputs(Float64Array.from(input))), 3)]),
  )
  expect(shareOfSure(network, right)).toBe(0)
  expect(temperatureOf(network, right)).toBe(1)
  expect(temperatureOf(drawn, examples)).toBe(1)
})
