import {
  type CheckpointEvent,
  type EngineChoice,
  type Evaluation,
  type FinishedEvent,
  type GivenSpec,
  type SgdEvent,
  sumOf,
} from '@gradus/core'
import type { FailedEvent } from '../run/events.ts'
import { initialRun, type RunState, runAfter } from '../run/run-state.ts'
import { fractionOf } from '../terminal/progress-bar.ts'
import type { Job, JobSettings } from './jobs.ts'

/** Settings of a replication. */
export interface ReplicationSettings extends JobSettings {
  readonly engine: EngineChoice
  /** Runs side by side at the most, each in a thread of its own; as many as suit the machine if undefined. */
  readonly threads: number | undefined
}

/** A run that is over. */
export interface RunOutcome {
  /** Evaluations on each set that is evaluated, one an epoch. */
  readonly validation: readonly Evaluation[]
  readonly test: readonly Evaluation[]
  readonly training: readonly Evaluation[]
  /** Test images, or else validation images, of each digit. */
  readonly images: readonly number[]
  /** Hash of the final weights. */
  readonly sha256: string
  /** Problem that ended it before its last epoch. */
  readonly problem: string | undefined
}

/** Events of a training thread: those of each run but for the last, and `ended`; or `failed`. */
export type ThreadEvent =
  | Exclude<SgdEvent, CheckpointEvent | FinishedEvent>
  /** The run at hand is over; it has no outcome if it was stopped. */
  | { readonly type: 'ended'; readonly outcome: RunOutcome | undefined }
  | FailedEvent

/** Commands to a training thread, which trains one network at a time. */
export type ThreadCommand =
  | { readonly type: 'train'; readonly spec: GivenSpec; readonly measuresTraining: boolean }
  | { readonly type: 'stop' }
  /** There is nothing more to train. */
  | { readonly type: 'close' }

/** Events that a screen shows of a replication. */
export type ReplicationScreenEvent =
  | { readonly type: 'begun'; readonly job: Job }
  | { readonly type: 'trained'; readonly job: Job; readonly event: ThreadEvent }
  | { readonly type: 'stopping' }

/** State that a screen shows of a replication. */
export interface ReplicationState {
  /** The runs at hand, in the order in which they began. */
  readonly running: readonly RunningJob[]
  /** Number of runs that have begun, and of those that are over. */
  readonly begun: number
  readonly done: number
  readonly isStopping: boolean
}

/** A job, and how its run stands. */
export interface RunningJob {
  readonly job: Job
  readonly run: RunState
}

export const initialReplication: ReplicationState = { running: [], begun: 0, done: 0, isStopping: false }

/** The state after an event. */
export function replicationAfter(state: ReplicationState, event: ReplicationScreenEvent): ReplicationState {
  const { running, begun, done } = state
  if (event.type === 'stopping') return { ...state, isStopping: true }
  const { job } = event
  if (event.type === 'begun') {
    return { ...state, running: [...running, { job, run: initialRun }], begun: begun + 1 }
  }
  const told = event.event
  if (told.type === 'ended') {
    return { ...state, running: running.filter(other => other.job !== job), done: done + 1 }
  }
  const moved = running.map(one => (one.job === job ? { job, run: runAfter(one.run, told) } : one))
  return { ...state, running: moved }
}

/** Work of a run: its examples, three times as much to train on as to evaluate, times its neurons. */
function workOf({ spec: { sizes, epochs, data } }: Job): number {
  const { train, validation = 0, test = 0 } = data
  return epochs * (3 * train + validation + test) * sumOf(sizes.slice(1))
}

/**
 * Seconds until all jobs are done, as the runs at hand let expect; undefined before they have made progress.
 * @param jobs those that are to be run, in their order
 */
export function secondsLeft({ running, begun }: ReplicationState, jobs: readonly Job[]): number | undefined {
  const known = running.flatMap(({ job, run }) =>
    run.progress ? [{ work: workOf(job), ...run.progress }] : [],
  )
  if (known.length === 0) return undefined
  const seconds = sumOf(
    known.map(({ elapsedSeconds, remainingSeconds }) => elapsedSeconds + remainingSeconds),
  )
  const secondsOfWork = seconds / sumOf(known.map(({ work }) => work))
  const begunWork = running.map(
    ({ job, run }) => workOf(job) * (run.progress ? 1 - fractionOf(run.progress) : 1),
  )
  const work = sumOf([...begunWork, ...jobs.slice(begun).map(workOf)])
  return (work * secondsOfWork) / running.length
}

/** Screen that shows a replication while it lasts. */
export interface ReplicationScreen {
  show(event: ReplicationScreenEvent): void
  /** Writes to standard output. */
  print(text: string): void
  /** Leaves the terminal as it was, with the reports on it. */
  close(): Promise<void>
}
