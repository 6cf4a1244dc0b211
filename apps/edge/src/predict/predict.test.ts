import { formatModel, Network, parseModel } from '@gradus/core'
import { LightPredictor, parseParameters } from '@gradus/core/predict'
import { atOnce, decodePicture, normalise } from '@gradus/data'
import { jpegFile } from '@gradus/testing/jpeg-files'
import { chunksOf, pngFile } from '@gradus/testing/png-files'
import { beforeAll, describe, expect, test } from 'vitest'
import { digits, digitsApp, ONE, post, postJson, served } from '../../test/served.ts'
import { createApp } from '../app.ts'
import { readServedModel, type ServedModel } from '../model/served-model.ts'
import type { PredictResponse } from './route.ts'

let app: Awaited<ReturnType<typeof digitsApp>>
let model: ServedModel
let scores: number[]
beforeAll(async () => {
  app = await digitsApp()
  model = await digits()
  scores = [...new LightPredictor(parseParameters(model.bytes).parameters).outputs(ONE)]
})

const BYTES = 'application/octet-stream'
const flat = [...ONE]
const rows = Array.from({ length: 28 }, (_, y) => flat.slice(28 * y, 28 * y + 28))

async function ask(init: RequestInit, query = ''): Promise<PredictResponse> {
  const response = await app.request(`/predict${query}`, init)
  expect(response.status).toBe(200)
  return response.json()
}

async function refusal(init: RequestInit, query = '') {
  const response = await app.request(`/predict${query}`, init)
  expect(response.headers.get('Content-Type')).toBe('application/problem+json')
  const problem = await response.json()
  expect(problem.status).toBe(response.status)
  return problem
}

describe('an answer', () => {
  test('has class, label, digit and score, all scores, the best three, and which model', async () => {
    const { predictions, model: named } = await ask(post(ONE, BYTES))
    expect(predictions).toHaveLength(1)
    const one = { class: 1, label: '1', digit: 1, score: Math.max(...scores) }
    expect(predictions[0]).toMatchObject({ ...one, scores })
    expect(predictions[0]?.top).toHaveLength(3)
    expect(predictions[0]?.top[0]).toEqual(one)
    expect(named).toEqual({ name: 'digits', version: '1', sha256: model.sha256 })
  })

  test.each([
    ['a list', { image: flat }],
    ['rows', { image: rows }],
    ['several', { images: [flat] }],
    ['shares of 1', { image: flat.map(value => value / 255), scale: 1 }],
  ])('is the same from JSON: %s', async (_, body) => {
    expect(await ask(postJson(body))).toEqual(await ask(post(ONE, BYTES)))
  })

  test('for several images keeps their order', async () => {
    const second = ONE.toReversed().fill(200, 300, 320)
    const { predictions } = await ask(post(Uint8Array.from([...ONE, ...second]), BYTES))
    const each = await Promise.all([ONE, second].map(image => ask(post(Uint8Array.from(image), BYTES))))
    expect(predictions).toEqual(each.flatMap(one => one.predictions))
  })

  test('lists as many of the best as asked for, in falling order', async () => {
    const { predictions } = await ask(postJson({ image: flat, top: 10 }))
    const listed = predictions[0]?.top.map(({ score }) => score) ?? []
    expect(listed).toEqual([...scores].sort((a, b) => b - a))
    expect((await ask(post(ONE, BYTES), '?top=1')).predictions[0]?.top).toHaveLength(1)
    expect((await ask(postJson({ image: flat, top: 1000 }))).predictions[0]?.top).toHaveLength(10)
  })

  test('tells on request what the network saw, and which pixels spoke for the digit', async () => {
    const inJson = await ask(postJson({ image: flat, saliency: true, input: true }))
    expect(inJson.predictions[0]?.input).toEqual(flat)
    expect(inJson.predictions[0]?.saliency).toEqual([...model.predictor.saliency(ONE, 1)])
    expect(await ask(post(ONE, BYTES), '?saliency=true&input=true')).toEqual(inJson)
  })

  test('tells on request the activations of the hidden neurons, which the core computes', async () => {
    const { network } = parseModel(model.bytes)
    const expected = network.feedforward(Float64Array.from(ONE, byte => byte / 255)).slice(1, -1)
    const inJson = await ask(postJson({ image: flat, hidden: true }))
    const layers = inJson.predictions[0]?.hidden ?? []
    expect(layers.map(({ length }) => length)).toEqual(model.sizes.slice(1, -1))
    for (const [l, layer] of layers.entries()) {
      for (const [j, a] of layer.entries()) expect(a).toBeCloseTo(expected[l]?.data[j] ?? Number.NaN, 12)
    }
    expect(await ask(post(ONE, BYTES), '?hidden=true')).toEqual(inJson)
  })

  test("gives drawings MNIST's form first", async () => {
    const drawing = Array.from({ length: 60 }, (_, y) =>
      Array.from({ length: 90 }, (_, x) => (x > 70 && x < 76 && y > 4 && y < 50 ? 255 : 0)),
    )
    const { predictions } = await ask(postJson({ image: drawing, normalise: true, input: true }))
    const data = Float64Array.from(drawing.flat())
    expect(predictions[0]?.input).toEqual([...normalise({ width: 90, height: 60, data })])
    const line = [Array.from({ length: 65_535 }, (_, x) => (x > 50 && x < 65_000 ? 255 : 0))]
    expect((await ask(postJson({ image: line, normalise: true }))).predictions).toHaveLength(1)
    const ofBytes = await ask(post(ONE, BYTES), '?normalise=true&input=true')
    expect(ofBytes.predictions[0]?.input).toEqual([...normalise({ width: 28, height: 28, data: ONE })])
  })
})

describe('a refusal', () => {
  test.each([
    ['no JSON', '{"image": [1, 2', 400, 'BAD_JSON'],
    ['no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 400, 'BAD_JSON'],
    ['nothing', '', 400, 'BAD_JSON'],
    ['lists in lists in lists', '['.repeat(10_000) + ']'.repeat(10_000), 400, 'BAD_JSON'],
  ])('of %s', async (_, body, status, code) => {
    expect(await refusal(post(body, 'application/json'))).toMatchObject({ status, code })
  })

  test.each([
    ['null', null, '#'],
    ['a number', 7, '#'],
    ['a list', [flat], '#'],
    ['neither image nor images', {}, '#'],
    ['both', { image: flat, images: [flat] }, '#'],
    ['a field that objects inherit', JSON.parse('{"__proto__": 1}'), '#'],
    ['another such field', { image: flat, constructor: 1 }, '#'],
    ['an unknown field', { image: flat, secret: 'pixels' }, '#'],
    ['too few pixels', { image: flat.slice(1) }, '#/image'],
    ['two rows of 392', { image: [flat.slice(0, 392), flat.slice(392)] }, '#/image'],
    ['784 rows of one', { image: flat.map(pixel => [pixel]) }, '#/image'],
    ['a text', { image: 'seven' }, '#/image'],
    ['no pixels', { image: [] }, '#/image'],
    ['a text among the pixels', { image: flat.with(17, Number.NaN) }, '#/image/17'],
    ['a pixel that is too bright', { image: flat.with(783, 256) }, '#/image/783'],
    ['a pixel below 0', { image: rows.map((row, y) => (y === 3 ? row.with(4, -1) : row)) }, '#/image/3/4'],
    ['a pixel above a scale of 1', { image: flat, scale: 1 }, '#/image/125'],
    ['a row that is short', { image: rows.with(5, [1, 2]) }, '#/image/5'],
    ['rows of nothing', { image: rows.map(() => []), normalise: true }, '#/image/0'],
    ['a number among rows', { images: [rows, [...rows.slice(1), 7]] }, '#/images/1/27'],
    ['no images', { images: [] }, '#/images'],
    ['too many images', { images: Array(1001).fill([0]) }, '#/images'],
    ['another scale', { image: flat, scale: 256 }, '#/scale'],
    ['a top of 0', { image: flat, top: 0 }, '#/top'],
    ['half a top', { image: flat, top: 1.5 }, '#/top'],
    ['a text for a switch', { image: flat, saliency: 'yes' }, '#/saliency'],
    ['a list that is no square drawing', { image: [0, 255, 0], normalise: true }, '#/image'],
    [
      'a drawing that is too large',
      { image: Array(513).fill(Array(512).fill(0)), normalise: true },
      '#/image',
    ],
    ['a drawing that is too wide', { image: [Array(65_536).fill(0)], normalise: true }, '#/image'],
    ['a drawing that is too high', { image: Array(65_536).fill([0]), normalise: true }, '#/image'],
  ])('of %s says where', async (_, body, pointer) => {
    const problem = await refusal(postJson(body))
    expect(problem).toMatchObject({ type: 'about:blank', status: 422, code: 'BAD_VALUE' })
    expect(problem.errors).toHaveLength(1)
    expect(problem.errors[0].pointer).toBe(pointer)
    expect(problem.errors[0].detail).toMatch(/^expected /)
  })

  const shares = flat.map(value => value / 255)
  test.each([
    ['a list', { image: shares }, '#/image'],
    ['rows', { image: Array.from(rows, row => row.map(value => value / 255)) }, '#/image'],
    ['one of several', { images: [flat, shares] }, '#/images/1'],
    ['a drawing', { image: Array(50).fill(Array(50).fill(0).with(7, 0.5)), normalise: true }, '#/image'],
    ['255 that is said', { image: shares, scale: 255 }, '#/image'],
    ['full ink and one fraction', { image: flat.map(value => Math.min(value, 1)).with(0, 1e-9) }, '#/image'],
  ])('of pixels of 0 .. 1 without a scale of 1 names the scale: %s', async (_, body, image) => {
    const { status, errors } = await refusal(postJson(body))
    expect(status).toBe(422)
    const detail = `expected 1, since no pixel of ${image} exceeds 1 and some are fractions.`
    expect(errors).toEqual([{ pointer: '#/scale', detail }])
    expect(
      (await app.request('/predict', postJson({ ...body, images: undefined, image: shares, scale: 1 }))).ok,
    ).toBe(true)
  })

  test.each([
    ['bits', flat.map(value => Math.min(value, 1))],
    ['fractions beside more than 1', shares.map(value => value * 255.5 * 0.99)],
    ['one pixel above 1', shares.with(0, 1.5)],
  ])('is not made of %s, which may be faint ink', async (_, image) => {
    await ask(postJson({ image }))
  })

  test('repeats nothing of the request', async () => {
    const problem = await refusal(postJson({ image: 'sesame-1', sesame: 'sesame-2' }), '?sesame=3')
    expect(JSON.stringify(problem)).not.toContain('sesame')
  })

  test.each([0, 783, 785, 784 * 1001])('of %i bytes', async length => {
    const problem = await refusal(post(new Uint8Array(length), BYTES))
    expect(problem).toMatchObject({ status: 422, errors: [{ pointer: '#' }] })
  })

  test.each([
    ['bytes', post(new Uint8Array(784), BYTES), '', '#/0'],
    ['white bytes', post(new Uint8Array(784).fill(255), BYTES), '', '#/0'],
    ['a drawing in bytes', post(new Uint8Array(784), BYTES), '?normalise=true', '#/0'],
    ['JSON', postJson({ images: [flat, Array(784).fill(0)] }), '', '#/images/1'],
    [
      'a drawing',
      postJson({
        image: [
          [7, 7],
          [7, 7],
        ],
        normalise: true,
      }),
      '',
      '#/image',
    ],
  ])('of a blank image in %s', async (_, init, query, pointer) => {
    const problem = await refusal(init, query)
    expect(problem).toMatchObject({ status: 422, code: 'BLANK_IMAGE', errors: [{ pointer }] })
  })

  test.each([
    '?top=0',
    '?top=1001',
    '?top=-1',
    '?top=1.5',
    '?saliency=1',
    '?normalise=yes',
    '?size=2',
    '?constructor=1',
    '?__proto__=1',
    '?top=1&top=2',
    '?input=true&input=true',
  ])('of the query %s', async query => {
    const problem = await refusal(post(ONE, BYTES), query)
    expect(problem).toMatchObject({ status: 422, code: 'BAD_VALUE' })
    expect(problem.errors[0].pointer).toMatch(/^#query/)
    expect(problem.errors[0].detail).toMatch(/^expected /)
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'image/webp', 'nonsense'])(
    'of %s',
    async type => {
      expect(await refusal(post(ONE, type))).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA' })
      const { headers } = await app.request('/predict', post(ONE, type))
      expect(headers.get('Accept')).toBe('application/octet-stream, application/json, image/png, image/jpeg')
    },
  )

  test('of more images with their pixels than an answer may hold', async () => {
    const many = (count: number) => Uint8Array.from({ length: count * 784 }, (_, k) => k % 251)
    for (const query of ['?saliency=true', '?input=true', '?hidden=true']) {
      expect(await refusal(post(many(101), BYTES), query)).toMatchObject({ status: 422, code: 'BAD_VALUE' })
    }
    const images = Array.from({ length: 101 }, () => flat)
    expect(await refusal(postJson({ images, saliency: true }))).toMatchObject({ errors: [{ pointer: '#' }] })
    expect((await ask(post(many(100), BYTES), '?saliency=true')).predictions).toHaveLength(100)
    expect((await ask(post(many(101), BYTES))).predictions).toHaveLength(101)
  })

  test('of a picture that is none', async () => {
    const problem = await refusal(post(ONE, 'image/png'))
    expect(problem).toMatchObject({ status: 422, code: 'PICTURE', errors: [{ pointer: '#' }] })
  })
})

test('a body that is compressed is refused', async () => {
  const init = post(ONE, BYTES, { 'Content-Encoding': 'gzip' })
  expect(await refusal(init)).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA' })
  const { headers } = await app.request('/predict', init)
  expect(headers.get('Accept-Encoding')).toBe('identity')
  for (const encoding of ['identity', 'Identity', '']) {
    await ask(post(ONE, BYTES, { 'Content-Encoding': encoding }))
  }
})

test('options in the query beside JSON are refused, not ignored', async () => {
  const problem = await refusal(postJson({ image: flat }), '?top=1')
  expect(problem).toMatchObject({ status: 422, errors: [{ pointer: '#query' }] })
})

test.each(['image/png', 'image/jpeg'])('%s of too many bytes is refused before it is read', async type => {
  const body = new Uint8Array(2 ** 18 + 1)
  expect(await refusal(post(body, type))).toMatchObject({ status: 413, code: 'TOO_LARGE' })
})

describe('a picture with several shapes', () => {
  const at = (starts: readonly number[]) => (x: number, y: number) => [
    starts.some(start => x >= start && x < start + 5) && y > 8 && y < 52 ? 250 : 0,
  ]
  const png = (starts: readonly number[]) =>
    Uint8Array.from(pngFile(chunksOf({ colourType: 0, depth: 8, width: 90, height: 60, at: at(starts) })))
  const drawing = (starts: readonly number[]) =>
    Array.from({ length: 60 }, (_, y) => Array.from({ length: 90 }, (_, x) => at(starts)(x, y)[0] ?? 0))

  test('is answered with a warning, where one shape is expected', async () => {
    const warnings = [
      { code: 'SEVERAL_SHAPES', message: expect.stringMatching(/: expected one\. Send each /) },
      UNSURE,
    ]
    const [two] = (await ask(post(png([20, 60]), 'image/png'))).predictions
    expect(two).toMatchObject({ warnings })
    const images = [drawing([40]), drawing([20, 60])]
    const { predictions } = await ask(postJson({ images, normalise: true }))
    expect(predictions.map(prediction => prediction.warnings)).toEqual([undefined, warnings])
  })

  test('is told of in no other answer', async () => {
    for (const init of [post(png([40]), 'image/png'), post(ONE, BYTES), postJson({ image: rows })]) {
      expect((await ask(init)).predictions[0]).not.toHaveProperty('warnings')
    }
    const resized = { kind: 'image', rows: 28, cols: 28, form: 'resized' } as const
    const whole = createApp({ model: await served({ preprocessing: resized }) })
    const response = await whole.request('/predict', post(png([20, 60]), 'image/png'))
    expect((await response.json()).predictions[0].warnings).toEqual([UNSURE])
  })
})

const UNSURE = {
  code: 'UNSURE',
  message: 'The network is unsure: expected one score of at least 0.9 that stands out. Check the answer.',
}

describe('a warning of an unsure answer', () => {
  /** An app whose network has these scores, whatever it is shown. */
  async function scoring(all: readonly number[]) {
    const network = new Network([784, all.length], { seed: 1 })
    network.weights[0]?.data.fill(0)
    for (const [k, score] of all.entries())
      network.biases[0]?.data.fill(Math.log(score / (1 - score)), k, k + 1)
    return createApp({ model: await readServedModel(formatModel(network, {}), { name: 'digits' }) })
  }

  test.each([
    ['a low score', [0.89, 0.02, 0.01], [UNSURE]],
    ['a high score', [0.02, 0.91, 0.01], undefined],
    ['two high scores', [0.02, 0.96, 0.5], [UNSURE]],
    ['no score at all', [0.01, 0.01], [UNSURE]],
  ])('%s', async (_, all, warnings) => {
    const unsure = await scoring(all)
    const response = await unsure.request('/predict', postJson({ images: [flat, flat] }))
    const { predictions }: PredictResponse = await response.json()
    expect(predictions.map(prediction => prediction.warnings)).toEqual([warnings, warnings])
  })

  test('comes after that of several shapes', async () => {
    const unsure = await scoring([0.3, 0.2])
    const image = Array.from({ length: 40 }, (_, y) =>
      Array.from({ length: 40 }, (_, x) => (x % 20 === 9 && y > 5 && y < 34 ? 255 : 0)),
    )
    const response = await unsure.request('/predict', postJson({ image, normalise: true }))
    const { predictions }: PredictResponse = await response.json()
    expect(predictions[0]?.warnings?.map(({ code }) => code)).toEqual(['SEVERAL_SHAPES', 'UNSURE'])
  })
})

test('a JPEG is read as its grey values are, and refused where it is none', async () => {
  const file = Uint8Array.from(jpegFile('progressive'))
  const data = atOnce(decodePicture(file))
  const { predictions } = await ask(post(file, 'image/jpeg'), '?input=true')
  expect(predictions[0]?.input).toEqual([...normalise(data)])
  for (const broken of [ONE, file.slice(0, 500)]) {
    expect(await refusal(post(broken, 'image/jpeg'))).toMatchObject({ status: 422, code: 'PICTURE' })
  }
})

test.each(['1000', '11'])('top may be %s in the query, as in JSON', async top => {
  const { predictions } = await ask(post(ONE, BYTES), `?top=${top}`)
  expect(predictions).toEqual((await ask(postJson({ image: flat, top: Number(top) }))).predictions)
  expect(predictions[0]?.top).toHaveLength(10)
})

test('a type with parameters, in any case, is known', async () => {
  await ask(post(JSON.stringify({ image: flat }), 'Application/JSON; charset=utf-8'))
})
