import type { BackEvent, LostEvent, WarningEvent } from '../events.ts'
import type { Outcome } from '../outcome.ts'
import type { Job, Plan } from '../plan.ts'

/** Told while a worker serves the studies of a queue, by the names that they have there. */
export type WorkerEvent =
  | ServingEvent
  | RefusedEvent
  | IdleEvent
  | WorkerBegunEvent
  | WorkerEpochEvent
  | DeliveredEvent
  | ReturnedEvent
  | FailedEvent
  | WarningEvent
  | LostEvent
  | BackEvent

/** An event of one study. */
export interface ServedEvent {
  /** Name of the study on the queue. */
  readonly study: string
}

/** The worker has the data of a study, and takes its jobs. */
export interface ServingEvent extends ServedEvent {
  /** Tells it from the others. */
  readonly type: 'serving'
  /** Plan of the study. */
  readonly plan: Plan
}

/** The worker cannot take jobs of a study, and leaves them to others. */
export interface RefusedEvent extends ServedEvent {
  /** Tells it from the others. */
  readonly type: 'refused'
  /** The reason, and what to do. */
  readonly reason: string
}

/** There is nothing to do. */
export interface IdleEvent {
  /** Tells it from the others. */
  readonly type: 'idle'
}

/** The worker has begun with a job. */
export interface WorkerBegunEvent extends ServedEvent {
  /** Tells it from the others. */
  readonly type: 'begun'
  /** The job. */
  readonly job: Job
}

/** An epoch of a job has ended. Not all are told. */
export interface WorkerEpochEvent extends ServedEvent {
  /** Tells it from the others. */
  readonly type: 'epoch'
  /** The job. */
  readonly job: Job
  /** Counted from 0. */
  readonly epoch: number
  /** Number of correct predictions on the validation data. */
  readonly correct: number
}

/** The outcome of a job is on its way to the study. */
export interface DeliveredEvent extends ServedEvent {
  /** Tells it from the others. */
  readonly type: 'delivered'
  /** The outcome. */
  readonly outcome: Outcome
}

/** A job is given back, for another worker. */
export interface ReturnedEvent extends ServedEvent {
  /** Tells it from the others. */
  readonly type: 'returned'
  /** The job. */
  readonly job: Job
}

/** A job ended with an error. */
export interface FailedEvent extends ServedEvent {
  /** Tells it from the others. */
  readonly type: 'failed'
  /** The job. */
  readonly job: Job
  /** The error, in a sentence. */
  readonly message: string
}
