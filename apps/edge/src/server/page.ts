import files from '../../dist/page?files'
import { type Assets, assetOf } from '../http/asset.ts'
import { PAGE_POLICY } from '../http/headers.ts'

/** The page to draw on, as the bundle holds it. */
export async function pageAssets(): Promise<Assets> {
  const assets = Object.entries(files).map(async ([name, body]) => {
    const path = name === 'index.html' ? '/' : `/${name}`
    return [path, await assetOf(name, body, PAGE_POLICY)] as const
  })
  return new Map(await Promise.all(assets))
}
