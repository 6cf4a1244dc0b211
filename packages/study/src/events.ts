import type { Outcome } from './outcome.ts'
import type { Job } from './plan.ts'

/** Told while a study runs. */
export type StudyEvent =
  | BegunEvent
  | StudyEpochEvent
  | DoneEvent
  | GivenBackEvent
  | RungEvent
  | WarningEvent
  | LostEvent
  | BackEvent
  | VerifiedEvent

/** A worker has begun with a job. */
export interface BegunEvent {
  /** Tells it from the others. */
  readonly type: 'begun'
  /** Its job. */
  readonly job: Job
  /** Name of the worker: `thread 0`, or that of a machine. */
  readonly worker: string
}

/** An epoch of a job has ended. Of epochs that are over in no time not all are told. */
export interface StudyEpochEvent {
  /** Tells it from the others. */
  readonly type: 'epoch'
  /** The job. */
  readonly job: Job
  /** Name of the worker. */
  readonly worker: string
  /** Counted from 0. */
  readonly epoch: number
  /** Number of correct predictions on the validation data. */
  readonly correct: number
}

/** The outcome of a job is kept. */
export interface DoneEvent {
  /** Tells it from the others. */
  readonly type: 'done'
  /** The outcome. */
  readonly outcome: Outcome
}

/** A worker has ended before its job did: the job waits again. */
export interface GivenBackEvent {
  /** Tells it from the others. */
  readonly type: 'given-back'
  /** The job. */
  readonly job: Job
  /** Name of the worker. */
  readonly worker: string
}

/** All jobs of a rung are done. */
export interface RungEvent {
  /** Tells it from the others. */
  readonly type: 'rung'
  /** Counted from 0. */
  readonly rung: number
}

/** Something went wrong that the study goes on without. */
export interface WarningEvent {
  /** Tells it from the others. */
  readonly type: 'warning'
  /** One sentence or two. */
  readonly message: string
}

/** The queue is out of reach. */
export interface LostEvent {
  /** Tells it from the others. */
  readonly type: 'lost'
  /** The reason. */
  readonly message: string
}

/** The queue is there again. */
export interface BackEvent {
  /** Tells it from the others. */
  readonly type: 'back'
}

/** Two workers had the same outcome of a job. */
export interface VerifiedEvent {
  /** Tells it from the others. */
  readonly type: 'verified'
  /** The job. */
  readonly job: Job
  /** Names of the workers. */
  readonly workers: readonly [string, string]
}
