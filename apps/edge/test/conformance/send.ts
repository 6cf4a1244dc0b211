import { type IncomingMessage, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
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
