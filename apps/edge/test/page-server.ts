import { readdir, readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { createApp } from '../src/app.ts'
import { readServedModel } from '../src/model/served-model.ts'
import { assetOf } from '../src/static/asset.ts'

export const PAGE = join(import.meta.dirname, '..', 'dist', 'page')
export const MODEL = join(import.meta.dirname, '..', 'model', 'digits.safetensors')

/** What the page has to do with. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The built page with the model in the repository, served by the app. */
export async function servePage(): Promise<{ readonly url: string; close(): void }> {
  const model = await readServedModel(new Uint8Array(await readFile(MODEL)), { name: 'digits' })
  const assets = await Promise.all(
    (await readdir(PAGE)).map(async name => {
      const body = new Uint8Array(await readFile(join(PAGE, name)))
      const path = name === 'index.html' ? '/' : `/${name}`
      return [path, await assetOf(name, body, CONTENT_SECURITY_POLICY)] as const
    }),
  )
  const { fetch } = createApp({ model, assets: new Map(assets) })
  const server = createAdaptorServer({ fetch })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${portOf(server.address())}/`, close: () => server.close() }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error(`The server listens on ${address}.`)
  return address.port
}
