import { jpegFile } from '@gradus/testing/jpeg-files'
import { chunksOf, pictureOf, pngFile } from '@gradus/testing/png-files'
import { ONE } from '../served.ts'
import { BYTES, type ConformanceRequest, JSON_TYPE, posted, postedJson, type Sent } from './request.ts'

const flat = [...ONE]
const rows = Array.from({ length: 28 }, (_, y) => flat.slice(28 * y, 28 * y + 28))
const unit = flat.map(value => value / 255)
const two = Uint8Array.from([...ONE, ...ONE.toReversed().fill(200, 300, 320)])
const drawing = Array.from({ length: 60 }, (_, y) =>
  Array.from({ length: 90 }, (_, x) => (x > 70 && x < 76 && y > 4 && y < 50 ? 255 : 0)),
)

function rowsOf(
  status: number,
  table: readonly (readonly [name: string, sent: Sent, query?: string])[],
): ConformanceRequest[] {
  return table.map(([name, sent, query = '']) => ({
    ...sent,
    name: `predict: ${name}`,
    path: `/predict${query}`,
    status,
  }))
}

const answered = rowsOf(200, [
  ['bytes', posted(ONE, BYTES)],
  ['two images', posted(two, BYTES)],
  ['a chunked body', posted(two, BYTES, { sent: 'chunked' })],
  ['a chunked body in JSON', posted(JSON.stringify({ image: rows }), JSON_TYPE, { sent: 'chunked' })],
  ['all that is to be had', posted(two, BYTES), '?top=10&saliency=true&input=true&hidden=true'],
  ['the best one', posted(ONE, BYTES), '?top=1'],
  ['more than there are', posted(ONE, BYTES), '?top=999&saliency=false'],
  ['a drawing in bytes', posted(ONE, BYTES), '?normalise=true&input=true'],
  ['a list', postedJson({ image: flat })],
  ['rows', postedJson({ image: rows })],
  ['several', postedJson({ images: [flat, rows.toReversed()] })],
  ['fields of null', postedJson({ image: flat, images: null, scale: null, top: null, input: null })],
  ['shares of 1', postedJson({ image: unit, scale: 1, saliency: true })],
  [
    'numbers with many digits',
    postedJson({ image: unit.map((value, i) => value * Math.cos(i) ** 2), scale: 1 }),
  ],
  ['numbers that are tiny', postedJson({ image: unit.map((value, i) => value / 10 ** (i % 300)), scale: 1 })],
  ['a drawing', postedJson({ image: drawing, normalise: true, input: true, saliency: true })],
  [
    'a drawing in shares of 1',
    postedJson({
      image: drawing.map(row => row.map(value => value / 340)),
      scale: 1,
      normalise: true,
      input: true,
    }),
  ],
  ['an empty encoding', posted(ONE, BYTES, { headers: { 'Content-Encoding': '' } })],
  ['a type with parameters', posted(JSON.stringify({ image: flat }), 'Application/JSON; charset=utf-8')],
])

const refusedJson = rowsOf(400, [
  ['JSON that is cut short', posted('{"image": [1, 2', JSON_TYPE)],
  ['no UTF-8', posted(Uint8Array.of(0x22, 0xff, 0x22), JSON_TYPE)],
  ['JSON of nothing', posted('', JSON_TYPE)],
  ['lists in lists', posted('['.repeat(10_000) + ']'.repeat(10_000), JSON_TYPE)],
  ['33 lists in lists', posted('['.repeat(33) + ']'.repeat(33), JSON_TYPE)],
  ['NaN', posted('{"image": [NaN]}', JSON_TYPE)],
])

const refusedValues = rowsOf(422, [
  ['null', postedJson(null)],
  ['a number', postedJson(7)],
  ['a list of images', postedJson([flat])],
  ['neither image nor images', postedJson({})],
  ['both image and images', postedJson({ image: flat, images: [flat] })],
  ['an unknown field', postedJson({ image: flat, secret: 'pixels' })],
  ['a field named __proto__', posted('{"image": [0], "__proto__": {"top": 1}}', JSON_TYPE)],
  ['too few pixels', postedJson({ image: flat.slice(1) })],
  ['a text for an image', postedJson({ image: 'seven' })],
  ['no pixels', postedJson({ image: [] })],
  ['null among the pixels', postedJson({ image: flat.with(17, Number.NaN) })],
  ['a pixel that is too bright', postedJson({ image: flat.with(783, 256) })],
  ['a pixel of 1e999', posted(JSON.stringify({ image: flat }).replace('254', '1e999'), JSON_TYPE)],
  ['a pixel below 0', postedJson({ image: rows.map((row, y) => (y === 3 ? row.with(4, -1) : row)) })],
  ['a pixel above a scale of 1', postedJson({ image: flat, scale: 1 })],
  ['a row that is short', postedJson({ image: rows.with(5, [1, 2]) })],
  ['rows of nothing', postedJson({ image: rows.map(() => []), normalise: true })],
  ['a number among rows', postedJson({ images: [rows, [...rows.slice(1), 7]] })],
  ['no images', postedJson({ images: [] })],
  ['too many images', postedJson({ images: Array(1001).fill([0]) })],
  ['shares of 1 without their scale', postedJson({ image: unit })],
  ['another scale', postedJson({ image: flat, scale: 256 })],
  ['a top of 0', postedJson({ image: flat, top: 0 })],
  ['half a top', postedJson({ image: flat, top: 1.5 })],
  ['a text for a switch', postedJson({ image: flat, saliency: 'yes' })],
  ['a list that is no square drawing', postedJson({ image: [0, 255, 0], normalise: true })],
  [
    'a drawing that is too large',
    postedJson({ image: Array(513).fill(Array(512).fill(0)), normalise: true }),
  ],
  ...[0, 783, 785, 784 * 1001].map(
    length => [`${length} bytes`, posted(new Uint8Array(length), BYTES)] as const,
  ),
  [
    'more images than their pixels are told of',
    posted(Buffer.concat(Array(101).fill(ONE)), BYTES),
    '?input=true',
  ],
  ['blank bytes', posted(new Uint8Array(784), BYTES)],
  ['white bytes', posted(new Uint8Array(784).fill(255), BYTES)],
  ['a blank drawing in bytes', posted(new Uint8Array(784), BYTES), '?normalise=true'],
  ['a blank image', postedJson({ images: [flat, Array(784).fill(0)] })],
  [
    'a blank drawing',
    postedJson({
      image: [
        [7, 7],
        [7, 7],
      ],
      normalise: true,
    }),
  ],
  ...['?top=0', '?top=-1', '?top=1.5', '?saliency=1', '?normalise=yes', '?size=2', '?top=%zz', '?%00'].map(
    query => [`the query ${query}`, posted(ONE, BYTES), query] as const,
  ),
  ['a picture that is none', posted(ONE, 'image/png')],
  ['a picture of nothing', posted('', 'image/png')],
  [
    'a picture that is cut short',
    posted(pngFile(chunksOf(pictureOf({ colourType: 0, depth: 8 }, 9, 9))).slice(0, -20), 'image/png'),
  ],
  ['a JPEG that is cut short', posted(jpegFile('progressive').slice(0, -20), 'image/jpeg')],
  ['bytes as a JPEG', posted(ONE, 'image/jpeg')],
  ['rows of a table', postedJson({ rows: [[1, 2]] })],
  [
    'a blank picture',
    posted(pngFile(chunksOf({ colourType: 0, depth: 8, width: 9, height: 9, at: () => [3] })), 'image/png'),
  ],
  [
    'a picture of too many pixels',
    posted(
      pngFile(chunksOf({ colourType: 0, depth: 1, width: 2049, height: 1, at: x => [x % 2] })),
      'image/png',
    ),
  ],
])

const refusedOtherwise = [
  ...rowsOf(415, [
    ...['text/plain', 'application/x-www-form-urlencoded', 'image/webp', 'nonsense', ''].map(
      type => [`the type "${type}"`, posted(ONE, type)] as const,
    ),
    ['a body that is compressed', posted(ONE, BYTES, { headers: { 'Content-Encoding': 'gzip' } })],
  ]),
  ...rowsOf(413, [
    ['a body that is too large', posted(new Uint8Array(2 ** 20 + 1), BYTES)],
    ['a chunked body that is too large', posted(new Uint8Array(2 ** 21), BYTES, { sent: 'chunked' })],
    ['a picture that is too large', posted(new Uint8Array(2 ** 18 + 1), 'image/png')],
    ['a JPEG that is too large', posted(new Uint8Array(2 ** 18 + 1), 'image/jpeg')],
    ['JSON that is too large', posted(`{"image": [${'0,'.repeat(2 ** 19)}0]}`, JSON_TYPE)],
  ]),
  ...rowsOf(405, [
    ['GET', {}],
    ['HEAD', { method: 'HEAD' }],
    ['PUT', { ...posted(ONE, BYTES), method: 'PUT' }],
  ]),
]

/** POST /predict. */
export const PREDICT_REQUESTS: readonly ConformanceRequest[] = [
  ...answered,
  ...refusedJson,
  ...refusedValues,
  ...refusedOtherwise,
]
