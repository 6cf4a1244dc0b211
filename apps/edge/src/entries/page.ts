import files from '../../dist/page?files'
import { type Assets, assetOf } from '../static/asset.ts'

/** Nothing but what the page itself brings. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The page to draw on, as the bundle holds it. */
export async function pageAssets(): Promise<Assets> {
  const assets = Object.entries(files).map(async ([name, body]) => {
    const path = name === 'index.html' ? '/' : `/${name}`
    return [path, await assetOf(name, body, CONTENT_SECURITY_POLICY)] as const
  })
  return new Map(await Promise.all(assets))
}
