import { Network } from '@gradus/core'
import { expect, test } from 'vitest'
import { PagePredictor } from './page-predictor.ts'
import { PredictionError } from './prediction.ts'

test('another kind of network is refused', () => {
  for (const sizes of [
    [784, 3],
    [100, 10],
  ]) {
    const make = () => new PagePredictor(new Network(sizes, { seed: 1 }))
    expect(make).toThrow(PredictionError)
    expect(make).toThrow('The server’s network does not predict the ten digits from 28 × 28 pixels.')
  }
})

test('the best digit comes with the pixels that spoke for it', async () => {
  const predictor = new PagePredictor(new Network([784, 10], { seed: 1 }))
  const image = Uint8Array.from({ length: 784 }, (_, i) => (i === 300 ? 255 : 0))
  const { digit, scores, saliency } = await predictor.predict(image)
  expect(scores[digit]).toBe(Math.max(...Array.from(scores)))
  expect(Array.from(saliency).flatMap((value, i) => (value === 0 ? [] : [i]))).toEqual([300])
})
