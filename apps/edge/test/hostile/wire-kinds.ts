import { ONE } from '../served.ts'
import type { Chance } from './chance.ts'
import { latin1, TEXT_MARKER } from './request.ts'

/** Bytes that are invalid HTTP/1.1, or barely valid. */
export interface WireRequest {
  readonly bytes: Uint8Array
  /** Whether the client then ends its side: the server need not answer. */
  readonly ends?: boolean
}

type MakeWire = (chance: Chance) => WireRequest

const POST = 'POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n'
const CHUNKED = `${POST}Transfer-Encoding: chunked\r\n\r\n`
const SMUGGLED = `GET /${TEXT_MARKER} HTTP/1.1\r\nHost: localhost\r\n\r\n`
const body = Buffer.from(ONE).toString('latin1')

const whole = (text: string): WireRequest => ({ bytes: latin1(text) })
const ended = (text: string): WireRequest => ({ bytes: latin1(text), ends: true })

const LENGTHS = [
  '+5',
  '-1',
  '0x10',
  '5, 5',
  '5 5',
  '',
  ' ',
  '1e3',
  '99999999999999999999',
  '18446744073709551617',
  TEXT_MARKER,
]
const ENCODINGS = [
  'xchunked',
  'chunked, identity',
  'identity, chunked, x',
  '\x0bchunked',
  'chunked\r\nTransfer-Encoding: x',
  TEXT_MARKER,
]
const CHUNKS = [
  'FFFFFFFFFFFFFFFFF\r\nx',
  '-1\r\nx\r\n',
  `${TEXT_MARKER}\r\n`,
  '5\r\nabc\r\n0\r\n\r\n',
  '3\r\nabcdef\r\n',
  '3\nabc\n0\n\n',
  ' 3\r\nabc\r\n',
  `3;${'x'.repeat(20_000)}\r\nabc\r\n0\r\n\r\n`,
  '\r\n\r\n',
]
const HEADS = [
  'GET / HTTP/9.9\r\n\r\n',
  'GET /\r\n\r\n',
  'GET\r\n\r\n',
  'get /model HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET  /model  HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET /mo\x00del HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET /model HTTP/1.1\nHost: a\n\n',
  'GET /model HTTP/1.1\r\n\r\n',
  'GET /model HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
  'GET /model HTTP/1.1\r\nHost: a/\\@b:c\r\n\r\n',
  'GET /model HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n',
  'GET /model HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n',
  'GET /model HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n',
  'GET /model HTTP/1.1\r\nHost: a\r\nX: y\r\n folded\r\n\r\n',
  'GET /model HTTP/1.1\r\nHost: a\r\nX: \x00\x01\r\n\r\n',
  'GET /model HTTP/1.1\r\nHost: a\r\nX: y\rZ: w\r\n\r\n',
  'GET http://user:pass@evil.example/predict HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET ../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  `GET /${TEXT_MARKER.repeat(4000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  `GET /model HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(3000)}\r\n`,
  `GET /model HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(40_000)}\r\n\r\n`,
]

/** Kinds of raw bytes, each sent over a connection of its own. */
export const WIRE_KINDS: Readonly<Record<string, MakeWire>> = {
  'heads that are none': chance => whole(chance.pick(HEADS)),
  'lengths that are none': chance => ended(`${POST}Content-Length: ${chance.pick(LENGTHS)}\r\n\r\n${body}`),
  'two lengths': chance =>
    whole(`${POST}Content-Length: 784\r\nContent-Length: ${chance.below(784)}\r\n\r\n${body}`),
  'a length and chunks': chance =>
    whole(
      `${POST}Content-Length: ${chance.below(20)}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    ),
  'other transfer encodings': chance =>
    ended(`${POST}Transfer-Encoding: ${chance.pick(ENCODINGS)}\r\n\r\n0\r\n\r\n${SMUGGLED}`),
  'broken chunks': chance => ended(CHUNKED + chance.pick(CHUNKS)),
  'broken trailers': () => whole(`${CHUNKED}0\r\n${TEXT_MARKER}\r\n\r\n`),
  'a length that is too small': chance => whole(`${POST}Content-Length: ${chance.below(784)}\r\n\r\n${body}`),
  'a body that ends early': chance =>
    ended(`${POST}Content-Length: 784\r\n\r\n${body.slice(0, chance.below(784))}`),
  'chunks that end early': chance => ended(`${CHUNKED}310\r\n${body.slice(0, chance.below(784))}`),
  'a head that ends early': chance => ended(POST.slice(0, chance.below(POST.length))),
  'requests in one go': () =>
    whole(`${POST}Content-Length: 784\r\n\r\n${body}${SMUGGLED}${POST}Content-Length: x\r\n\r\n`),
  expectations: chance =>
    whole(
      `${POST}Expect: ${chance.pick(['100-continue', TEXT_MARKER])}\r\nContent-Length: 784\r\n\r\n${body}`,
    ),
  upgrades: chance =>
    whole(
      `${POST}Connection: Upgrade\r\nUpgrade: ${chance.pick(['h2c', 'websocket', TEXT_MARKER])}\r\nContent-Length: 784\r\n\r\n${body}`,
    ),
  tunnels: () => ended('CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n'),
  'random bytes': chance => ({ bytes: chance.bytes(chance.between(1, 500)), ends: true }),
}
