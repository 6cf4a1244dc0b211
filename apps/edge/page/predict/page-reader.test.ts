import { Network } from '@gradus/core'
import { expect, test } from 'vitest'
import { PageReader } from './page-reader.ts'

test('another kind of network is refused', () => {
  expect(() => new PageReader(new Network([784, 3], { seed: 1 }))).toThrow(
    /784 inputs and 3 outputs: expected 784 and 10/,
  )
})

test('the best digit comes with the pixels that spoke for it', async () => {
  const reader = new PageReader(new Network([784, 10], { seed: 1 }))
  const image = Uint8Array.from({ length: 784 }, (_, i) => (i === 300 ? 255 : 0))
  const { digit, scores, saliency } = await reader.read(image)
  expect(scores[digit]).toBe(Math.max(...Array.from(scores)))
  expect(Array.from(saliency).flatMap((value, i) => (value === 0 ? [] : [i]))).toEqual([300])
})
