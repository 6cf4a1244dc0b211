import type { ExperimentName } from '@gradus/fixtures/transcripts'
import { EXIT } from '../exit-code.ts'
import { listOf } from './list-of.ts'
import type { Result } from './result.ts'

/** How a replication went. */
export interface ReplicationRecord {
  readonly results: Result[]
  /** Why it could not be done. */
  failure?: string
  /** What to exit with, where it was asked to stop early. */
  stopCode?: number
}

/** The exit code, and what is to be told on standard error. */
export interface Conclusion {
  readonly code: number
  readonly message?: string
}

export function conclude(record: ReplicationRecord, names: readonly ExperimentName[]): Conclusion {
  const { results, failure, stopCode } = record
  const finished = results.map(({ experiment }) => experiment.name)
  const missing = names.filter(name => !finished.includes(name))
  if (failure !== undefined) return { code: EXIT.failed, message: `error: ${failure}` }
  if (stopCode !== undefined && missing.length === 0) return { code: stopCode }
  if (stopCode !== undefined) {
    const done = finished.length === 0 ? 'nothing' : listOf(finished)
    return { code: stopCode, message: `Stopped. Finished: ${done}; not finished: ${listOf(missing)}.` }
  }
  if (missing.length > 0)
    return { code: EXIT.failed, message: 'error: The training thread died: it ended too early.' }
  return { code: results.every(({ agrees }) => agrees) ? EXIT.done : EXIT.failed }
}
