/** Vercel's edge runtime, and others that take one function from Request to Response. */

import { pageAssets } from '../server/page.ts'
import { embeddedApp } from './embedded.ts'

export const config = { runtime: 'edge' }

const answer = embeddedApp(async () => ({ assets: await pageAssets() }))

export default function handler(request: Request): Promise<Response> {
  return answer(request, process.env)
}
