import { installed } from '@gradus/runtimes/installs'
import { built } from './places.ts'
import type { Environment, Runtime } from './runtime.ts'

/** Its command is a script for Node; the program stands beside it. */
const FILE = process.platform === 'win32' ? 'deno.exe' : 'deno'

const VARIABLES: readonly (keyof Environment | 'HOST' | 'PORT')[] = [
  'GRADUS_TOKEN',
  'GRADUS_CORS_ORIGINS',
  'HOST',
  'PORT',
]

/** May do what the program needs and nothing else. */
const RIGHTS = [
  '--no-prompt',
  `--allow-env=${VARIABLES}`,
  `--allow-read=${built('docs')}`,
  '--allow-net=127.0.0.1',
]

export const deno: Runtime = {
  name: 'Deno',
  command: async ({ port, environment }) => ({
    file: installed('deno', FILE),
    args: ['run', ...RIGHTS, '--no-remote', '--no-lock', built('deno.js')],
    env: { ...environment, HOST: '127.0.0.1', PORT: String(port), DENO_NO_UPDATE_CHECK: '1' },
  }),
}
