import { readFile } from 'node:fs/promises'
import { createApp } from '../src/app.ts'
import { assetOf } from '../src/http/asset.ts'
import { PAGE_POLICY } from '../src/http/headers.ts'
import { readServedModel } from '../src/model/served-model.ts'

const MODEL = new URL('../model/digits.safetensors', import.meta.url)

/** What each file or request has of its own. */
const OWN = new Set(['content-type', 'cache-control', 'etag', 'x-request-id'])

/**
 * The headers that the app sends the page with, as Workers' static assets want them, which the app does not serve.
 * Source: https://developers.cloudflare.com/workers/static-assets/headers/
 */
export async function pageHeaders(): Promise<string> {
  const model = await readServedModel(new Uint8Array(await readFile(MODEL)), { name: 'digits' })
  const page = await assetOf('index.html', new Uint8Array(), PAGE_POLICY)
  const { headers } = await createApp({ model, assets: new Map([['/', page]]) }).request('/')
  const lines = [...headers].filter(([name]) => !OWN.has(name)).map(([name, value]) => `  ${name}: ${value}`)
  return `${['/*', ...lines].join('\n')}\n`
}
