import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { Refuse } from '../http/record.ts'
import { problemOf } from '../problem/problem.ts'
import { Closing } from './closing.ts'
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
