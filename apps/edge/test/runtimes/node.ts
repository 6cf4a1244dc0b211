import { program } from './places.ts'
import type { Runtime } from './runtime.ts'

export const node: Runtime = {
  name: 'Node',
  command: async ({ port, environment }) => ({
    file: process.execPath,
    args: [program('node-server.ts'), String(port)],
    env: { ...environment },
  }),
}
