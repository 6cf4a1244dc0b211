import { rowInput } from '@gradus/data'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  digits,
  digitsApp,
  FLOWERS,
  GARMENTS,
  ONE,
  PICTURE,
  post,
  postJson,
  STANDARD,
  served,
  TABLE,
} from '../../test/served.ts'
import { createApp } from '../app.ts'

let app: Awaited<ReturnType<typeof digitsApp>>
let scores: number[]
beforeAll(async () => {
  app = await digitsApp()
  scores = (await digits()).predictor.scores(ONE)
})

const bytes = [...ONE]
const unit = bytes.map(value => value / 255)
const rowsOf = (flat: readonly number[]) =>
  Array.from({ length: 28 }, (_, y) => flat.slice(28 * y, 28 * y + 28))
const INFER = '/v2/models/digits/infer'

function tensor(shape: number[], datatype: string, data: unknown) {
  return { inputs: [{ name: 'image', shape, datatype, data }] }
}

async function infer(body: object, path = INFER) {
  const response = await app.request(path, postJson(body))
  expect(response.status).toBe(200)
  return response.json()
}

async function refusal(init: RequestInit, path = INFER) {
  const response = await app.request(path, init)
  expect(response.headers.get('Content-Type')).toBe('application/json')
  const body = await response.json()
  expect(Object.keys(body)).toEqual(['error'])
  return { status: response.status, error: String(body.error) }
}

describe('about the server and its model', () => {
  test.each([
    ['/v2', { name: 'gradus', version: '0.1.0', extensions: [] }],
    ['/v2/health/live', { live: true }],
    ['/v2/health/ready', { ready: true }],
    ['/v2/models/digits/ready', { name: 'digits', ready: true }],
    ['/v2/models/digits/versions/1/ready', { name: 'digits', ready: true }],
  ])('GET %s', async (path, body) => {
    const response = await app.request(path)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual(body)
  })

  test.each(['/v2/models/digits', '/v2/models/digits/versions/1'])('GET %s has the tensors', async path => {
    expect(await (await app.request(path)).json()).toEqual({
      name: 'digits',
      versions: ['1'],
      platform: 'gradus_safetensors',
      inputs: [{ name: 'image', datatype: 'FP64', shape: [-1, 784] }],
      outputs: [
        { name: 'digit', datatype: 'INT64', shape: [-1] },
        { name: 'scores', datatype: 'FP64', shape: [-1, 10] },
      ],
    })
  })

  test.each([
    '/v2/models/other',
    '/v2/models/digits/versions/2',
    '/v2/models/digits/versions/2/ready',
    '/v2/nothing',
  ])('GET %s is not there', async path => {
    expect(await refusal({}, path)).toMatchObject({ status: 404 })
  })
})

describe('inference', () => {
  test.each([
    ['FP64, flat', tensor([1, 784], 'FP64', unit)],
    ['FP64, a row an image', tensor([1, 784], 'FP64', [unit])],
    ['FP64, 28 x 28, flat', tensor([1, 28, 28], 'FP64', unit)],
    ['FP64, 28 x 28, nested', tensor([1, 28, 28], 'FP64', [rowsOf(unit)])],
    ['FP64, 1 x 28 x 28, nested', tensor([1, 1, 28, 28], 'FP64', [[rowsOf(unit)]])],
    ['UINT8, flat', tensor([1, 784], 'UINT8', bytes)],
    ['UINT8, nested', tensor([1, 1, 28, 28], 'UINT8', [[rowsOf(bytes)]])],
  ])('of %s', async (_, body) => {
    expect(await infer(body)).toEqual({
      model_name: 'digits',
      model_version: '1',
      outputs: [
        { name: 'digit', datatype: 'INT64', shape: [1], data: [1] },
        { name: 'scores', datatype: 'FP64', shape: [1, 10], data: scores },
      ],
    })
  })

  test('of FP32 takes numbers as float32 has them', async () => {
    const model = await digits()
    const rounded = model.predictor.scores(Float64Array.from(Float32Array.from(unit)))
    const { outputs } = await infer(tensor([1, 784], 'FP32', unit))
    expect(outputs[1].data).toEqual(rounded)
    expect(rounded).not.toEqual(scores)
  })

  test('of several images, flat and nested', async () => {
    const two = await infer(tensor([2, 784], 'UINT8', [bytes, bytes.toReversed()]))
    expect(two.outputs[0].shape).toEqual([2])
    expect(two.outputs[1].data).toHaveLength(20)
    expect(two.outputs[1].data.slice(0, 10)).toEqual(scores)
    expect(await infer(tensor([2, 784], 'UINT8', [...bytes, ...bytes.toReversed()]))).toEqual(two)
  })

  test('neither normalises nor refuses what is blank', async () => {
    const { outputs } = await infer(tensor([1, 784], 'UINT8', Array(784).fill(0)))
    expect(outputs[1].data).toHaveLength(10)
  })

  test('gives the id back, and none where there was none', async () => {
    expect((await infer({ id: 'a-7', ...tensor([1, 784], 'FP64', unit) })).id).toBe('a-7')
    expect(await infer(tensor([1, 784], 'FP64', unit))).not.toHaveProperty('id')
  })

  test('gives the outputs that are asked for, in that order', async () => {
    const asked = { ...tensor([1, 784], 'FP64', unit), outputs: [{ name: 'scores' }, { name: 'digit' }] }
    const names = (await infer(asked)).outputs.map(({ name }: { name: string }) => name)
    expect(names).toEqual(['scores', 'digit'])
    expect((await infer({ ...asked, outputs: [{ name: 'digit' }] })).outputs).toHaveLength(1)
  })

  test('of a version, and with parameters that nobody knows', async () => {
    const body = { ...tensor([1, 784], 'FP64', unit), parameters: { binary_data_output: false } }
    expect(await infer(body, '/v2/models/digits/versions/1/infer')).toEqual(await infer(body))
  })

  test("takes a body without a type, and curl's", async () => {
    const body = JSON.stringify(tensor([1, 784], 'FP64', unit))
    for (const headers of [{}, { 'Content-Type': 'application/x-www-form-urlencoded' }]) {
      const bytesOfBody = new TextEncoder().encode(body)
      expect((await app.request(INFER, { method: 'POST', body: bytesOfBody, headers })).status).toBe(200)
    }
  })
})

describe('a refusal', () => {
  const good = tensor([1, 784], 'FP64', unit)
  const [input] = good.inputs

  test.each([
    ['null', null, '#: '],
    ['no inputs', {}, '#/inputs: '],
    ['two inputs', { inputs: [input, input] }, '#/inputs: '],
    ['an id that is a number', { id: 7, ...good }, '#/id: '],
    ['parameters that are none', { parameters: 1, ...good }, '#/parameters: '],
    ['another name', { inputs: [{ ...input, name: 'sesame' }] }, '#/inputs/0/name: '],
    ['another type', { inputs: [{ ...input, datatype: 'BYTES' }] }, '#/inputs/0/datatype: '],
    ['no shape', { inputs: [{ ...input, shape: undefined }] }, '#/inputs/0/shape: '],
    ['a shape with -1', tensor([-1, 784], 'FP64', unit), '#/inputs/0/shape'],
    ['a shape of other images', tensor([1, 28, 29], 'FP64', unit), '#/inputs/0/shape: '],
    ['a shape of too many', tensor([1001, 784], 'FP64', unit), '#/inputs/0/shape: '],
    ['data that are short', tensor([1, 784], 'FP64', unit.slice(1)), '#/inputs/0/data: '],
    ['data that are none', tensor([1, 784], 'FP64', 'sesame'), '#/inputs/0/data: '],
    ['half nested data', tensor([1, 28, 28], 'FP64', [unit]), '#/inputs/0/data/0: '],
    [
      'a row that is short',
      tensor([1, 28, 28], 'FP64', [rowsOf(unit).with(3, [0])]),
      '#/inputs/0/data/0/3: ',
    ],
    ['bytes for FP32', tensor([1, 784], 'FP32', bytes), '#/inputs/0/data/125: '],
    ['bytes for FP64', tensor([1, 784], 'FP64', bytes), '0 .. 1, as FP64 has. Bytes of 0 .. 255 are UINT8.'],
    ['a fraction for UINT8', tensor([1, 784], 'UINT8', bytes.with(9, 0.5)), '#/inputs/0/data/9: '],
    ['shares for UINT8', tensor([1, 784], 'UINT8', unit), 'as UINT8 has. Inputs of 0 .. 1 are FP32 or FP64.'],
    [
      'a binary tensor without its data',
      { inputs: [{ ...input, data: undefined, parameters: { binary_data_size: 3136 } }] },
      '#/inputs/0/parameters/binary_data_size: expected JSON alone',
    ],
    [
      'a text among the numbers',
      tensor([1, 784], 'FP64', [...unit.slice(1), 'sesame']),
      '#/inputs/0/data/783: ',
    ],
    ['an output that is none', { ...good, outputs: [{ name: 'sesame' }] }, '#/outputs/0/name: '],
  ])('of %s', async (_, body, start) => {
    const { status, error } = await refusal(postJson(body))
    expect(status).toBe(400)
    expect(error).toMatch(/^#.*: expected /)
    expect(error).toContain(start)
    expect(error).not.toContain('sesame')
  })

  test.each(['application/octet-stream', 'application/x-www-form-urlencoded', 'application/json', ''])(
    'of binary tensors says so, whatever their type is: %j',
    async type => {
      // As tritonclient sends them.
      const tensor = {
        name: 'image',
        shape: [1, 784],
        datatype: 'FP32',
        parameters: { binary_data_size: 3136 },
      }
      const head = Buffer.from(JSON.stringify({ inputs: [tensor] }))
      const body = Buffer.concat([head, new Uint8Array(Float32Array.from(unit).buffer)])
      const { status, error } = await refusal(
        post(body, type, { 'Inference-Header-Content-Length': String(head.length) }),
      )
      expect(status).toBe(400)
      expect(error).toMatch(/^The body has binary tensors: expected JSON alone, with the numbers in data/)
    },
  )

  test('of no JSON, another type, another model, and another method', async () => {
    expect((await refusal(post('{', 'application/json'))).status).toBe(400)
    expect((await refusal(post('{}', 'text/plain'))).status).toBe(415)
    expect((await refusal(postJson(good), '/v2/models/other/infer')).status).toBe(404)
    expect((await refusal({ method: 'PUT' })).status).toBe(405)
  })
})

describe('a model with names', () => {
  type Names = Parameters<typeof served>[0]

  async function of(names: Names, body?: object) {
    const model = await served(names)
    const own = createApp({ model })
    const response = await own.request(body ? INFER : '/v2/models/digits', body && postJson(body))
    return { status: response.status, ...(await response.json()), predictor: model.predictor }
  }

  test('tells its classes, and takes images of its size', async () => {
    const names = { sizes: [2400, 10], classes: GARMENTS, preprocessing: PICTURE }
    const parameters = { labels: GARMENTS }
    const { inputs, outputs } = await of(names)
    expect(inputs).toEqual([{ name: 'image', datatype: 'FP64', shape: [-1, 60, 40] }])
    expect(outputs).toEqual([
      { name: 'class', datatype: 'INT64', shape: [-1], parameters },
      { name: 'label', datatype: 'BYTES', shape: [-1], parameters },
      { name: 'scores', datatype: 'FP64', shape: [-1, 10], parameters },
    ])
    const image = Array.from({ length: 2400 }, (_, k) => k % 256)
    for (const shape of [
      [1, 2400],
      [1, 60, 40],
      [1, 1, 60, 40],
    ]) {
      const answer = await of(names, tensor(shape, 'UINT8', image))
      const scores = answer.predictor.scores(Uint8Array.from(image))
      const k = scores.indexOf(Math.max(...scores))
      expect(answer.outputs).toEqual([
        { name: 'class', datatype: 'INT64', shape: [1], data: [k] },
        { name: 'label', datatype: 'BYTES', shape: [1], data: [GARMENTS[k]] },
        { name: 'scores', datatype: 'FP64', shape: [1, 10], data: scores },
      ])
    }
    const { error } = await of(names, { ...tensor([1, 2400], 'UINT8', image), outputs: [{ name: 'digit' }] })
    expect(error).toBe("#/outputs/0/name: expected a name that the model's metadata list.")
  })

  const columns = (length: unknown, colour: unknown, more: object = {}) => ({
    inputs: [
      { name: 'colour/~1', shape: [2, 1], datatype: 'BYTES', data: [['red'], [colour]] },
      { name: 'petal length', shape: [2], datatype: 'FP64', data: [1.5, length], ...more },
    ],
  })

  test('of a table takes a tensor a column', async () => {
    expect((await of(FLOWERS)).inputs).toEqual([
      { name: 'petal length', datatype: 'FP64', shape: [-1] },
      {
        name: 'colour/~1',
        datatype: 'BYTES',
        shape: [-1],
        parameters: { values: TABLE.columns[1].values },
      },
    ])
    const { outputs, predictor } = await of(FLOWERS, columns(6, 'blue'))
    const scores = [
      [1.5, 'red'],
      [6, 'blue'],
    ].flatMap(([length, colour]) =>
      predictor.scores(rowInput(TABLE, { 'petal length': length, 'colour/~1': colour })),
    )
    expect(outputs[2]).toEqual({ name: 'scores', datatype: 'FP64', shape: [2, 3], data: scores })
  })

  const number = 'expected an entry as FP64 has it, or null where it is missing.'
  test.each([
    ['a text', columns('sesame', 'blue'), `#/inputs/1/data/1: ${number}`],
    ['another category', columns(6, 'sesame'), '#/inputs/0/data/1/0: expected one of "blue", "red", "白".'],
    ['a number that is missing', columns(null, 'blue'), '#/inputs/1/data/1: expected a number such as 4.'],
    [
      'rows of different numbers',
      columns(6, 'blue', { shape: [1], data: [1] }),
      '#/inputs/1/shape: expected as many rows as the first column has.',
    ],
    [
      'a fraction',
      columns(6, 'blue', { datatype: 'INT64' }),
      '#/inputs/1/data/0: expected an entry as INT64',
    ],
    [
      'bytes of pixels',
      columns(6, 'blue', { datatype: 'UINT8' }),
      '#/inputs/1/datatype: expected FP64, FP32, INT64 or BYTES.',
    ],
    ['a column that is twice there', columns(6, 'blue', { name: 'colour/~1' }), '#/inputs/0/name: '],
    ['another column', columns(6, 'blue', { name: 'sesame' }), '#/inputs/1/name: '],
    [
      'an image',
      tensor([1, 4], 'FP64', [1, 2, 3, 4]),
      '#/inputs: expected a list of 2 tensors, one a column of the table.',
    ],
    [
      'two numbers a row',
      columns(6, 'blue', { shape: [1, 2] }),
      '#/inputs/1/shape: expected one of [n], [n, 1] with n',
    ],
  ])('of a table refuses %s', async (_, body, start) => {
    const { status, error } = await of(FLOWERS, body)
    expect(status).toBe(400)
    expect(error).toContain(start)
    expect(error).not.toContain('sesame')
  })

  test('of numbers puts them on its scale', async () => {
    const names = { sizes: [2, 3], preprocessing: STANDARD }
    expect((await of(names)).inputs).toEqual([{ name: 'row', datatype: 'FP64', shape: [-1, 2] }])
    const rows = (data: unknown) => ({ inputs: [{ name: 'row', shape: [2, 2], datatype: 'INT64', data }] })
    const { outputs, predictor } = await of(names, rows([190, 55, 180, 75]))
    const scores = [Float64Array.of(1, -1), new Float64Array(2)].flatMap(each => predictor.scores(each))
    expect(outputs[2].data).toEqual(scores)
    expect(
      (
        await of(
          names,
          rows([
            [190, 55],
            [180, 75],
          ]),
        )
      ).outputs,
    ).toEqual(outputs)
    expect((await of(names, rows([190, 55, 180, null]))).error).toBe(
      '#/inputs/0/data/3: expected a number such as 75.',
    )
  })
})
