import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { createMiddleware } from 'hono/factory'
import { requestId } from 'hono/request-id'
import { routePath } from 'hono/route'
import { secureHeaders } from 'hono/secure-headers'
import { Problem, respond } from '../problem/problem.ts'
import type { EdgeEnv } from './work.ts'

/** For all that is no page: nothing may be loaded, and nobody may frame it. */
const CONTENT_SECURITY_POLICY = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] }

/** Headers that make browsers strict; what a route sets itself stays. */
export function secure() {
  return secureHeaders({
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    xFrameOptions: 'DENY',
    // Not for subdomains: whose they are is not known here.
    strictTransportSecurity: 'max-age=15552000',
    overwrite: false,
  })
}

/** Lets pages of these origins ask. @param origins such as https://example.org, or `*` */
export function allowOrigins(origins: readonly string[]) {
  return cors({
    origin: origins.includes('*') ? '*' : [...origins],
    allowMethods: ['GET', 'HEAD', 'POST'],
    allowHeaders: ['Authorization', 'Content-Type'],
    exposeHeaders: ['X-Request-Id'],
    maxAge: 600,
  })
}

/** Tells at HEAD how long the answer to GET is (RFC 9110, 8.6), which is made as well and then left out. */
export const tellLength = createMiddleware(async (c, next) => {
  await next()
  if (c.req.method !== 'HEAD' || c.res.headers.has('Content-Length') || c.res.body === null) return
  const { byteLength } = await c.res.arrayBuffer()
  c.header('Content-Length', String(byteLength))
})

/** Refuses a request with several Host headers (RFC 9112, 3.2), where the runtime has joined them. */
export const wantOneHost = createMiddleware(async (c, next) => {
  if (c.req.header('Host')?.includes(',')) {
    throw new Problem(400, 'BAD_REQUEST', 'The request names several hosts: expected one Host. Correct it.')
  }
  await next()
})

/** One request and its answer, without what either holds. */
export interface RequestRecord {
  /** The answer's X-Request-Id. */
  readonly requestId: string
  /** The request's method, such as POST. */
  readonly method: string
  /** The pattern of the route, such as /v2/models/:name; `/*` for none. */
  readonly route: string
  /** The answer's status code. */
  readonly status: number
  /** Seconds from its arrival in the app to its answer. */
  readonly seconds: number
  /** Images that were predicted. */
  readonly images: number
  /** The internal error, for the log alone. */
  readonly error?: Error | undefined
}

/** Tells of every request, once it is answered. */
export function record(onRequest: ((record: RequestRecord) => void) | undefined) {
  return createMiddleware<EdgeEnv>(async (c, next) => {
    const start = performance.now()
    await next()
    onRequest?.({
      requestId: c.get('requestId'),
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      seconds: (performance.now() - start) / 1000,
      images: c.get('images') ?? 0,
      // A refusal for lack of room is no failure.
      error: c.res.status >= 500 && !(c.error instanceof Problem) ? c.error : undefined,
    })
  })
}

/** Answers a request, or what was to be one, by a problem. */
export type Refuse = (problem: Problem, request?: Request) => Response | Promise<Response>

/**
 * Refuses what the app does not get to see, with the headers, the id and the record that the app's own
 * answers have.
 */
export function refusingApp(onRequest?: (record: RequestRecord) => void): Refuse {
  const app = new Hono<EdgeEnv & { Bindings: { readonly problem: Problem } }>()
  app.use(requestId(), record(onRequest), secure())
  app.all('*', c => respond(c, c.env.problem))
  return (problem, request = new Request('http://localhost/')) => app.fetch(request, { problem })
}
