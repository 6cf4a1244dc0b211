/** Cloudflare Workers: wrangler bundles this; the page comes from its static assets. */
import { embeddedApp } from './embedded.ts'

const answer = embeddedApp(async () => ({}))

export default {
  fetch: (request: Request, environment: unknown): Promise<Response> => answer(request, environment),
}
