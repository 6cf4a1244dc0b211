/** Runs a script in Vercel's edge-runtime and serves it: `node vercel-server.ts PORT SCRIPT`. */
import { readFile } from 'node:fs/promises'
import { EdgeRuntime, runServer } from 'edge-runtime'

const { GRADUS_TOKEN, GRADUS_CORS_ORIGINS } = process.env
const [, , port, script = ''] = process.argv

const runtime = new EdgeRuntime({
  initialCode: await readFile(script, 'utf8'),
  // Vercel gives functions the project's variables in this way.
  extend: context => Object.assign(context, { process: { env: { GRADUS_TOKEN, GRADUS_CORS_ORIGINS } } }),
})
await runServer({ runtime, host: '127.0.0.1', port: Number(port) })
