/** Deno, and Deno Deploy, which says by DENO_SERVE_ADDRESS where to listen: `deno run deno.js`. */
import { embeddedApp } from './embedded.ts'
import { logRequest } from './log.ts'
import { serverExtras } from './server-extras.ts'

const { HOST, PORT } = process.env
const answer = embeddedApp(() => serverExtras(logRequest))

Deno.serve({ hostname: HOST || '127.0.0.1', port: Number(PORT || 8787) }, request =>
  answer(request, process.env),
)
