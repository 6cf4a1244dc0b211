import type { Outcome } from '../outcome.ts'
import type { Job, Plan } from '../plan.ts'

/** Told while a worker serves the studies of a queue, by the names that they have there. */
export type WorkerEvent =
  /** It has the data of a study, and takes its jobs. */
  | { readonly type: 'serving'; readonly study: string; readonly plan: Plan }
  /** It cannot take jobs of a study, and leaves them to others: the reason says what to do. */
  | { readonly type: 'refused'; readonly study: string; readonly reason: string }
  /** There is nothing to do. */
  | { readonly type: 'idle' }
  | { readonly type: 'begun'; readonly study: string; readonly job: Job }
  /** An epoch of a job has ended, with so many correct predictions on the validation data. Not all are told. */
  | {
      readonly type: 'epoch'
      readonly study: string
      readonly job: Job
      readonly epoch: number
      readonly correct: number
    }
  /** The outcome of a job is on its way to the study. */
  | { readonly type: 'delivered'; readonly study: string; readonly outcome: Outcome }
  /** A job is given back, for another worker. */
  | { readonly type: 'returned'; readonly study: string; readonly job: Job }
  /** A job ended with an error. */
  | { readonly type: 'failed'; readonly study: string; readonly job: Job; readonly message: string }
  | { readonly type: 'warning'; readonly message: string }
  /** The queue is out of reach: the worker goes on with its jobs, and looks for it again and again. */
  | { readonly type: 'lost'; readonly message: string }
  | { readonly type: 'back' }
