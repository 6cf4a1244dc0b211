import { installed, versionOf } from '../installs.ts'
import { runCommand } from './command.ts'
import type { Runtime } from './runtime.ts'

export const bun: Runtime = {
  name: 'Bun 1',
  host: `bun ${versionOf('bun')}`,
  engine: 'simd',
  // The program has this name on every platform.
  run: task => runCommand(installed('bun', 'bin', 'bun.exe'), ['--no-install', 'run'], task),
}
