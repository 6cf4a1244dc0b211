import { ONE } from '../served.ts'
import { BYTES, type ConformanceRequest, JSON_TYPE, posted, postedJson, type Sent } from './request.ts'

const INFER = '/v2/models/digits/infer'
const bytes = [...ONE]
const unit = bytes.map(value => value / 255)
const rowsOf = (flat: readonly number[]) =>
  Array.from({ length: 28 }, (_, y) => flat.slice(28 * y, 28 * y + 28))

function tensor(shape: number[], datatype: string, data: unknown) {
  return { inputs: [{ name: 'image', shape, datatype, data }] }
}
const good = tensor([1, 784], 'FP64', unit)
const [input] = good.inputs

function requests(
  status: number,
  table: readonly (readonly [name: string, sent: Sent, path?: string])[],
): ConformanceRequest[] {
  return table.map(([name, sent, path = INFER]) => ({ ...sent, name: `infer: ${name}`, path, status }))
}

const reading = [
  ...requests(
    200,
    [
      '/v2',
      '/v2/health/live',
      '/v2/health/ready',
      '/v2/models/digits',
      '/v2/models/digits/versions/1',
      '/v2/models/digits/ready',
      '/v2/models/digits/versions/1/ready',
    ].map(path => [`GET ${path}`, {}, path]),
  ),
  ...requests(
    404,
    [
      '/v2/',
      '/v2/nothing',
      '/v2/models/other',
      '/v2/models/d%69gits%2F',
      '/v2/models/digits/versions/2',
      '/v2/models/digits/versions/2/ready',
    ].map(path => [`GET ${path}`, {}, path]),
  ),
  ...requests(405, [
    ['PUT /v2', { method: 'PUT' }, '/v2'],
    ['GET …/infer', {}],
    ['DELETE …/infer', { method: 'DELETE' }],
  ]),
]

const inferring = requests(200, [
  ['FP64, flat', postedJson(good)],
  ['FP64, a row an image', postedJson(tensor([1, 784], 'FP64', [unit]))],
  ['FP64, 28 x 28, flat', postedJson(tensor([1, 28, 28], 'FP64', unit))],
  ['FP64, 28 x 28, nested', postedJson(tensor([1, 28, 28], 'FP64', [rowsOf(unit)]))],
  ['FP64, 1 x 28 x 28, nested', postedJson(tensor([1, 1, 28, 28], 'FP64', [[rowsOf(unit)]]))],
  ['FP32', postedJson(tensor([1, 784], 'FP32', unit))],
  ['UINT8, flat', postedJson(tensor([1, 784], 'UINT8', bytes))],
  ['UINT8, nested', postedJson(tensor([1, 1, 28, 28], 'UINT8', [[rowsOf(bytes)]]))],
  ['two images', postedJson(tensor([2, 784], 'UINT8', [bytes, bytes.toReversed()]))],
  ['two images, flat', postedJson(tensor([2, 784], 'UINT8', [...bytes, ...bytes.toReversed()]))],
  ['a blank image', postedJson(tensor([1, 784], 'UINT8', Array(784).fill(0)))],
  ['an id', postedJson({ id: 'a-7 \u00e9 \ud83d\ude00', ...good })],
  ['fields of null', postedJson({ id: null, parameters: null, outputs: null, ...good })],
  ['chosen outputs', postedJson({ ...good, outputs: [{ name: 'scores' }, { name: 'digit' }] })],
  ['one output', postedJson({ ...good, outputs: [{ name: 'digit' }] })],
  [
    'a version and parameters',
    postedJson({ ...good, parameters: { x: 1 } }),
    '/v2/models/digits/versions/1/infer',
  ],
  ['no type', posted(JSON.stringify(good), '')],
  ["curl's type", posted(JSON.stringify(good), 'application/x-www-form-urlencoded')],
  ['a chunked body', posted(JSON.stringify(good), JSON_TYPE, { sent: 'chunked' })],
])

const refused = [
  ...requests(400, [
    ['null', postedJson(null)],
    ['no inputs', postedJson({})],
    ['two inputs', postedJson({ inputs: [input, input] })],
    ['an id that is a number', postedJson({ id: 7, ...good })],
    ['an id that is long', postedJson({ id: 'x'.repeat(1001), ...good })],
    ['another name', postedJson({ inputs: [{ ...input, name: 'sesame' }] })],
    ['another datatype', postedJson({ inputs: [{ ...input, datatype: 'BYTES' }] })],
    ['no shape', postedJson({ inputs: [{ ...input, shape: undefined }] })],
    ['a shape with -1', postedJson(tensor([-1, 784], 'FP64', unit))],
    ['a shape of other images', postedJson(tensor([1, 28, 29], 'FP64', unit))],
    ['a shape of too many', postedJson(tensor([1001, 784], 'FP64', unit))],
    ['data that are short', postedJson(tensor([1, 784], 'FP64', unit.slice(1)))],
    ['data that are none', postedJson(tensor([1, 784], 'FP64', 'sesame'))],
    ['half nested data', postedJson(tensor([1, 28, 28], 'FP64', [unit]))],
    ['a row that is short', postedJson(tensor([1, 28, 28], 'FP64', [rowsOf(unit).with(3, [0])]))],
    ['bytes for FP32', postedJson(tensor([1, 784], 'FP32', bytes))],
    ['a fraction for UINT8', postedJson(tensor([1, 784], 'UINT8', bytes.with(9, 0.5)))],
    ['a text among the numbers', postedJson(tensor([1, 784], 'FP64', [...unit.slice(1), 'sesame']))],
    ['an output that is none', postedJson({ ...good, outputs: [{ name: 'sesame' }] })],
    ['no outputs', postedJson({ ...good, outputs: [] })],
    ['no JSON', posted('{', JSON_TYPE)],
    [
      'a binary tensor',
      posted(JSON.stringify(good), BYTES, { headers: { 'Inference-Header-Content-Length': '7' } }),
    ],
  ]),
  ...requests(415, [['another type', posted('{}', 'text/plain')]]),
  ...requests(413, [['a body that is too large', posted(' '.repeat(2 ** 20 + 1), JSON_TYPE)]]),
  ...requests(404, [
    ['another model', postedJson(good), '/v2/models/other/infer'],
    ['another version', postedJson(good), '/v2/models/digits/versions/2/infer'],
  ]),
]

/** The Open Inference Protocol. */
export const INFER_REQUESTS: readonly ConformanceRequest[] = [...reading, ...inferring, ...refused]
