import files from '../../dist/page?files'
import { type Assets, assetOf, pagePolicy } from '../http/asset.ts'

/** The page to draw on, as the bundle holds it. */
export async function pageAssets(): Promise<Assets> {
  const assets = Object.entries(files).map(async ([name, body]) => {
    const path = name === 'index.html' ? '/' : `/${name}`
    return [path, await assetOf(name, body, pagePolicy())] as const
  })
  return new Map(await Promise.all(assets))
}
