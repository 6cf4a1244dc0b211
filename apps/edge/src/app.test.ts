import { beforeAll, describe, expect, test } from 'vitest'
import { digitsApp, ONE, post, postJson } from '../test/served.ts'
import { assetOf } from './http/asset.ts'
import type { RequestRecord } from './http/middleware.ts'

const BYTES = 'application/octet-stream'
let app: Awaited<ReturnType<typeof digitsApp>>
beforeAll(async () => {
  app = await digitsApp()
})

describe('what is not there', () => {
  test.each(['/nothing', '/predict/', '/metrics', '/docs', '/', '/..%2fetc'])('GET %s', async path => {
    const response = await app.request(path)
    expect(response.status).toBe(404)
    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ type: 'about:blank', status: 404, code: 'NOT_FOUND' })
  })

  test.each([
    ['GET', '/predict', 'POST'],
    ['DELETE', '/model', 'GET, HEAD'],
    ['POST', '/openapi.json', 'GET, HEAD'],
    ['PUT', '/v2', 'GET, HEAD'],
    ['GET', '/v2/models/digits/infer', 'POST'],
  ])('%s %s', async (method, path, allowed) => {
    const response = await app.request(path, { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('Allow')).toBe(allowed)
  })
})

describe('every answer', () => {
  test.each(['/model', '/nothing'])('of %s is strict', async path => {
    const { headers } = await app.request(path)
    expect(headers.get('Content-Security-Policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('X-Frame-Options')).toBe('DENY')
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
  })

  test('has an id: that of the request, unless it has strange characters', async () => {
    const idOf = async (given: string) => {
      const { headers } = await app.request('/model', { headers: { 'X-Request-Id': given } })
      return headers.get('X-Request-Id')
    }
    expect(await idOf('abc-7')).toBe('abc-7')
    expect(await idOf('<script>')).toMatch(/^[\w-]{36}$/)
  })

  test.each([
    ['/model', 200],
    ['/openapi.json', 200],
    ['/model.safetensors', 200],
    ['/v2/health/live', 200],
    ['/nothing', 404],
    ['/predict', 405],
  ])('to HEAD %s has no body, and tells the length of that to GET', async (path, status) => {
    const response = await app.request(path, { method: 'HEAD' })
    expect(response.status).toBe(status)
    expect(await response.text()).toBe('')
    const { byteLength } = await (await app.request(path)).arrayBuffer()
    expect(response.headers.get('Content-Length')).toBe(String(byteLength))
  })
})

test('several hosts, as some runtimes join them, are refused', async () => {
  const response = await app.request('/v2', { headers: { Host: 'a.example, b.example' } })
  expect(response.status).toBe(400)
  expect((await app.request('/v2', { headers: { Host: 'a.example' } })).status).toBe(200)
})

describe('limits', () => {
  test('a body that tells it is too large is refused', async () => {
    const response = await app.request('/predict', post(new Uint8Array(2 ** 20 + 1), BYTES))
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ code: 'TOO_LARGE' })
  })

  test('a body that does not tell its length is read no further than the limit', async () => {
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        sent++
        controller.enqueue(new Uint8Array(2 ** 16))
      },
    })
    const init = { ...post(body, BYTES), duplex: 'half' }
    expect((await app.request('/predict', init)).status).toBe(413)
    expect(sent).toBeLessThan(20)
  })

  test.each([
    ['/predict', {}],
    ['/predict', { 'Content-Length': '784' }],
    ['/v2/models/digits/infer', {}],
    ['/v2/models/digits/infer', { 'Content-Length': '784' }],
  ])('a body of %s whose client goes away is the fault of the client: %j', async (path, headers) => {
    const records: RequestRecord[] = []
    const watched = await digitsApp({ onRequest: record => records.push(record) })
    const body = new ReadableStream({ pull: controller => controller.error(new Error('aborted')) })
    const type = path === '/predict' ? BYTES : 'application/json'
    const init = { ...post(body, type, headers), duplex: 'half' }
    const response = await watched.request(path, init)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('The body cannot be read')
    expect(records).toEqual([expect.objectContaining({ status: 400, error: undefined })])
  })

  test.each(['/predict', '/v2/models/digits/infer'])(
    'a body of %s that never ends takes too long',
    async path => {
      const impatient = await digitsApp({ timeLimit: 20 })
      const init = { ...post(new ReadableStream({}), BYTES), duplex: 'half' }
      const response = await impatient.request(path, path === '/predict' ? init : { ...init, headers: {} })
      expect(response.status).toBe(408)
    },
  )
})

describe('a token', () => {
  const INFER = '/v2/models/digits/infer'
  const asked = (headers: Record<string, string> = {}) => post(ONE, BYTES, headers)

  test.each([
    ['none', {}],
    ['a wrong one', { Authorization: 'Bearer sesamE' }],
    ['another scheme', { Authorization: 'Basic sesame' }],
    ['strange characters', { Authorization: 'Bearer "sesame"' }],
  ])('%s is refused', async (_, headers) => {
    const guarded = await digitsApp({ token: 'sesame' })
    const response = await guarded.request('/predict', asked(headers))
    expect(response.status).toBe(401)
    expect(response.headers.get('WWW-Authenticate')).toMatch(/^Bearer /)
    expect(await response.json()).toMatchObject({ status: 401, code: 'UNAUTHORISED' })
    const inferred = await guarded.request(INFER, { ...postJson({}), headers })
    expect(inferred.status).toBe(401)
    expect(await inferred.json()).toEqual({ error: expect.stringContaining('A token is needed') })
  })

  test('the right one is let in, and what is public needs none', async () => {
    const guarded = await digitsApp({
      token: 'sesame',
      metrics: async () => ({ text: '', contentType: 'text/plain' }),
    })
    expect((await guarded.request('/predict', asked({ Authorization: 'Bearer sesame' }))).status).toBe(200)
    for (const path of ['/model', '/openapi.json', '/v2/health/ready', '/v2/models/digits']) {
      expect((await guarded.request(path)).status).toBe(200)
    }
    expect((await guarded.request('/metrics')).status).toBe(401)
  })
})

describe('other origins', () => {
  const from = (origin: string) => ({
    ...post(ONE, BYTES),
    headers: { 'Content-Type': BYTES, Origin: origin },
  })

  test('may not ask, unless they are named', async () => {
    expect(
      (await app.request('/predict', from('https://a.example'))).headers.get('Access-Control-Allow-Origin'),
    ).toBeNull()
    const open = await digitsApp({ corsOrigins: ['https://a.example'] })
    const allowed = async (origin: string) => {
      const { headers } = await open.request('/predict', from(origin))
      return headers.get('Access-Control-Allow-Origin')
    }
    expect(await allowed('https://a.example')).toBe('https://a.example')
    expect(await allowed('https://b.example')).toBeNull()
  })

  test('are told beforehand', async () => {
    const open = await digitsApp({ corsOrigins: ['*'], token: 'sesame' })
    const headers = { Origin: 'https://a.example', 'Access-Control-Request-Method': 'POST' }
    const response = await open.request('/predict', { method: 'OPTIONS', headers })
    expect(response.status).toBe(204)
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(response.headers.get('Access-Control-Allow-Methods')).toBe('GET,HEAD,POST')
  })
})

describe('what is static', () => {
  test.each(['/model', '/openapi.json', '/model.safetensors', '/page.js'])('%s is sent once', async path => {
    const asset = await assetOf('page.js', new TextEncoder().encode('void 0'), "script-src 'self'")
    const withAssets = await digitsApp({ assets: new Map([['/page.js', asset]]) })
    const first = await withAssets.request(path)
    const tag = first.headers.get('ETag') ?? ''
    expect(first.status).toBe(200)
    expect(tag).toMatch(/^"[0-9a-f]{32,40}"$/)
    const again = await withAssets.request(path, { headers: { 'If-None-Match': tag } })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
    for (const { headers } of [first, again]) {
      expect(headers.get('Cache-Control')).toBe('public, max-age=0, must-revalidate')
    }
    const other = await withAssets.request(path, { headers: { 'If-None-Match': '"other"' } })
    expect(other.status).toBe(200)
  })

  test.each(['/model', '/openapi.json', '/model.safetensors', '/page.js'])(
    'what a browser keeps of %s stays as it was when nothing changed',
    async path => {
      const asset = await assetOf('page.js', new TextEncoder().encode('void 0'), "script-src 'self'")
      const served = await digitsApp({
        assets: new Map([['/page.js', asset]]),
        corsOrigins: ['https://a.example'],
      })
      const sent = { Origin: 'https://a.example', 'X-Request-Id': 'abc-7' }
      const first = await served.request(path, { headers: sent })
      const again = await served.request(path, { headers: { ...sent, 'If-None-Match': '*' } })
      expect(again.status).toBe(304)
      const { 'content-type': _, ...kept } = Object.fromEntries(first.headers)
      expect(Object.fromEntries(again.headers)).toEqual(kept)
    },
  )

  test('has its own type and policy', async () => {
    const asset = await assetOf('page.js', new TextEncoder().encode('void 0'), "script-src 'self'")
    const withAssets = await digitsApp({ assets: new Map([['/page.js', asset]]) })
    const { headers } = await withAssets.request('/page.js')
    expect(headers.get('Content-Type')).toBe('text/javascript; charset=utf-8')
    expect(headers.get('Content-Security-Policy')).toBe("script-src 'self'")
  })
})

describe('a request is told of', () => {
  test('without what it held', async () => {
    const records: RequestRecord[] = []
    const watched = await digitsApp({ onRequest: record => records.push(record) })
    await watched.request('/predict?top=1', post(ONE, BYTES))
    await watched.request('/v2/models/sesame')
    await watched.request('/sesame')
    expect(records).toEqual([
      {
        requestId: expect.any(String),
        method: 'POST',
        route: '/predict',
        status: 200,
        images: 1,
        seconds: expect.any(Number),
        error: undefined,
      },
      expect.objectContaining({ route: '/v2/models/:name', status: 404, images: 0 }),
      expect.objectContaining({ route: '/*', status: 404 }),
    ])
    expect(JSON.stringify(records)).not.toContain('sesame')
  })

  test('where it fails inside: to the log everything, to the client nothing', async () => {
    const records: RequestRecord[] = []
    const broken = await digitsApp({
      onRequest: record => records.push(record),
      metrics: () => Promise.reject(new Error('sesame')),
    })
    const response = await broken.request('/metrics')
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('sesame')
    expect(records[0]?.error?.message).toBe('sesame')
  })
})
