import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { EngineName } from '@gradus/core'
import type { Report, Suite } from '../program/program.ts'

export interface Task {
  readonly suite: Suite
  /** The data of the suite, as `writeData` made them. */
  readonly dataFile: string
  /** Ends what was started. */
  readonly signal: AbortSignal
}

export interface Runtime {
  readonly name: string
  /** Text that the program's name for its host must contain there. */
  readonly host: string
  /** The fastest engine there. */
  readonly engine: EngineName
  /** Runs the program there. @throws Error with what the runtime wrote, if it fails */
  run(task: Task): Promise<Report>
}

/** The report that a runtime printed or sent. */
export function parseReport(text: string): Report {
  const report: Report = JSON.parse(text)
  return report
}

const { resolve } = createRequire(import.meta.url)

/** Folders of built modules: the program, and the packages as their apps get them. */
export const BUILT = {
  program: join(import.meta.dirname, '..', '..', 'dist'),
  '@gradus/core': dirname(resolve('@gradus/core')),
  '@gradus/mnist': dirname(resolve('@gradus/mnist')),
  '@gradus/data': dirname(resolve('@gradus/data')),
}

/** The modules in such a folder, but for a package's entry for Node. */
export function modulesIn(folder: string): string[] {
  return readdirSync(folder).filter(file => file.endsWith('.js') && file !== 'node.js')
}
