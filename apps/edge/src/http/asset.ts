import { Hono } from 'hono'
import { etag as honoEtag, RETAINED_304_HEADERS } from 'hono/etag'
import type { EdgeEnv } from './env.ts'

/** A file that is served as it is. */
export interface Asset {
  readonly body: Uint8Array<ArrayBuffer>
  readonly type: string
  /** Strong, quotes included. */
  readonly etag: string
  /** The policy of this file; the app's own without it. */
  readonly contentSecurityPolicy?: string | undefined
}

/** Assets by their paths, such as /page.js. */
export type Assets = ReadonlyMap<string, Asset>

/** Cache-Control of everything with an ETag: browsers keep it, and revalidate each time. */
export const REVALIDATE = 'public, max-age=0, must-revalidate'

const TYPES = new Map([
  ['css', 'text/css; charset=utf-8'],
  ['html', 'text/html; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['json', 'application/json'],
  ['png', 'image/png'],
  ['safetensors', 'application/octet-stream'],
  ['svg', 'image/svg+xml'],
])

/** A file as an asset, its type by the end of its name, its ETag by its SHA-256. */
export async function assetOf(
  name: string,
  body: Uint8Array<ArrayBuffer>,
  contentSecurityPolicy?: string,
): Promise<Asset> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', body))
  const hash = Array.from(digest.subarray(0, 16), byte => byte.toString(16).padStart(2, '0')).join('')
  const type = TYPES.get(name.split('.').at(-1) ?? '') ?? 'application/octet-stream'
  return { body, type, etag: `"${hash}"`, contentSecurityPolicy }
}

/**
 * Headers that a 304 repeats, besides those of RFC 9110 (15.4.5): browsers replace the headers that they have
 * kept (RFC 9111, 3.2), and would otherwise take the app's own policy for the page's.
 */
const KEPT = [
  'access-control-allow-origin',
  'access-control-expose-headers',
  'content-security-policy',
  'x-request-id',
]

/** Gives answers an ETag, unless they have one, and tells those who have it that nothing changed. */
export const etag = () => honoEtag({ retainedHeaders: [...RETAINED_304_HEADERS, ...KEPT] })

/** GET of each asset; a browser that has it already is told so. */
export function staticRoutes(assets: Assets) {
  const routes = new Hono<EdgeEnv>()
  for (const [path, { body, type, etag: tag, contentSecurityPolicy }] of assets) {
    routes.get(path, etag(), c => {
      c.header('ETag', tag)
      c.header('Cache-Control', REVALIDATE)
      if (contentSecurityPolicy) c.header('Content-Security-Policy', contentSecurityPolicy)
      // Otherwise its bytes would be copied to be counted.
      if (c.req.method === 'HEAD') c.header('Content-Length', String(body.length))
      return c.body(body, 200, { 'Content-Type': type })
    })
  }
  return routes
}
