import type { EngineChoice, Evaluation, ProgressEvent } from '@gradus/core'
import type { ExperimentName } from './experiments.ts'

/** Settings of a replication. */
export interface ReplicationSettings {
  readonly names: readonly ExperimentName[]
  /** Fewer than the article's for a quick look. */
  readonly epochs: number
  readonly engine: EngineChoice
}

/** Outcome of an experiment. */
export interface Outcome {
  readonly name: ExperimentName
  /** Evaluations on the test images after each complete epoch. */
  readonly evaluations: readonly Evaluation[]
  /** Hash of the final weights. */
  readonly sha256: string
  /** Problem that ended it before its last epoch. */
  readonly problem?: string | undefined
}

/**
 * Events of the training thread: for each experiment `begun`, `progress` and `epochs` many times, `ended`; or
 * `failed`.
 */
export type ReplicationEvent =
  | { readonly type: 'begun'; readonly name: ExperimentName }
  | ProgressEvent
  | { readonly type: 'epochs'; readonly name: ExperimentName; readonly complete: number; readonly of: number }
  | { readonly type: 'ended'; readonly outcome: Outcome }
  | { readonly type: 'failed'; readonly message: string }

/** Commands to the training thread. */
export interface StopCommand {
  readonly type: 'stop'
}

/** Events of a replication: those of the training thread, and requests to stop. */
export type ReplicationScreenEvent = ReplicationEvent | { readonly type: 'stopping' }

/** Screen that shows a replication while it lasts. */
export interface ReplicationScreen {
  show(event: ReplicationScreenEvent): void
  /** Writes to standard output. */
  print(text: string): void
  /** Leaves the terminal as it was, with the reports on it. */
  close(): Promise<void>
}
