import type { Outcome } from './outcome.ts'
import type { Job } from './plan.ts'

/** Told while a study runs. Workers go by name: `thread 0`, or that of a machine. */
export type StudyEvent =
  /** A worker has begun with a job. */
  | { readonly type: 'begun'; readonly job: Job; readonly worker: string }
  /** An epoch of a job has ended, with so many correct predictions on the validation data. Not all are told. */
  | {
      readonly type: 'epoch'
      readonly job: Job
      readonly worker: string
      readonly epoch: number
      readonly correct: number
    }
  /** The outcome of a job is kept. */
  | { readonly type: 'done'; readonly outcome: Outcome }
  /** A worker has ended before its job did: the job waits again. */
  | { readonly type: 'given-back'; readonly job: Job; readonly worker: string }
  /** All jobs of a rung are done. */
  | { readonly type: 'rung'; readonly rung: number }
  /** Something went wrong that the study goes on without. */
  | { readonly type: 'warning'; readonly message: string }
  /** The queue is out of reach. */
  | { readonly type: 'lost'; readonly message: string }
  /** The queue is there again. */
  | { readonly type: 'back' }
  /** Two workers had the same outcome of a job. */
  | { readonly type: 'verified'; readonly job: Job; readonly workers: readonly [string, string] }
