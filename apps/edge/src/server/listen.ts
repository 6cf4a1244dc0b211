import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { Refuse } from '../http/middleware.ts'
import { problemOf } from '../problem/problem.ts'
import {
  answerRefusals,
  badRequest,
  continueWhenRead,
  hasOneHost,
  send,
  WaitingRequests,
} from './node-refusals.ts'
import { answersWithin } from './patient-response.ts'

export interface ListenOptions {
  /** Answers a request. */
  readonly fetch: Parameters<typeof getRequestListener>[0]
  /** Answers what Node refuses by itself. */
  readonly refuse: Refuse
  readonly hostname: string
  /** The port; 0 for any free one. */
  readonly port: number
  /** Milliseconds that a request may take. */
  readonly timeLimit: number
  /** Connections at the most; 512 by default. */
  readonly connections?: number
}

/** A server that listens. */
export interface Serving {
  /** Its address, such as http://127.0.0.1:8080. */
  readonly url: string
  /** Ends it once what has arrived is answered, after the time limit in any case. */
  close(): Promise<void>
}

/** Stands for the host where a request names none, as those of HTTP/1.0 need not. */
const UNNAMED = 'localhost'

/** Connections at the most. */
const CONNECTIONS = 512

/** Listens on Node. @throws Node's own error where it cannot */
export async function listen({
  fetch,
  refuse,
  hostname,
  port,
  timeLimit,
  connections = CONNECTIONS,
}: ListenOptions): Promise<Serving> {
  const listener = getRequestListener(fetch, {
    hostname: UNNAMED,
    errorHandler: error => refuse(error instanceof RequestError ? badRequest() : problemOf(error).problem),
  })
  const waiting = new WaitingRequests(refuse)
  const server = createServer(nodeLimits(timeLimit), async (incoming, outgoing) => {
    if (!waiting.admit(incoming, outgoing)) return
    if (hasOneHost(incoming)) await listener(incoming, outgoing)
    else await send(outgoing, await refuse(badRequest()))
  })
  server.maxConnections = connections
  // A client that is turned away finds room at its next attempt, if some connections are idle.
  server.on('drop', () => server.closeIdleConnections())
  // A connection that stands still while it has a request; longer than an answer may take to begin.
  server.timeout = 2 * timeLimit
  answerRefusals(server, refuse, timeLimit)
  continueWhenRead(server)
  const closing = new Closing(server, timeLimit)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, hostname, resolve)
  })
  return { url: urlOf(hostname, server.address()), close: () => closing.close() }
}

/**
 * Milliseconds that an idle connection is kept: longer than proxies keep theirs, or they would find it closed
 * when they use it.
 */
const KEPT_ALIVE = 75_000

/**
 * Node's own limits: on heads, which the app does not see before they are whole, and a last one behind that
 * of the app.
 */
function nodeLimits(timeLimit: number) {
  return {
    ServerResponse: answersWithin(timeLimit),
    keepAliveTimeout: KEPT_ALIVE,
    // Node refuses such requests with nothing but a status.
    requireHostHeader: false,
    headersTimeout: timeLimit,
    requestTimeout: 3 * timeLimit,
    connectionsCheckingInterval: timeLimit / 2,
  }
}

function urlOf(hostname: string, address: AddressInfo | string | null): string {
  const port = typeof address === 'object' ? address?.port : undefined
  return `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`
}

/** Milliseconds between looks for idle connections while it is closing. */
const SWEEP = 50

/** Ends a server so that what has arrived by then is answered. */
class Closing {
  readonly #server: Server
  readonly #timeLimit: number
  /**
   * Connections without a request so far, such as browsers open beforehand: Node does not count them as idle,
   * nor as late once it is closing.
   */
  readonly #silent = new Set<Socket>()
  #isClosing = false
  /** Connections and requests that came. */
  #arrived = 0
  #closed: Promise<void> | undefined

  constructor(server: Server, timeLimit: number) {
    this.#server = server
    this.#timeLimit = timeLimit
    server.on('connection', (socket: Socket) => {
      this.#arrived++
      this.#silent.add(socket)
      socket.once('close', () => this.#silent.delete(socket))
    })
    server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.#arrived++
      this.#silent.delete(socket)
      if (this.#isClosing) response.shouldKeepAlive = false
    })
  }

  /** Stops listening, answers what has arrived, and ends: after the time limit in any case. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    this.#isClosing = true
    await this.#settle()
    await new Promise<void>((resolve, reject) => {
      // Connections that are kept alive are idle again only once their answers are out. Looked for where all
      // was just read.
      const sweep = setInterval(() => setImmediate(() => this.#server.closeIdleConnections()), SWEEP)
      const late = setTimeout(() => this.#server.closeAllConnections(), this.#timeLimit)
      this.#server.close(error => {
        clearInterval(sweep)
        clearTimeout(late)
        if (error) reject(error)
        else resolve()
      })
      for (const socket of this.#silent) socket.destroy()
    })
  }

  /**
   * Waits until a whole turn of the event loop has brought nothing: what waited in the system's queues has
   * been read.
   */
  async #settle(): Promise<void> {
    const end = performance.now() + this.#timeLimit / 2
    let before: number
    do {
      before = this.#arrived
      // The loop polls between two of them; one that is begun in the middle of a turn may be no whole one.
      for (let i = 0; i < 3; i++) await new Promise(setImmediate)
    } while (this.#arrived > before && performance.now() < end)
  }
}
