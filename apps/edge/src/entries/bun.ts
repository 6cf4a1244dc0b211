/** Bun: `bun bun.js`. */
import { embeddedApp } from './embedded.ts'
import { logRequest } from './log.ts'
import { serverExtras } from './server-extras.ts'

const { HOST, PORT } = process.env
const answer = embeddedApp(() => serverExtras(logRequest))

export default {
  // Otherwise Bun answers a failure with a page that tells its stack.
  development: false,
  hostname: HOST || '127.0.0.1',
  port: Number(PORT || 8787),
  fetch: (request: Request): Promise<Response> => answer(request, process.env),
}
