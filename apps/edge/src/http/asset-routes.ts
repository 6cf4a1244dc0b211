import { Hono } from 'hono'
import { type Assets, REVALIDATE } from './asset.ts'
import type { EdgeEnv } from './env.ts'
import { etag } from './etag.ts'

/** GET of each asset; a browser that has it already is told so. */
export function staticRoutes(assets: Assets) {
  const routes = new Hono<EdgeEnv>()
  for (const [path, { body, type, etag: tag, contentSecurityPolicy }] of assets) {
    routes.get(path, etag(), c => {
      c.header('ETag', tag)
      c.header('Cache-Control', REVALIDATE)
      if (contentSecurityPolicy) c.header('Content-Security-Policy', contentSecurityPolicy)
      return c.body(body, 200, { 'Content-Type': type })
    })
  }
  return routes
}
