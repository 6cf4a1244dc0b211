/** Bun: `bun bun.js`. */

import { logRequest } from '../server/log.ts'
import { serverExtras } from '../server/server-extras.ts'
import { startingAddress } from '../server/settings.ts'
import { embeddedApp } from './embedded.ts'

const { hostname, port } = startingAddress(process.env)
const answer = embeddedApp(() => serverExtras(logRequest))

export default {
  // Otherwise Bun answers a failure with a page that shows the stack.
  development: false,
  hostname,
  port,
  fetch: (request: Request): Promise<Response> => answer(request, process.env),
}
