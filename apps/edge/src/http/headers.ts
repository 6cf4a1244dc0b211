import { cors } from 'hono/cors'
import { createMiddleware } from 'hono/factory'
import { secureHeaders } from 'hono/secure-headers'

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
  if (c.req.method !== 'HEAD' || c.res.body === null || c.res.headers.has('Content-Length')) return
  const { byteLength } = await c.res.arrayBuffer()
  c.header('Content-Length', String(byteLength))
})
