import { formatModel, Network } from '@gradus/core'
import { type Chunk, pngFile, tinyBlocks } from '@gradus/testing/png-files'
import { beforeAll, describe, expect, test } from 'vitest'
import { digits, digitsApp, ONE, post, postJson } from '../../test/served.ts'
import { createApp } from '../app.ts'
import { readServedModel, type ServedModel } from '../model/served-model.ts'
import { Problem } from '../problem/problem.ts'
import { Budget, Capacity } from './capacity.ts'
import { MAX_BODY_BYTES } from './limits.ts'

const BYTES = 'application/octet-stream'
const IMAGES = 1000
const BATCH = Buffer.concat(Array.from({ length: IMAGES }, () => ONE))

/** A model that counts the images it was asked for. */
async function countingModel() {
  const model = await digits()
  let count = 0
  const scores: ServedModel['predictor']['scores'] = input => {
    count++
    return model.predictor.scores(input)
  }
  const { inputSize, outputSize } = model.predictor
  const hidden: ServedModel['predictor']['hidden'] = input => model.predictor.hidden(input)
  const saliency: ServedModel['predictor']['saliency'] = (input, output) =>
    model.predictor.saliency(input, output)
  return {
    model: { ...model, predictor: { inputSize, outputSize, scores, hidden, saliency } },
    get count() {
      return count
    },
  }
}

/** A picture of 3,660 deflate blocks, each with codes of its own: it takes many slices, and is blank. */
function slowPicture(): RequestInit {
  const header: Chunk = ['IHDR', Uint8Array.of(0, 0, 0, 60, 0, 0, 0, 60, 8, 0, 0, 0, 0)]
  const file = pngFile([header, ['IDAT', tinyBlocks(60 * 61)], ['IEND', new Uint8Array(0)]])
  return post(Buffer.from(file), 'image/png')
}

describe.each([
  ['that share a process', () => new Capacity()],
  ['that are kept apart', () => undefined],
])('requests %s', (_, makeCapacity) => {
  let app: Awaited<ReturnType<typeof digitsApp>>
  beforeAll(async () => {
    app = await digitsApp({ capacity: makeCapacity() })
  })

  test.each([
    ['/predict', post(BATCH, BYTES)],
    ['/predict', slowPicture()],
    [
      '/v2/models/digits/infer',
      post(
        JSON.stringify({
          inputs: [
            { name: 'image', shape: [400, 784], datatype: 'UINT8', data: [...BATCH.subarray(0, 400 * 784)] },
          ],
        }),
        'application/json',
      ),
    ],
  ])('are answered while one for %s takes long (%#)', async (path, init) => {
    let isAnswered = false
    const long = Promise.resolve(app.request(path, init)).then(response => {
      isAnswered = true
      return response.status
    })
    // Until its body is read and its first slice done.
    await new Promise(setImmediate)
    for (let i = 0; i < 3; i++) expect((await app.request('/v2/health/live')).status).toBe(200)
    expect(isAnswered).toBe(false)
    expect([200, 422]).toContain(await long)
  })

  test('are answered while many are read that will be refused', async () => {
    const data = [...BATCH.subarray(0, 400 * 784 - 1), 'ink']
    const tensor = { name: 'image', shape: [400, 784], datatype: 'UINT8', data }
    const body = post(JSON.stringify({ inputs: [tensor] }), 'application/json')
    let count = 0
    const many = Array.from({ length: 6 }, async () => {
      const { status } = await app.request('/v2/models/digits/infer', body)
      count++
      return status
    })
    await new Promise(setImmediate)
    expect((await app.request('/v2/health/live')).status).toBe(200)
    expect(count).toBeLessThan(many.length)
    expect(await Promise.all(many)).toEqual(many.map(() => 400))
  })

  test('take no longer than they may, whatever they ask for', async () => {
    const counting = await countingModel()
    const impatient = createApp({ model: counting.model, capacity: makeCapacity(), timeLimit: 1 })
    expect((await impatient.request('/predict', post(BATCH, BYTES))).status).toBe(408)
    const { count } = counting
    expect(count).toBeLessThan(IMAGES)
    for (let i = 0; i < 20; i++) await new Promise(resolve => setTimeout(resolve, 1))
    expect(counting.count, 'no more was done for nobody').toBeLessThanOrEqual(count + IMAGES / 9)
  })

  test('are given up when their clients are gone', async () => {
    const counting = await countingModel()
    const watched = createApp({ model: counting.model, capacity: makeCapacity() })
    const client = new AbortController()
    const asked = watched.request('/predict', { ...post(BATCH, BYTES), signal: client.signal })
    while (counting.count === 0) await new Promise(setImmediate)
    client.abort()
    expect((await asked).status).toBe(400)
    expect(counting.count).toBeLessThan(IMAGES)
  })
})

describe('what requests hold together', () => {
  /** A request with a body that has not come yet. */
  const waiting = (length: number) => {
    let end: () => void = () => {}
    const body = new ReadableStream({
      start: controller => {
        end = () => controller.close()
      },
    })
    const init = { ...post(body, BYTES, { 'Content-Length': String(length) }), duplex: 'half' }
    return { init, end: () => end() }
  }

  test('is bounded: others are to come again, small ones are answered, and all is given back', async () => {
    const capacity = new Capacity()
    const app = await digitsApp({ capacity })
    const many = Array.from({ length: 60 }, () => waiting(MAX_BODY_BYTES))
    const answers = many.map(({ init }) => app.request('/predict', init))
    expect(capacity.budget.held).toBe(48 * MAX_BODY_BYTES)
    const refused = await app.request(
      '/predict',
      post(BATCH, BYTES, { 'Content-Length': String(BATCH.length) }),
    )
    expect(refused.status).toBe(503)
    expect(refused.headers.get('Retry-After')).toBe('1')
    expect(await refused.json()).toMatchObject({ status: 503, code: 'BUSY' })
    expect((await app.request('/predict', post(ONE, BYTES, { 'Content-Length': '784' }))).status).toBe(200)
    for (const { end } of many) end()
    const statuses = (await Promise.all(answers)).map(({ status }) => status)
    expect(statuses.filter(status => status === 503)).toHaveLength(12)
    expect(capacity.budget.held).toBe(0)
  })

  test.each([
    ['an answer', 100_000, '/predict?saliency=true', post(BATCH.subarray(0, 784 * 20), BYTES)],
    [
      'numbers in JSON',
      8000,
      '/predict',
      post(JSON.stringify({ images: [[...ONE], [...ONE]] }), 'application/json'),
    ],
    [
      'objects in JSON',
      150_000,
      '/predict',
      post(`{"images":[[${'{},'.repeat(5000)}0]]}`, 'application/json'),
    ],
    [
      'texts in JSON',
      150_000,
      '/v2/models/digits/infer',
      post(`{"inputs":[${'"",'.repeat(5000)}0]}`, 'application/json'),
    ],
    ['the pixels of a picture', 150_000, '/predict', slowPicture()],
    [
      'the pixels of JSON',
      45_000,
      '/predict',
      postJson({ images: Array.from({ length: 4 }, () => [...ONE]) }),
    ],
    [
      'the pixels of a drawing in JSON',
      45_000,
      '/predict',
      postJson({ normalise: true, image: new Array(64 * 64).fill(0) }),
    ],
    [
      'the inputs of a tensor, before there are any',
      50_000,
      '/v2/models/digits/infer',
      postJson({ inputs: [{ name: 'image', shape: [10, 784], datatype: 'FP64', data: [] }] }),
    ],
    ['metrics', 8000, '/metrics', { headers: {} }],
  ])('counts %s', async (_, bytes, path, init) => {
    const status = async (capacity: Capacity) =>
      (await (await digitsApp({ capacity, metrics })).request(path, whole(init))).status
    const small = new Capacity(bytes)
    expect(await status(small)).toBe(503)
    expect(small.budget.held).toBe(0)
    const large = new Capacity(10 * bytes)
    expect(await status(large)).not.toBe(503)
    expect(large.budget.held).toBe(0)
  })

  test('counts the scores of a tensor', async () => {
    const file = new Uint8Array(formatModel(new Network([1, 2000], { seed: 1 })))
    const model = await readServedModel(file, { name: 'wide' })
    const tensor = { name: 'image', shape: [1, 1], datatype: 'FP64', data: [1] }
    const status = async (bytes: number) => {
      const app = createApp({ model, capacity: new Capacity(bytes) })
      return (await app.request('/v2/models/wide/infer', whole(postJson({ inputs: [tensor] })))).status
    }
    expect(await status(20_000)).toBe(503)
    expect(await status(200_000)).toBe(200)
  })

  const metrics = async () => ({ text: '#'.repeat(10_000), contentType: 'text/plain' })

  /** The request with the length of its body. */
  const whole = (init: RequestInit): RequestInit => ({
    ...init,
    headers: { ...init.headers, 'Content-Length': String(lengthOf(init)) },
  })

  const lengthOf = ({ body }: RequestInit): number =>
    typeof body === 'string' ? body.length : body instanceof Uint8Array ? body.length : 0
})

describe('a budget', () => {
  const KIB = 1024

  test('takes as much as there is, and again once it is given back', () => {
    const budget = new Budget(1000 * KIB)
    const first = budget.open()
    first.take(700 * KIB)
    expect(() => budget.open().take(100 * KIB)).toThrow(Problem)
    expect(budget.held).toBe(700 * KIB)
    first.giveBack()
    first.giveBack()
    expect(budget.held).toBe(0)
    budget.open().take(700 * KIB)
  })

  test('what is refused is told to come again', () => {
    const refused = () => new Budget(KIB).open().take(2 * KIB)
    expect(refused).toThrow(
      expect.objectContaining({ status: 503, code: 'BUSY', headers: { 'Retry-After': '1' } }),
    )
  })

  test('large requests leave a quarter to small ones', () => {
    const budget = new Budget(1000 * KIB)
    const large = budget.open()
    large.take(700 * KIB)
    expect(() => large.take(60 * KIB)).toThrow(Problem)
    for (let i = 0; i < 5; i++) budget.open().take(60 * KIB)
    expect(() => budget.open().take(KIB)).toThrow(Problem)
  })
})
