import { Network, Predictor } from '@gradus/core'
import { loadTestData } from '@gradus/mnist/node'
import { expect, test } from 'vitest'
import { predict, predictionJson } from './prediction-text.ts'

const UNSURE = {
  code: 'UNSURE',
  message: 'The network is unsure: expected one score of at least 0.9 that stands out. Check the answer.',
}

test("the outputs are the predictor's, to the bit, and JSON loses none of it", async () => {
  const network = new Network([784, 15, 10], { seed: 0 })
  const predictor = new Predictor(network)
  const { x, pixels, label } = (await loadTestData()).at(5)
  const source = { index: 5, label }
  const prediction = predict(predictor, { source, pixels })
  const outputs = [...predictor.outputs(pixels)]
  const digit = network.predict(x)
  expect(prediction).toEqual({ source, pixels, class: digit, outputs })
  expect(predictionJson(prediction, undefined)).toEqual({
    ...source,
    class: digit,
    score: outputs[digit],
    truth: { class: label, label: String(label) },
    digit,
    right: digit === label,
    outputs,
    warnings: [UNSURE],
  })
})

test('the first of equals wins', () => {
  const network = new Network([4, 3], { seed: 0 })
  for (const { data } of [...network.weights, ...network.biases]) data.fill(0)
  const prediction = predict(new Predictor(network), {
    source: { file: 'raw', image: 2 },
    pixels: new Uint8Array(4),
  })
  expect(predictionJson(prediction, undefined)).toEqual({
    ...{ file: 'raw', image: 2, class: 0, label: '0', score: 0.5, digit: 0 },
    outputs: [0.5, 0.5, 0.5],
    warnings: [UNSURE],
  })
})

test.each([
  [[0.9, 0.1], undefined],
  [[0.89, 0], [UNSURE]],
  [[0.95, 0.5], [UNSURE]],
])('of the outputs %j the warnings are %j', (outputs, warnings) => {
  const prediction = { source: { file: 'raw' }, pixels: new Uint8Array(4), class: 0, outputs }
  expect(JSON.parse(JSON.stringify(predictionJson(prediction, undefined))).warnings).toEqual(warnings)
})
