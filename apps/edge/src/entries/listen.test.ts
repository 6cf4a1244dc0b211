import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { digitsApp, ONE } from '../../test/served.ts'
import { refusingApp } from '../problem/refusing-app.ts'
import { listen, type Serving } from './listen.ts'

const open: Serving[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(serving => serving.close()))
})

async function serving(options: { hostname?: string; timeLimit?: number } = {}): Promise<Serving> {
  const { fetch } = await digitsApp()
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
