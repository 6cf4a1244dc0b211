import { normalise } from '@gradus/data'
import { drawing, pictureOf } from '@gradus/data/strokes'
import type { Dataset } from '@gradus/mnist'
import { expect, test } from 'vitest'
import { sha256Of } from './bundle-folder.ts'
import { datasetOf, joined } from './training-data.ts'

const pictures = [3, 7].map(index => {
  const drawn = drawing({ part: 'train', seed: 0, index })
  return { label: drawn.label, picture: pictureOf(drawn, 60) }
})

/** The bytes of each image. */
function imagesIn(data: Dataset): Uint8Array[] {
  return Array.from({ length: data.length }, (_, i) => new Uint8Array(data.at(i).pixels))
}

test('pictures become images as a network reads them', () => {
  const data = datasetOf(pictures)
  expect([data.classes, ...data.labels]).toEqual([10, 3, 7])
  expect(imagesIn(data)).toEqual(pictures.map(({ picture }) => normalise(picture)))
})

test('joined data have the images of each set in turn, copies too, and the hash of all', () => {
  const data = datasetOf(pictures)
  const all = joined([data, data.subset(1, 2), data])
  const [three, seven] = imagesIn(data)
  expect([...all.labels]).toEqual([3, 7, 7, 3, 7])
  expect(imagesIn(all)).toEqual([three, seven, seven, three, seven])
  expect(all.hash).toBe(sha256Of(Buffer.concat([...imagesIn(all), all.labels])))
})
