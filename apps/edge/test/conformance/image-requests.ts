import { loadTestData } from '@gradus/mnist/node'
import { jpegGoldens } from '@gradus/testing/jpeg-files'
import { chunksOf, forms, type PngForm, pngFile } from '@gradus/testing/png-files'
import { BYTES, type ConformanceRequest, posted, postedJson } from './request.ts'

/** A request for images of the test set. */
export interface ImageRequest extends ConformanceRequest {
  /** Position of the first. */
  readonly start: number
  readonly count: number
}

const data = await loadTestData()
const pixelsAt = (i: number): Uint8Array => Uint8Array.from(data.at(i).pixels)

/** Starts of groups of the first images. */
const starts = (total: number, count: number): number[] =>
  Array.from({ length: total / count }, (_, i) => i * count)

const pixels = (start: number, count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => pixelsAt(start + i))

const requestOf = (start: number, count: number, query = ''): ImageRequest => ({
  ...posted(Buffer.concat(pixels(start, count)), BYTES),
  name: `images ${start} to ${start + count - 1}${query}`,
  path: `/predict${query}`,
  status: 200,
  start,
  count,
})

/** All test images through POST /predict, 1,000 a request. */
export const ALL_IMAGES: readonly ImageRequest[] = starts(10_000, 1000).map(start => requestOf(start, 1000))

/** The first 20, and which pixels spoke for their digits. */
export const SALIENCY = requestOf(0, 20, '?saliency=true')

/** The first 400 through the Open Inference Protocol, as bytes and as float64 in turn. */
export const INFERRED_IMAGES: readonly ImageRequest[] = starts(400, 200).map((start, turn) => {
  const isBytes = turn % 2 === 0
  const rows = pixels(start, 200).map(row => (isBytes ? [...row] : Array.from(row, value => value / 255)))
  const tensor = { name: 'image', shape: [200, 784], datatype: isBytes ? 'UINT8' : 'FP64', data: rows }
  return {
    ...postedJson({ inputs: [tensor] }),
    name: `infer images ${start} to ${start + 199}`,
    path: '/v2/models/digits/infer',
    status: 200,
    start,
    count: 200,
  }
})

/** Numbers a pixel, by the colour type. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** JPEGs in which nothing stands out from its background. */
const FAINT = ['five columns', 'odd sides', 'one pixel', 'progressive, odd sides']

/** A slanting stroke of falling strength, 37 x 29, in a form of PNG. */
function strokeIn(form: PngForm): Uint8Array {
  const top = form.palette ? form.palette.length / 3 - 1 : 2 ** form.depth - 1
  const channels = CHANNELS[form.colourType] ?? 1
  const at = (x: number, y: number): number[] => {
    const isInk = Math.abs(x - y / 2 - 12) < 3 && y > 3 && y < 25
    const ink = isInk ? Math.max(1, Math.round((top * (40 - y)) / 40)) : 0
    // The last of two or four is alpha.
    return Array.from({ length: channels }, (_, i) => (i === channels - 1 && channels % 2 === 0 ? top : ink))
  }
  return pngFile(chunksOf({ ...form, width: 37, height: 29, at }))
}

/** POST /predict with every form of PNG and JPEG. */
export const PICTURE_REQUESTS: readonly ConformanceRequest[] = [
  ...forms.map(([name, form]) => ({
    ...posted(strokeIn(form), 'image/png'),
    name: `predict: a PNG, ${name}`,
    path: '/predict?input=true',
    status: 200,
  })),
  ...jpegGoldens.map(({ name, bytes }) => ({
    ...posted(bytes, 'image/jpeg'),
    name: `predict: a JPEG, ${name}`,
    path: '/predict?input=true',
    status: FAINT.includes(name) ? 422 : 200,
  })),
]
