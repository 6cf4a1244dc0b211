/** Vercel's edge runtime, and others that take one function from Request to Response. */
import { embeddedApp } from './embedded.ts'
import { pageAssets } from './page.ts'

export const config = { runtime: 'edge' }

const answer = embeddedApp(async () => ({ assets: await pageAssets() }))

export default function handler(request: Request): Promise<Response> {
  return answer(request, process.env)
}
