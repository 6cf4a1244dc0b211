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
  /** What the program has to say of its host there, or a part of it. */
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
