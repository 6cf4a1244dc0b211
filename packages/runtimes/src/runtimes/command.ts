import { join } from 'node:path'
import { outputOf } from '../child.ts'
import { installed, versionOf } from '../installs.ts'
import type { Report } from '../program/program.ts'
import { BUILT, parseReport, type Runtime, type Task } from './runtime.ts'

/** Runs the program as a command: `file ...args command.js SUITE DATA-FILE`. */
export async function runCommand(
  file: string,
  args: readonly string[],
  { suite, dataFile, signal }: Task,
  env: Readonly<Record<string, string>> = {},
): Promise<Report> {
  const command = join(BUILT.program, 'command.js')
  return parseReport(await outputOf(file, [...args, command, suite, dataFile], { signal, env }))
}

export const bun: Runtime = {
  name: 'Bun 1',
  host: `bun ${versionOf('bun')}`,
  engine: 'simd',
  // The program has this name on every platform.
  run: task => runCommand(installed('bun', 'bin', 'bun.exe'), ['--no-install', 'run'], task),
}

/** Permissions to read files and nothing else: no network, no environment, no prompt. */
const ARGS = ['run', '--no-prompt', '--no-remote', '--no-lock', '--allow-read']

/** File name of Deno's program: its command is a script for Node. */
export const DENO_FILE = process.platform === 'win32' ? 'deno.exe' : 'deno'

export const deno: Runtime = {
  name: 'Deno 2',
  host: `deno ${versionOf('deno')}`,
  engine: 'simd',
  run: task => runCommand(installed('deno', DENO_FILE), ARGS, task, { DENO_NO_UPDATE_CHECK: '1' }),
}

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
