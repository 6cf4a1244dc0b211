import { built, program } from './places.ts'
import type { Runtime } from './runtime.ts'

/** AWS Lambda's handler on Node, behind a function URL or API Gateway. */
export const lambda: Runtime = {
  name: 'Lambda',
  command: async ({ port, environment }) => ({
    file: process.execPath,
    args: [program('lambda-server.ts'), String(port), built('lambda.js')],
    env: { ...environment },
  }),
}
