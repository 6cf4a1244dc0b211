import { join } from 'node:path'
import { outputOf } from '../child.ts'
import type { Report } from '../program/program.ts'
import { BUILT } from './built.ts'
import { parseReport, type Task } from './runtime.ts'

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
