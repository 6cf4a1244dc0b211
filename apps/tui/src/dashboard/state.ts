import type { EpochRecord, FinishedEvent, ProgressEvent, StartedEvent, StatisticsEvent } from '@gradus/core'
import type { Health } from '@gradus/core/health'
import type { CheckpointedEvent, LoadedEvent, SavedEvent, TrainEvent, UnsavedEvent } from '../run/events.ts'

/** What a network answers on a set of examples. */
export interface Analysis {
  readonly epoch: number
  readonly set: 'test' | 'validation'
  readonly total: number
  readonly correct: number
  /** Answers: row the right class, column the predicted one. */
  readonly confusion: readonly (readonly number[])[]
  /** The misclassified examples, the worst first: those whose wrong output exceeds the right one by most. At most MOST_MISTAKES. */
  readonly mistakes: readonly Mistake[]
  /** How many misclassified examples there are. */
  readonly misclassified: number
}

export interface Mistake {
  /** Index in the set. */
  readonly example: number
  readonly label: number
  readonly predicted: number
  /** The output of the predicted class, and of the right one: 0 .. 1. */
  readonly confidence: number
  readonly labelOutput: number
  /** Inputs, 0 .. 255, of which width x height show as a picture where the data are pictures. */
  readonly pixels: Uint8Array
}

export const VIEWS = ['overview', 'confusion', 'mistakes', 'neurons', 'health', 'log'] as const
export type ViewName = (typeof VIEWS)[number]

/** A line of the log. */
export interface LogEntry {
  /** Seconds of work of the run when it was written. */
  readonly seconds: number
  readonly epoch: number
  readonly kind: 'event' | 'warning' | 'alarm' | 'command'
  readonly text: string
}

/** Mean cost of the mini-batches between two progress events. */
export interface CostPoint {
  readonly epoch: number
  /** Examples of the epoch trained on. */
  readonly position: number
  readonly cost: number
}

/** The weights into the first hidden neurons, and what they were when. */
export interface WeightsSnapshot {
  readonly epoch: number
  readonly position: number
  /** Of the first layer: neurons x inputs, row-major, as many neurons as were sent. */
  readonly rows: number
  readonly cols: number
  readonly weights: Float32Array
}

/** What is known of the checkpoints of a run. */
interface CheckpointState {
  /** The newest that is on the disk. */
  readonly last: CheckpointedEvent | undefined
  /** Whether someone waits for the next. */
  readonly isAsked: boolean
  /** Why the newest could not be saved, if it could not. */
  readonly problem: string | undefined
}

/** All that the dashboard shows: a function of the events and keys so far. */
export interface DashboardState {
  readonly phase: 'loading' | 'training' | 'paused' | 'stopping' | 'saving' | 'over'
  readonly loaded: LoadedEvent | undefined
  readonly started: StartedEvent | undefined
  readonly progress: ProgressEvent | undefined
  /** The complete epochs. */
  readonly history: readonly EpochRecord[]
  /** Of these the best, so that no epoch has to look through all of them. */
  readonly best: EpochRecord | undefined
  /** Of the epoch at hand and the last ones, bounded. */
  readonly miniBatchCosts: readonly CostPoint[]
  readonly statistics: StatisticsEvent | undefined
  readonly health: Health
  readonly eta: number | undefined
  /** What eta was asked to be, until the run tells that it is. */
  readonly askedEta: number | undefined
  readonly log: readonly LogEntry[]
  /** What the network answers on the test data (on the validation data where there are none), at the end of an epoch. */
  readonly analysis: Analysis | undefined
  readonly snapshot: WeightsSnapshot | undefined
  readonly checkpoint: CheckpointState
  readonly finished: FinishedEvent | undefined
  readonly kept: SavedEvent | UnsavedEvent | undefined
  /** Why the run ended or cannot begin, where something went wrong. */
  readonly problem: string | undefined
  readonly view: ViewName
  /** Page of the mistakes, neurons and log: any whole number, of which each view takes the page that it is by modulo. */
  readonly pages: Readonly<Record<'mistakes' | 'neurons' | 'log', number>>
  readonly help: boolean
  /** A short word on what a key did, until the next one. */
  readonly notice: string | undefined
}

/** All that changes what the dashboard shows: events of the run, what is found out about it, and what a person does. */
export type DashboardEvent =
  | TrainEvent
  | { readonly type: 'health'; readonly health: Health }
  | { readonly type: 'analysed'; readonly analysis: Analysis }
  /** A network could not be tried; the run goes on all the same. */
  | { readonly type: 'analysis-failed'; readonly epoch: number; readonly message: string }
  /** The run is to end and be saved. */
  | { readonly type: 'stopping' }
  /** The training thread is gone before its time. */
  | { readonly type: 'died'; readonly message: string }
  | { readonly type: 'view'; readonly view: ViewName }
  | { readonly type: 'page'; readonly by: 1 | -1 }
  | { readonly type: 'help'; readonly shown: boolean }
  | { readonly type: 'paused' | 'resumed' }
  /** A short word on what a key did. */
  | { readonly type: 'notice'; readonly text: string }
  /** The same, for the log too. */
  | AskedEvent

/** The run was asked for something. */
export interface AskedEvent {
  readonly type: 'asked'
  readonly text: string
  /** For a checkpoint: that the next one is told of. */
  readonly what?: 'checkpoint'
  /** For a change of eta. */
  readonly eta?: number
}
