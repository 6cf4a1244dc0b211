import { once } from 'node:events'
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Refuse } from '../http/middleware.ts'
import { Problem } from '../problem/problem.ts'
import { endPatiently } from './patient-response.ts'

/** A request that Node's adaptor cannot make anything of. */
export function badRequest(): Problem {
  return new Problem(
    400,
    'BAD_REQUEST',
    'The request cannot be read: expected HTTP/1.1 with one Host and a path. Correct it.',
  )
}

const PROBLEMS = {
  400: badRequest,
  408: () => new Problem(408, 'TIMEOUT', 'The request took too long: expected its head sooner. Try again.'),
  413: () => new Problem(413, 'TOO_LARGE', 'The extensions of chunks are too long: expected none.'),
  431: () => new Problem(431, 'TOO_LARGE', 'The head of the request is too long: expected at most 16 KiB.'),
} as const

/** By Node's codes, of errors in heads and in the coding of bodies; 400 for all others. */
const STATUS_OF = new Map<string | undefined, keyof typeof PROBLEMS>([
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 413],
  ['HPE_HEADER_OVERFLOW', 431],
])

/**
 * Answers by problems what Node itself refuses: heads that cannot be read, are too long or too slow, and what
 * they expect.
 */
export function answerRefusals(server: Server, refuse: Refuse, timeLimit: number): void {
  const refused = new WeakSet<Socket>()
  const answers = new WeakMap<Socket, ServerResponse>()
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) =>
    answers.set(socket, response),
  )
  server.on('clientError', async ({ code }: NodeJS.ErrnoException, socket: Socket) => {
    // Later bytes on the connection are refused as well; that answer has gone out.
    if (refused.has(socket)) return
    refused.add(socket)
    const answer = answers.get(socket)
    // A correct request before it is answered first.
    if (answer?.req.complete && !answer.writableFinished && socket.writable) await once(answer, 'close')
    // Into an answer that has begun nothing else can be written.
    const hasBegun = answer?.headersSent && !answer.writableFinished
    // A client that is gone gets no answer.
    if (!socket.writable || code === 'ECONNRESET' || hasBegun) socket.destroy()
    else endPatiently(socket, await textOf(await refuse(PROBLEMS[STATUS_OF.get(code) ?? 400]())), timeLimit)
  })
  server.on('checkExpectation', async (_: IncomingMessage, response: ServerResponse) => {
    await send(
      response,
      await refuse(
        new Problem(417, 'BAD_REQUEST', 'The header Expect is unknown: expected 100-continue, or none.'),
      ),
    )
  })
}

/**
 * Asks those who wait for it for their bodies (`Expect: 100-continue`), but only once they are read: nobody
 * sends one in vain.
 */
export function continueWhenRead(server: Server): void {
  server.on('checkContinue', (incoming: IncomingMessage, response: ServerResponse) => {
    incoming.once('resume', () => {
      if (!response.headersSent) response.writeContinue()
    })
    server.emit('request', incoming, response)
  })
}

/** Whether a request has the one Host that HTTP/1.1 wants (RFC 9112, 3.2); those of HTTP/1.0 need none. */
export function hasOneHost({ rawHeaders, httpVersion }: IncomingMessage): boolean {
  let hosts = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts++
  }
  return hosts === 1 || (hosts === 0 && httpVersion === '1.0')
}

/**
 * Requests of one connection that may wait for their answers: clients may send the next ones before (RFC 9112,
 * 9.3.2).
 */
const WAITING = 32

/**
 * Bounds the requests that wait on one connection: a packet holds more than a thousand heads, and each answer
 * takes memory.
 */
export class WaitingRequests {
  readonly #refuse: Refuse
  readonly #counts = new WeakMap<Socket, number>()

  constructor(refuse: Refuse) {
    this.#refuse = refuse
  }

  /**
   * Whether a request may be answered. The first one too many is refused, and ends its connection; the others
   * are left alone.
   */
  admit({ socket }: IncomingMessage, response: ServerResponse): boolean {
    const before = this.#counts.get(socket) ?? 0
    if (before > WAITING) return false
    this.#counts.set(socket, before + 1)
    if (before === WAITING) {
      this.#end(response)
      return false
    }
    response.once('close', () => this.#counts.set(socket, (this.#counts.get(socket) ?? 0) - 1))
    return true
  }

  async #end(response: ServerResponse): Promise<void> {
    const detail = `The connection has too many requests: expected at most ${WAITING} that wait for their answers. Send the next ones after those.`
    await send(response, await this.#refuse(new Problem(503, 'BUSY', detail, [], { 'Retry-After': '1' })))
  }
}

/** Writes an answer, the last one on its connection. */
export async function send(response: ServerResponse, answer: Response): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer())
  const headers = {
    ...Object.fromEntries(answer.headers),
    'Content-Length': body.length,
    Connection: 'close',
  }
  response.writeHead(answer.status, headers).end(body)
}

/** An answer as it goes over the wire; the last one on its connection. */
async function textOf(response: Response): Promise<string> {
  const body = await response.text()
  const head = [
    `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status]}`,
    ...Array.from(response.headers, ([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}
