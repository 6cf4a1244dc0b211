import { type Context, Hono } from 'hono'
import { etag as honoEtag, RETAINED_304_HEADERS } from 'hono/etag'
import type { EdgeEnv } from './work.ts'

/** A file that is served as it is. */
export interface Asset {
  /** Its bytes, which all answers share. */
  readonly body: Uint8Array<ArrayBuffer>
  /** Its Content-Type. */
  readonly type: string
  /** Its ETag: strong, quotes included. */
  readonly etag: string
  /** The policy of this file; the app's own without it. */
  readonly contentSecurityPolicy?: string | undefined
}

/**
 * The policy of a page: nothing but what it brings itself.
 * @param styles sources of its styles
 */
export function pagePolicy(styles = "'self'"): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Assets by their paths, such as /page.js. */
export type Assets = ReadonlyMap<string, Asset>

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
  const hash = Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('')
  const type = TYPES.get(name.split('.').at(-1) ?? '') ?? 'application/octet-stream'
  return { body, type, etag: etagOf(hash), contentSecurityPolicy }
}

/** The ETag of bytes. @param sha256 of them, in hexadecimal */
export function etagOf(sha256: string): string {
  return `"${sha256.slice(0, 32)}"`
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

/** Tells those who have an answer by its ETag that nothing changed. */
export const etag = () => honoEtag({ retainedHeaders: [...RETAINED_304_HEADERS, ...KEPT] })

/**
 * Names the version of an answer: browsers keep it, and revalidate each time, since another deployment may
 * answer otherwise at the same URL. To be told before the answer is made: later Hono would copy it.
 */
export function tellVersion(c: Context, tag: string): void {
  c.header('ETag', tag)
  c.header('Cache-Control', 'public, max-age=0, must-revalidate')
}

/** A file as an answer. All answers share its bytes, which therefore count for no request. */
export function answerOf(c: Context, { body, type, etag: tag, contentSecurityPolicy }: Asset) {
  tellVersion(c, tag)
  if (contentSecurityPolicy) c.header('Content-Security-Policy', contentSecurityPolicy)
  // Otherwise its bytes would be copied to be counted.
  if (c.req.method === 'HEAD') c.header('Content-Length', String(body.length))
  return c.body(body, 200, { 'Content-Type': type })
}

/** GET of each asset; a browser that has it already is told so. */
export function staticRoutes(assets: Assets) {
  const routes = new Hono<EdgeEnv>()
  for (const [path, asset] of assets) routes.get(path, etag(), c => answerOf(c, asset))
  return routes
}
