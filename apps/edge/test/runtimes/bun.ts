import { installed } from '@gradus/runtimes/installs'
import { built } from './places.ts'
import type { Runtime } from './runtime.ts'

export const bun: Runtime = {
  name: 'Bun',
  command: async ({ port, environment }) => ({
    // The program has this name on every platform.
    file: installed('bun', 'bin', 'bun.exe'),
    args: ['--no-install', built('bun.js')],
    env: { ...environment, HOST: '127.0.0.1', PORT: String(port) },
  }),
}
