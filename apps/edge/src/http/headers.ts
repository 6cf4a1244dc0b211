import { cors } from 'hono/cors'
import { createMiddleware } from 'hono/factory'
import { secureHeaders } from 'hono/secure-headers'
import { Problem } from '../problem/problem.ts'

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

/** The policy of the page: nothing but what it brings itself. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
