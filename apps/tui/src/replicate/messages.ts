import type { EngineChoice, Evaluation, ProgressEvent } from '@gradus/core'
import type { ExperimentName } from '@gradus/fixtures/transcripts'

/** What is to be run. */
export interface ReplicationSettings {
  readonly names: readonly ExperimentName[]
  /** Fewer than the article's for a quick look. */
  readonly epochs: number
  readonly engine: EngineChoice
}

/** How an experiment came out. */
export interface Outcome {
  readonly name: ExperimentName
  /** On the test images, after each epoch that is complete. */
  readonly evaluations: readonly Evaluation[]
  /** Of the weights in the end. */
  readonly sha256: string
  /** What ended it before its last epoch. */
  readonly problem?: string | undefined
}

/** What the training thread tells: for each experiment `begun`, `progress` and `epochs` many times, `ended`; or `failed`. */
export type ReplicationEvent =
  | { readonly type: 'begun'; readonly name: ExperimentName }
  | ProgressEvent
  | { readonly type: 'epochs'; readonly name: ExperimentName; readonly complete: number; readonly of: number }
  | { readonly type: 'ended'; readonly outcome: Outcome }
  | { readonly type: 'failed'; readonly message: string }

/** What the training thread is told. */
export interface StopCommand {
  readonly type: 'stop'
}

/** What happens: what the training thread tells, and what was asked of it. */
export type ReplicationScreenEvent = ReplicationEvent | { readonly type: 'stopping' }

/** Where a replication is shown while it lasts. */
export interface ReplicationScreen {
  show(event: ReplicationScreenEvent): void
  /** Writes to standard output. */
  print(text: string): void
  /** Leaves the terminal as it was, with the reports on it. */
  close(): Promise<void>
}
