import { isUtf8 } from 'node:buffer'
import { type IncomingMessage, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { sha256Of } from '../../scripts/bundle-folder.ts'
import type { Difference } from './differences.ts'
import type { ConformanceRequest } from './request.ts'

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** Bytes a chunk. */
const CHUNK = 2 ** 16

/** Sends a request as it is: `fetch` would put paths right, add headers and forbid some. */
export function send(url: string, what: Omit<ConformanceRequest, 'name' | 'status'>): Promise<Answer> {
  const { method = 'GET', path, headers = {}, body, sent = 'whole' } = what
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers, agent: false })
    let isAnswered = false
    outgoing.on('error', error => isAnswered || reject(error))
    outgoing.on('response', response => {
      isAnswered = true
      buffer(response)
        .then(content =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: content }),
        )
        .catch(reject)
        .finally(() => outgoing.destroy())
    })
    if (sent === 'whole') {
      outgoing.end(body)
      return
    }
    outgoing.setHeader('Transfer-Encoding', 'chunked')
    const bytes = Buffer.from(body ?? '')
    for (let at = 0; at < bytes.length; at += CHUNK) outgoing.write(bytes.subarray(at, at + CHUNK))
    if (sent === 'chunked') outgoing.end()
  })
}

/** The part of an answer that must be the same everywhere. */
export interface Comparable {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  /** Short texts as they are, all else by its SHA-256. */
  readonly body: string
}

/** Headers of transport: they tell how and when a body is sent, nothing about its content. */
const TRANSPORT = [
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
  'cf-cache-status',
]

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function comparable({ status, headers, body }: Answer): Comparable {
  const said = Object.entries(headers).filter(([name]) => !TRANSPORT.includes(name))
  // Each request has an id of its own, unless it came with one.
  const same = said.map(([name, value]) => [name, UUID.test(String(value)) ? 'a UUID' : value] as const)
  return { status, headers: Object.fromEntries(same), body: shortened(body) }
}

/** The part that two answers share when they differ in this way. */
export function without({ status, headers, body }: Comparable, { own = [] }: Difference): Comparable {
  const shared = Object.entries(headers).filter(([name]) => !own.includes(name))
  return { status, headers: Object.fromEntries(shared), body: own.includes('body') ? '' : body }
}

function shortened(body: Buffer): string {
  return body.length < 2000 && isUtf8(body)
    ? body.toString()
    : `${body.length} bytes, SHA-256 ${sha256Of(body)}`
}
