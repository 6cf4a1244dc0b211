/** Deno, and Deno Deploy, whose DENO_SERVE_ADDRESS names the address: `deno run deno.js`. */

import { logRequest } from '../server/log.ts'
import { serverExtras } from '../server/server-extras.ts'
import { startingAddress } from '../server/settings.ts'
import { embeddedApp } from './embedded.ts'

const address = startingAddress(process.env)
const answer = embeddedApp(() => serverExtras(logRequest))

Deno.serve(address, request => answer(request, process.env))
