import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { Refuse } from '../problem/refusing-app.ts'
import { problemOf } from '../problem/respond.ts'
import { answerRefusals, badRequest, lacksHost, send } from './node-refusals.ts'

interface ListenOptions {
  /** Answers a request. */
  readonly fetch: Parameters<typeof getRequestListener>[0]
  /** Answers what Node refuses by itself. */
  readonly refuse: Refuse
  readonly hostname: string
  /** 0 for any that is free. */
  readonly port: number
  /** Milliseconds that a request may take. */
  readonly timeLimit: number
}

/** A server that listens. */
export interface Serving {
  readonly url: string
  /** Ends it once what is being answered is answered, after the time limit in any case. */
  close(): Promise<void>
}

/** Stands for the host where a request names none, as those of HTTP/1.0 need not. */
const UNNAMED = 'localhost'

/** Milliseconds between looks for idle connections while it is closing. */
const SWEEP = 50

/** Listens on Node. @throws Node's own error where it cannot */
export async function listen({ fetch, refuse, hostname, port, timeLimit }: ListenOptions): Promise<Serving> {
  const listener = getRequestListener(fetch, {
    hostname: UNNAMED,
    errorHandler: error => refuse(error instanceof RequestError ? badRequest() : problemOf(error).problem),
  })
  const server = createServer(nodeLimits(timeLimit), async (incoming, outgoing) => {
    if (lacksHost(incoming)) await send(outgoing, await refuse(badRequest()))
    else await listener(incoming, outgoing)
  })
  answerRefusals(server, refuse)
  const silent = silentConnections(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, hostname, resolve)
  })
  let closed: Promise<void> | undefined
  return {
    url: urlOf(hostname, server.address()),
    close: () => {
      closed ??= close(server, silent, timeLimit)
      return closed
    },
  }
}

/**
 * Connections without a request so far, such as browsers open beforehand: Node does not count them as idle, nor as late once it is
 * closing.
 */
function silentConnections(server: Server): ReadonlySet<Socket> {
  const silent = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  server.on('request', ({ socket }: { readonly socket: Socket }) => silent.delete(socket))
  return silent
}

function close(server: Server, silent: ReadonlySet<Socket>, timeLimit: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // Connections that are kept alive are idle again only once their answers are out.
    const sweep = setInterval(() => {
      server.closeIdleConnections()
    }, SWEEP)
    const late = setTimeout(() => {
      server.closeAllConnections()
    }, timeLimit)
    server.close(error => {
      clearInterval(sweep)
      clearTimeout(late)
      if (error) reject(error)
      else resolve()
    })
    for (const socket of silent) socket.destroy()
  })
}

/** Milliseconds that an idle connection is kept: longer than proxies keep theirs, or they would find it closed when they use it. */
const KEPT_ALIVE = 75_000

/** Node's own limits: on heads, which the app does not see before they are whole, and a last one behind that of the app. */
function nodeLimits(timeLimit: number) {
  return {
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
