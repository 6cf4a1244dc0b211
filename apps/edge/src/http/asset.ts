/** A file that is served as it is. */
export interface Asset {
  readonly body: Uint8Array<ArrayBuffer>
  readonly type: string
  /** Strong, quotes included. */
  readonly etag: string
  /** Of the response; that of the app otherwise. */
  readonly contentSecurityPolicy?: string | undefined
}

/** Assets by their paths, such as /page.js. */
export type Assets = ReadonlyMap<string, Asset>

/** Of what has an ETag: kept, and asked for again each time. */
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
