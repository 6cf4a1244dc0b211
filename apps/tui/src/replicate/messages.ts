import type { CheckpointEvent, EngineChoice, FinishedEvent, SgdEvent } from '@gradus/core'
import type { FailedEvent } from '../run/events.ts'
import { initialRun, type RunState, runAfter } from '../run/run-state.ts'
import type { ExperimentName } from './experiments.ts'
import type { EvaluatedEpochs } from './wakefulness.ts'

/** Settings of a replication. */
export interface ReplicationSettings {
  readonly names: readonly ExperimentName[]
  /** Fewer than the article's for a quick look. */
  readonly epochs: number
  readonly engine: EngineChoice
}

/** Outcome of an experiment. */
export interface Outcome extends EvaluatedEpochs {
  readonly name: ExperimentName
  /** Hash of the final weights. */
  readonly sha256: string
  /** Problem that ended it before its last epoch. */
  readonly problem?: string | undefined
}

/**
 * Events of the training thread: for each experiment `begun`, the events of its run but for the last, and
 * `ended`; or `failed`.
 */
export type ReplicationEvent =
  | { readonly type: 'begun'; readonly name: ExperimentName }
  | Exclude<SgdEvent, CheckpointEvent | FinishedEvent>
  | { readonly type: 'ended'; readonly outcome: Outcome }
  | FailedEvent

/** Commands to the training thread. */
export interface StopCommand {
  readonly type: 'stop'
}

/** Events of a replication: those of the training thread, and requests to stop. */
export type ReplicationScreenEvent = ReplicationEvent | { readonly type: 'stopping' }

/** State that a screen shows of a replication. */
export interface ReplicationState {
  /** The experiment that runs, and its run. */
  readonly name: ExperimentName | undefined
  readonly run: RunState
}

export const initialReplication: ReplicationState = { name: undefined, run: initialRun }

/** The state after an event. An experiment that begins after the request to stop is to stop as well. */
export function replicationAfter(state: ReplicationState, event: ReplicationScreenEvent): ReplicationState {
  if (event.type === 'ended') return state
  if (event.type !== 'begun') return { ...state, run: runAfter(state.run, event) }
  const { phase } = state.run
  return { name: event.name, run: phase === 'stopping' ? { ...initialRun, phase } : initialRun }
}

/** Screen that shows a replication while it lasts. */
export interface ReplicationScreen {
  show(event: ReplicationScreenEvent): void
  /** Writes to standard output. */
  print(text: string): void
  /** Leaves the terminal as it was, with the reports on it. */
  close(): Promise<void>
}
