/** Deno, and Deno Deploy, which says by DENO_SERVE_ADDRESS where to listen: `deno run deno.js`. */
import { embeddedApp } from './embedded.ts'
import { logRequest } from './log.ts'
import { serverExtras } from './server-extras.ts'
import { startingAddress } from './start.ts'

const address = startingAddress(process.env)
const answer = embeddedApp(() => serverExtras(logRequest))

Deno.serve(address, request => answer(request, process.env))
