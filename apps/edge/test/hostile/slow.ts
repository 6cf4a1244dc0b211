import { setTimeout as delay } from 'node:timers/promises'
import type { Answer } from './answer.ts'
import { Connection } from './connection.ts'
import { latin1 } from './request.ts'

const HEAD = 'POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n'

/** Requests that come slowly, or stop coming: a head, then bytes at a slow pace. */
export const SLOW: Readonly<Record<string, { readonly head: string; readonly drop: string }>> = {
  'a body, a byte at a time': { head: `${HEAD}Content-Length: 784\r\n\r\n`, drop: 'x' },
  'chunks of a byte': { head: `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, drop: '1\r\nx\r\n' },
  'a body that never comes': { head: `${HEAD}Content-Length: 784\r\n\r\n`, drop: '' },
  'a head, a byte at a time': { head: 'POST /predict HTTP/1.1\r\nHost: localhost\r\nX: ', drop: 'x' },
  'nothing at all': { head: '', drop: '' },
}

/** The answer to a request that never ends, sent drop by drop every 20 ms. */
export async function drip(
  port: number,
  { head, drop }: { head: string; drop: string },
): Promise<Answer | undefined> {
  const connection = new Connection(port)
  connection.send(latin1(head))
  const answer = connection.answer().finally(() => connection.close())
  while (connection.isOpen && (await Promise.race([answer, delay(20)])) === undefined)
    connection.send(latin1(drop))
  return answer
}

/** Requests whose bodies exceed the limit: a head, and the number of chunks that follow. */
export const LARGE: Readonly<Record<string, { readonly head: string; readonly times: number }>> = {
  'a length just above': { head: `${HEAD}Content-Length: 1048577\r\n\r\n`, times: 16 },
  'a length of terabytes, and nothing': { head: `${HEAD}Content-Length: 1000000000000\r\n\r\n`, times: 0 },
  'a length of terabytes, and much': { head: `${HEAD}Content-Length: 1000000000000\r\n\r\n`, times: 200 },
  'chunks without end': { head: `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, times: 200 },
}

const CHUNK = latin1(`10000\r\n${'x'.repeat(0x1_0000)}\r\n`)

/** The answer to a request whose body is too large, sent on while the server takes it. */
export async function flood(
  port: number,
  { head, times }: { head: string; times: number },
): Promise<Answer | undefined> {
  const connection = new Connection(port)
  connection.send(latin1(head))
  const answer = connection.answer().finally(() => connection.close())
  for (let i = 0; i < times && connection.isOpen; i++) {
    if (connection.waiting < 2 * CHUNK.length) connection.send(CHUNK)
    await Promise.race([answer, delay(1)])
  }
  return answer
}
