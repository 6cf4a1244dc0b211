/** Deno, and Deno Deploy: `deno serve deno.js`. */
import { embeddedApp } from './embedded.ts'
import { logRequest } from './log.ts'
import { serverExtras } from './server-extras.ts'

const answer = embeddedApp(() => serverExtras(logRequest))

export default {
  fetch: (request: Request): Promise<Response> => answer(request, process.env),
}
