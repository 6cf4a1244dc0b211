import { installed, versionOf } from '../installs.ts'
import { runCommand } from './command.ts'
import type { Runtime } from './runtime.ts'

/** A Node of this major version, out of the npm package that holds it for this platform. */
export function node(major: number): Runtime {
  const name = `node${major}-${process.platform}-${process.arch}`
  return {
    name: `Node ${major}`,
    host: `node ${versionOf(`node${major}-linux-x64`)}`,
    engine: 'simd',
    run: task => runCommand(installed(name, 'bin', 'node'), [], task),
  }
}
