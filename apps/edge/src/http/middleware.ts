import { OptionError } from '@gradus/core/predict'
import { Hono } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'
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

/** Hosts of the origins that browsers send: names of letters, digits and hyphens, and numbers. */
const HOST = /^(?:[\w-]+(?:\.[\w-]+)*\.?|\[[\da-f:.]+\])$/

/** @throws OptionError naming the setting, for an origin that no browser sends */
export function checkOrigin(origin: string, setting: string): void {
  const url = URL.parse(origin)
  const isSent = url !== null && /^https?:$/.test(url.protocol) && HOST.test(url.hostname) && url.port !== '0'
  if (origin === '*' || (isSent && url.origin === origin)) return
  const expected = 'expected origins such as https://example.org, with commas between, or * for all'
  const remedy = isSent ? ` This one is sent as ${url.origin}.` : ''
  throw new OptionError(setting, `${setting} has ${JSON.stringify(origin)}: ${expected}.${remedy}`)
}

/**
 * Lets pages of these origins ask.
 * @param origins such as https://example.org, or `*`
 * @throws OptionError for one that no browser sends
 */
export function allowOrigins(origins: readonly string[]) {
  for (const origin of origins) checkOrigin(origin, 'corsOrigins')
  return cors({
    origin: origins.includes('*') ? '*' : [...origins],
    allowMethods: ['GET', 'HEAD', 'POST'],
    allowHeaders: ['Authorization', 'Content-Type'],
    exposeHeaders: ['X-Request-Id'],
    maxAge: 600,
  })
}

/** Wants a token of those who ask. @throws OptionError for one that no Authorization header can have */
export function wantToken(token: string) {
  checkToken(token, 'token')
  return bearerAuth({ token, realm: 'gradus' })
}

/** @throws OptionError naming the setting, without the token itself */
export function checkToken(token: string, setting: string): void {
  if (/^[\w.~+/-]+=*$/.test(token)) return
  const problem = `${setting} has other characters than a bearer token may: expected letters, digits and -._~+/ only`
  throw new OptionError(setting, `${problem}. Make another, as \`openssl rand -hex 32\` does.`)
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
