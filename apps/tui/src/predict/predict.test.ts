import { Network } from '@gradus/core'
import { loadTestData } from '@gradus/mnist/node'
import { expect, test } from 'vitest'
import { predict, predictionJson } from './prediction-text.ts'

test("the outputs are the network's own, to the bit, and JSON loses none of it", async () => {
  const network = new Network([784, 15, 10], { seed: 0 })
  const { x, pixels, label } = (await loadTestData()).at(5)
  const source = { index: 5, label }
  const prediction = predict(network, { source, pixels })
  const outputs = network.feedforward(x).at(-1)?.toRows().flat()
  const digit = network.predict(x)
  expect(prediction).toEqual({ source, pixels, digit, outputs })
  expect(predictionJson(prediction)).toEqual({
    ...source,
    digit,
    right: digit === label,
    outputs,
  })
})

test('the first of equals wins', () => {
  const network = new Network([4, 3], { seed: 0 })
  for (const { data } of [...network.weights, ...network.biases]) data.fill(0)
  const prediction = predict(network, { source: { file: 'raw', image: 2 }, pixels: new Uint8Array(4) })
  expect(predictionJson(prediction)).toEqual({ file: 'raw', image: 2, digit: 0, outputs: [0.5, 0.5, 0.5] })
})
