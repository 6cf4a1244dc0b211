import type { EtaChange, StartedEvent } from '@gradus/core'
import type { Report } from '@gradus/doctor'
import type { Paper } from '../history/run-curves.ts'
import type { LoadedEvent } from '../run/events.ts'
import type { Step } from './course.ts'

/** A run as its events tell it. */
export interface RunAtHand {
  readonly loaded: LoadedEvent
  readonly started: StartedEvent
  /** Changes of eta that were made so far. */
  readonly etaChanges: readonly EtaChange[]
}

/** Begins to examine a run. */
export type Examine = (run: RunAtHand, onNews: (news: ExaminationNews) => void) => Examiner

/** An examination that goes on. */
export interface Examiner {
  /** Ends it, if it has not ended; trials that are done are kept. Fulfilled when nothing of it is left. */
  stop(): Promise<void>
}

/** News of an examination. */
export type ExaminationNews = TimedStep | Diagnosis | FailedExamination

/** A step, or nothing but the time. */
export type TimedStep = (Step | { readonly type: 'clock' }) & {
  /** Seconds since the examination began. */
  readonly seconds: number
}

/** The diagnosis is there. */
export interface Diagnosis {
  readonly type: 'diagnosis'
  readonly report: Report
  /** The whole report as a text, which is kept for the paper that was asked for last. */
  readonly lines: (paper: Paper) => readonly string[]
  /** Commands of the cures, as a shell takes them. */
  readonly commands: readonly string[]
}

/** The examination cannot be done, or ended before its time. */
export interface FailedExamination {
  readonly type: 'failed'
  /** The reason, as a sentence. */
  readonly message: string
}

/** Said of a run that cannot be examined. */
export const NO_VALIDATION =
  'There are no validation data: expected some, since changes are judged by them alone.'
