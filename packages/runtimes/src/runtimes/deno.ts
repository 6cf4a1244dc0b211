import { installed, versionOf } from '../installs.ts'
import { runCommand } from './command.ts'
import type { Runtime } from './runtime.ts'

/** May read files and nothing else: no network, no surroundings, no prompt. */
const ARGS = ['run', '--no-prompt', '--no-remote', '--no-lock', '--allow-read']

/** Its command is a script for Node; the program stands beside it. */
const FILE = process.platform === 'win32' ? 'deno.exe' : 'deno'

export const deno: Runtime = {
  name: 'Deno 2',
  host: `deno ${versionOf('deno')}`,
  engine: 'simd',
  run: task => runCommand(installed('deno', FILE), ARGS, task, { DENO_NO_UPDATE_CHECK: '1' }),
}
