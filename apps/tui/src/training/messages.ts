import type { CheckpointEvent, Seed, SgdEvent } from '@gradus/core'

/**
 * All that the training thread tells, and all that the screen knows: `loaded`, then the events of core's `sgd` with
 * `set-aside`, `checkpointed` or `checkpoint-failed` between them, then `saved` or `unsaved`; or `failed`, after which nothing follows.
 */
export type TrainEvent =
  | LoadedEvent
  | Exclude<SgdEvent, CheckpointEvent>
  | SetAsideEvent
  | CheckpointedEvent
  | CheckpointFailedEvent
  | SavedEvent
  | UnsavedEvent
  | FailedEvent

/** The data are in memory, and the network is drawn. */
export interface LoadedEvent {
  readonly type: 'loaded'
  readonly seed: Seed
  /** SHA-256 (hex) of the training data. */
  readonly dataHash: string | undefined
  /** How many examples there are; undefined where there are none. */
  readonly train: number
  readonly validation: number | undefined
  readonly test: number | undefined
}

/** The checkpoint of an earlier run that is not complete was renamed, to make room for that of this run. */
export interface SetAsideEvent {
  readonly type: 'set-aside'
  readonly path: string
}

/** A checkpoint of this place is on the disk. */
export interface CheckpointedEvent {
  readonly type: 'checkpointed'
  readonly path: string
  readonly epoch: number
  readonly position: number
}

/** A checkpoint could not be saved. The one before it is still there, and training goes on. */
export interface CheckpointFailedEvent {
  readonly type: 'checkpoint-failed'
  readonly message: string
}

/** The model is on the disk. */
export interface SavedEvent {
  readonly type: 'saved'
  readonly path: string
  /** Of the weights, as `Network.sha256` gives it. */
  readonly sha256: string
  /** Why it is at another path than the one asked for. */
  readonly problem?: string
}

/** There is no model to save, or none could be saved. */
export interface UnsavedEvent {
  readonly type: 'unsaved'
  readonly sha256: string
  readonly reason: string
  /** Whether something was lost that should have been saved. */
  readonly lost: boolean
}

/** The run cannot be done. */
export interface FailedEvent {
  readonly type: 'failed'
  readonly message: string
  /** Whether a flag is to blame. */
  readonly usage: boolean
}

/** What the training thread is told. */
export interface TrainCommand {
  readonly type: 'abort'
}
