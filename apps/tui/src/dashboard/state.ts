import type { EpochRecord, FinishedEvent, ProgressEvent, StartedEvent, StatisticsEvent } from '@gradus/core'
import type { Health } from '@gradus/core/health'
import type { CheckpointedEvent, LoadedEvent, SavedEvent, UnsavedEvent } from '../run/messages.ts'
import type { Analysis } from './analysis.ts'

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
export interface FinePoint {
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
  readonly fine: readonly FinePoint[]
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
