/** Bun: `bun bun.js`. */
import { embeddedApp } from './embedded.ts'
import { logRequest } from './log.ts'
import { serverExtras } from './server-extras.ts'

const { HOST: hostname = '127.0.0.1', PORT: port = '8787' } = process.env
const answer = embeddedApp(() => serverExtras(logRequest))

export default {
  hostname,
  port: Number(port),
  fetch: (request: Request): Promise<Response> => answer(request, process.env),
}
