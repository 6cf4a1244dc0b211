import type { Job, Plan, Row, Trials } from '@gradus/study'

/** The end of a study that has a winner. */
export interface StudyEnding {
  /** The best trial. */
  readonly winner: Row
  /** The next best one, if there is one that did not diverge. */
  readonly second?: Row | undefined
  /** Whether the lead of the winner may be chance. */
  readonly isNoise: boolean
  /** Evaluation of the winner on the test data, which are looked at this once; undefined where there are none. */
  readonly test?: { readonly correct: number; readonly total: number } | undefined
  /** SHA-256 of the winner's weights. */
  readonly sha256: string
  /** Command that trains the winner, as a shell takes it. */
  readonly command: string
  /** Folder of the study. */
  readonly folder: string
}

/** A job that a worker trains on. */
export interface RunningJob {
  readonly job: Job
  /** Name of the worker. */
  readonly worker: string
  /** Accuracy on the validation data after each epoch of this rung so far, 0 .. 1; NaN where none was told. */
  readonly accuracies: readonly number[]
  /** Milliseconds of the clock at which it was begun, and at which its last epoch was told of. */
  readonly since: number
  readonly told: number
}

/** A thread, or a program on a machine, that has done something for the study. */
export interface WorkerState {
  readonly name: string
  /** Its jobs at hand, in the order in which they were begun. */
  readonly running: readonly RunningJob[]
  /** Number of jobs that it has done. */
  readonly done: number
}

/** A line that stays: a warning, or a change of the connection. */
export interface Notice {
  /** Seconds since the program began. */
  readonly seconds: number
  readonly kind: 'event' | 'warning' | 'alarm'
  readonly text: string
}

/** Phase of a study: it trains, stops because it was asked to, judges the winner once, or is over. */
export type StudyPhase = 'training' | 'stopping' | 'judging' | 'over'

/** A study as it stands at a moment. */
export interface StudySnapshot {
  readonly name: string
  readonly plan: Plan
  /** Fields, values and Specs of the trials. */
  readonly trials: Trials
  readonly phase: StudyPhase
  /** The rung at hand, from 0, and how many of its jobs are done. */
  readonly rung: number
  readonly progress: { readonly done: number; readonly total: number }
  /** Whether every job is done. */
  readonly isComplete: boolean
  /** All trials, best first. After a rung is closed, the standing of many may lag some frames behind. */
  readonly rows: readonly Row[]
  /** The best trial so far; undefined before one has come to the end of a rung. */
  readonly best: Row | undefined
  /** The best and the worst accuracy after any epoch so far, 0 .. 1. */
  readonly range: { readonly least: number; readonly most: number } | undefined
  /** Jobs at hand, in the order in which they were begun. */
  readonly running: readonly RunningJob[]
  /** Workers that have told of themselves, in that order. */
  readonly workers: readonly WorkerState[]
  /** Workers of this machine; undefined where a queue hands jobs out, and anyone may take them. */
  readonly threads: number | undefined
  /** About how long the rest takes; undefined as long as nothing lets it expect. */
  readonly secondsLeft: number | undefined
  readonly elapsedSeconds: number
  /** The newest lines, oldest first, and how many of all were warnings. */
  readonly notices: readonly Notice[]
  readonly warnings: number
  /** The reason why the queue cannot be reached, while that lasts. */
  readonly lost: string | undefined
  readonly ending: StudyEnding | undefined
}
