import { once } from 'node:events'
import { createServer, request, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { digitsApp, ONE } from '../../test/served.ts'
import type { EdgeOptions } from '../app.ts'
import { assetOf } from '../http/asset.ts'
import { Capacity } from '../http/capacity.ts'
import { refusingApp } from '../http/middleware.ts'
import { type ListenOptions, listen, type Serving } from './listen.ts'
import { answersWithin } from './patient-response.ts'

const open: Serving[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(serving => serving.close()))
})

interface Options extends Partial<ListenOptions> {
  readonly app?: Omit<EdgeOptions, 'model'>
}

async function serving({ app, ...options }: Options = {}): Promise<Serving> {
  const { fetch } = await digitsApp({ ...app, timeLimit: options.timeLimit })
  const server = await listen({
    fetch,
    refuse: refusingApp(),
    hostname: '127.0.0.1',
    port: 0,
    timeLimit: 10_000,
    ...options,
  })
  open.push(server)
  return server
}

/** A connection on which this was sent. */
async function connected(url: string, sent: string) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.on('error', () => {}).resume()
  if (sent) await new Promise(resolve => socket.write(sent, resolve))
  return socket
}

test.each(['127.0.0.1', '::1'])('answers at a free port of %s, and tells where', async hostname => {
  const { url } = await serving({ hostname })
  expect(url).not.toMatch(/:0$/)
  expect(await (await fetch(`${url}/v2/health/ready`)).json()).toEqual({ ready: true })
})

test.each([
  ['no host', 'GET /v2 HTTP/1.1\r\n\r\n', 400],
  ['no host, in HTTP/1.0', 'GET /v2 HTTP/1.0\r\n\r\n', 200],
  ['two hosts', 'GET /v2 HTTP/1.1\r\nHost: x\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
  ['two hosts, in HTTP/1.0', 'GET /v2 HTTP/1.0\r\nHost: x\r\nhost: y\r\n\r\n', 400],
  ['an empty host', 'GET /v2 HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n', 200],
  ['a host that is none', 'GET /v2 HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
  ['no path', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
  ['no HTTP', 'nonsense\r\n\r\n', 400],
  ['a head that is too long', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ['an expectation', 'GET /v2 HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\n\r\n', 417],
  ['half a head', 'GET /v2 HTTP/1.1\r\nHost: x\r\n', 408],
] as const)('answers a request that has %s', async (_, sent, status) => {
  const { url } = await serving({ timeLimit: 200 })
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(sent)
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(head).toMatch(/^x-request-id: [\w-]+$/im)
  expect(head).toMatch(/^content-security-policy: default-src 'none'/im)
  if (status === 200) expect(JSON.parse(body)).toMatchObject({ name: 'gradus' })
  else expect(JSON.parse(body)).toMatchObject({ type: 'about:blank', status, detail: expect.any(String) })
})

test.each([
  ['has said nothing yet', ''],
  ['stopped in the middle of a head', 'GET /model HTTP/1.1\r\nHost: x'],
])('ends although a connection %s', async (_, sent) => {
  const server = await serving()
  const socket = await connected(server.url, sent)
  // Once this is answered, the server has seen the other connection as well.
  await (await fetch(`${server.url}/model`)).text()
  const ended = once(socket, 'close')
  await server.close()
  await ended
})

test('ends although a connection is kept alive', async () => {
  const server = await serving()
  const socket = await connected(server.url, 'GET /v2 HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(socket, 'data')
  const ended = once(socket, 'close')
  await server.close()
  await ended
})

test('answers what it was asked before it ends', async () => {
  const server = await serving()
  const asked = request(`${server.url}/predict`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': 784 },
  })
  asked.write(ONE.subarray(0, 400))
  await (await fetch(`${server.url}/model`)).text()
  const closed = server.close()
  asked.end(ONE.subarray(400))
  const [response] = await once(asked, 'response')
  expect(response.statusCode).toBe(200)
  expect(JSON.parse(await text(response)).predictions).toHaveLength(1)
  await closed
})

test('ends although a body never does, after the time limit', async () => {
  const server = await serving({ timeLimit: 100 })
  const head = 'POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Length: 9\r\n\r\n'
  const socket = await connected(server.url, head)
  await (await fetch(`${server.url}/model`)).text()
  const ended = once(socket, 'close')
  await server.close()
  await ended
})

describe('a client that reads nothing before all is sent', () => {
  const BODY = Buffer.alloc(8 * 2 ** 20)
  const CHUNK = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(2 ** 20), Buffer.from('\r\n')])
  const CHUNKS = Buffer.concat([...Array.from({ length: 8 }, () => CHUNK), Buffer.from('0\r\n\r\n')])
  const TOLD = `Content-Length: ${BODY.length}\r\n`
  const CHUNKED = 'Transfer-Encoding: chunked\r\n'
  const type = 'Content-Type: application/octet-stream\r\n'

  async function answered(url: string, sent: readonly Uint8Array[]): Promise<string> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1').pause()
    await once(socket, 'connect')
    await new Promise<void>((resolve, reject) =>
      socket.write(Buffer.concat(sent), error => (error ? reject(error) : resolve())),
    )
    return text(socket)
  }

  test.each([
    ['413', `POST /predict HTTP/1.1\r\n${type}${TOLD}`, BODY],
    ['413', `POST /predict HTTP/1.1\r\n${type}${CHUNKED}`, CHUNKS],
    ['401', `POST /predict HTTP/1.1\r\nNo: token\r\n${type}${TOLD}`, BODY],
    ['401', `POST /predict HTTP/1.1\r\nNo: token\r\n${type}${CHUNKED}`, CHUNKS],
    ['404', `POST /nothing HTTP/1.1\r\nContent-Length: ${2 ** 20}\r\n`, BODY.subarray(0, 2 ** 20)],
    ['405', `PUT /model HTTP/1.1\r\nContent-Length: ${2 ** 20}\r\n`, BODY.subarray(0, 2 ** 20)],
    ['413', `PUT /model HTTP/1.1\r\n${CHUNKED}`, CHUNKS],
    ['400', `POST /predict HTTP/1.1\r\nHost: y\r\n${type}${TOLD}`, BODY],
    ['417', `POST /predict HTTP/1.1\r\nExpect: wonders\r\n${type}${TOLD}`, BODY],
    ['400', `POST /predict HTTP/1.1\r\nno colon\r\n${TOLD}`, BODY],
    ['431', `POST /predict HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n${TOLD}`, BODY],
  ])('reads why it was refused: %s (%#)', async (status, head, body) => {
    const { url } = await serving({ app: { token: 'sesame-open-sesame' } })
    const token = head.includes('No: token') ? '' : 'Authorization: Bearer sesame-open-sesame\r\n'
    const line = `${head}${token}Host: x\r\nConnection: close\r\n\r\n`
    const answer = await answered(url, [Buffer.from(line), body])
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [^]*\r\n\r\n\\{.*\\}$`))
  })

  test('a type that is not taken is refused so, and the connection is kept', async () => {
    const { url } = await serving()
    const length = 900_000
    const head = `POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n`
    const next = 'GET /v2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
    const answer = await answered(url, [Buffer.from(head), Buffer.alloc(length), Buffer.from(next)])
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 415', 'HTTP/1.1 200'])
  })

  test('also where its body took too long, and then comes', async () => {
    const { url } = await serving({ timeLimit: 500 })
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write(
      `POST /predict HTTP/1.1\r\nHost: x\r\n${type}Connection: close\r\nContent-Length: 900000\r\n\r\n`,
    )
    const [first] = await once(socket, 'data')
    socket.pause()
    await new Promise<void>((resolve, reject) =>
      socket.write(Buffer.alloc(900_000), error => (error ? reject(error) : resolve())),
    )
    expect(String(first)).toMatch(/^HTTP\/1\.1 408 /)
    await text(socket)
  })

  test('is not read for ever', async () => {
    const { url } = await serving({ timeLimit: 300 })
    const socket = await connected(url, `POST /nothing HTTP/1.1\r\nHost: x\r\n${CHUNKED}\r\n`)
    const send = () => socket.write(CHUNK, error => error ?? send())
    send()
    await new Promise(resolve => socket.once('close', resolve))
  })
})

describe('a client that waits to be asked for its body', () => {
  const asking = (length: number) =>
    `POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`

  test('is asked for it, and answered', async () => {
    const { url } = await serving()
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write(asking(784))
    expect(String(await once(socket, 'data'))).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    socket.write(ONE)
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('is not asked for one that is refused', async () => {
    const { url } = await serving({ timeLimit: 200 })
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write(asking(2 ** 21))
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 /)
  })
})

test('HEAD tells the length of what GET would send', async () => {
  const { url } = await serving()
  for (const path of ['/model', '/nothing', '/model.safetensors']) {
    const { headers } = await fetch(url + path, { method: 'HEAD' })
    const { byteLength } = await (await fetch(url + path)).arrayBuffer()
    expect(headers.get('Content-Length')).toBe(String(byteLength))
  }
})

describe('what has arrived before it ends is answered', () => {
  const GET = 'GET /model HTTP/1.1\r\nHost: x\r\n\r\n'

  test('on connections that it has not read from', async () => {
    const server = await serving()
    const sockets = Array.from({ length: 50 }, () => connect(Number(new URL(server.url).port), '127.0.0.1'))
    await Promise.all(sockets.map(socket => once(socket, 'connect')))
    const answers = sockets.map(socket => text(socket))
    for (const socket of sockets) socket.write(GET)
    const closed = server.close()
    const statuses = (await Promise.all(answers)).map(answer => answer.slice(0, 12))
    expect(statuses).toEqual(sockets.map(() => 'HTTP/1.1 200'))
    await closed
  })

  test('on connections that were kept', async () => {
    const server = await serving()
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.write(GET)
    const first = String(await once(socket, 'data'))
    const rest = text(socket)
    socket.write(GET)
    await server.close()
    expect(first).toMatch(/^HTTP\/1\.1 200 /)
    expect(await rest).toMatch(/HTTP\/1\.1 200 [\s\S]*Connection: close/)
  })
})

describe('a client that takes no answer', () => {
  test.each(['/openapi.json', '/model.safetensors', '/page.js'])(
    'costs no copy of what all get the same: %s',
    async path => {
      const ended = vi.spyOn(ServerResponse.prototype, 'end')
      const asset = await assetOf('page.js', new TextEncoder().encode('void 0'))
      const { url } = await serving({ app: { assets: new Map([['/page.js', asset]]) } })
      for (let i = 0; i < 2; i++) await (await fetch(url + path)).arrayBuffer()
      const [first, second] = ended.mock.calls.map(([chunk]) => chunk)
      ended.mockRestore()
      expect(first).toBeInstanceOf(Uint8Array)
      expect(second).toBe(first)
    },
  )

  test('loses its connection', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { url } = await serving({
      timeLimit: 200,
      fetch: (_, { incoming }) => {
        incoming.socket.once('close', resolve)
        return new Response(new Uint8Array(2 ** 25))
      },
    })
    const socket = await connected(url, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    socket.pause()
    await promise
    socket.destroy()
  })

  test('has it count as held until then', async () => {
    const capacity = new Capacity()
    const { url } = await serving({ app: { capacity } })
    const body = Buffer.concat(Array.from({ length: 100 }, () => ONE))
    const head = `POST /predict?saliency=true HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nContent-Length: ${body.length}\r\n\r\n`
    const socket = connect(Number(new URL(url).port), '127.0.0.1').pause()
    socket.on('error', () => {})
    for (let i = 0; i < 20; i++) socket.write(Buffer.concat([Buffer.from(head), body]))
    // Others are answered, and once the buffers on the way are full that one holds what it holds.
    for (let held = 0, steady = 0; steady < 50; held = capacity.budget.held) {
      await (await fetch(`${url}/v2`)).text()
      steady = held > 0 && capacity.budget.held === held ? steady + 1 : 0
    }
    socket.destroy()
    while (capacity.budget.held > 0) await new Promise(setImmediate)
  })

  test('or takes it too slowly, loses it as well', async () => {
    const answer = Buffer.alloc(32 * 2 ** 20)
    const server = createServer({ ServerResponse: answersWithin(50, 10 ** 6) }, (_, response) => {
      response.end(answer)
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    if (port === undefined) throw new Error('A server without a port.')
    const socket = connect(port, '127.0.0.1').pause()
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    let taken = 0
    const take = setInterval(() => {
      taken += socket.read()?.length ?? 0
    }, 10)
    socket.on('error', () => {})
    await Promise.race([once(socket, 'close'), once(socket, 'end')])
    clearInterval(take)
    expect(taken).toBeLessThan(answer.length)
    server.close()
  })
})

test('a connection with too many requests that wait is told so after its answers, and ends', async () => {
  let count = 0
  const { url } = await serving({
    fetch: () => {
      count++
      return new Response('so')
    },
  })
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(1000))
  const statuses = (await text(socket)).match(/HTTP\/1\.1 \d+/g)
  expect(statuses).toEqual([...Array.from({ length: 32 }, () => 'HTTP/1.1 200'), 'HTTP/1.1 503'])
  expect(count, 'no more was done for nobody').toBe(32)
  const next = await connected(url, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(32))
  for (let answered = 0; answered < 32; ) {
    answered += String(await once(next, 'data')).split('HTTP/1.1 200').length - 1
  }
  next.destroy()
})

test('nonsense after a right request is refused after its answer', async () => {
  const { url } = await serving()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const head = `POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nContent-Length: 784\r\n\r\n`
  socket.write(Buffer.concat([Buffer.from(head), ONE, Buffer.from('nonsense\r\n\r\n')]))
  expect((await text(socket)).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400'])
})

test('a connection that is only kept makes room for another', async () => {
  const { url } = await serving({ connections: 2 })
  const kept = await Promise.all([0, 1].map(() => connected(url, 'GET /v2 HTTP/1.1\r\nHost: x\r\n\r\n')))
  await Promise.all(kept.map(socket => once(socket, 'data')))
  const ended = Promise.all(kept.map(socket => once(socket, 'close')))
  const turnedAway = await connected(url, '')
  await once(turnedAway, 'close')
  await ended
  expect((await fetch(`${url}/v2`)).status).toBe(200)
})
