import type { StatisticsEvent } from '@gradus/core'
import type { Health } from '@gradus/core/health'
import type { RunEvent } from '../run/events.ts'
import type { RunState } from '../run/run-state.ts'

/** Predictions of a network on a set of examples. */
export interface Analysis {
  readonly epoch: number
  readonly set: 'test' | 'validation'
  readonly total: number
  readonly correct: number
  /** Counts of predictions; row: label, column: predicted class. */
  readonly confusion: readonly (readonly number[])[]
  /**
   * Misclassified examples, the worst first: the output of the predicted class exceeds that of the label by
   * most. At most MOST_MISTAKES.
   */
  readonly mistakes: readonly Mistake[]
  /** Number of misclassified examples. */
  readonly misclassified: number
}

export interface Mistake {
  /** Index in the set. */
  readonly example: number
  readonly label: number
  readonly predicted: number
  /** Outputs for the predicted class and for the label: 0 .. 1. */
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
  /** Weights of the first layer: neurons x inputs, row-major, as many neurons as were sent. */
  readonly rows: number
  readonly cols: number
  readonly weights: Float32Array
}

/** State that the dashboard shows: a function of the events and keys so far. */
export interface DashboardState extends RunState {
  /** Mini-batch costs of the current epoch and the last ones, bounded. */
  readonly miniBatchCosts: readonly CostPoint[]
  readonly statistics: StatisticsEvent | undefined
  readonly health: Health
  /** Learning rate that was asked for, until the run confirms it. */
  readonly askedEta: number | undefined
  /** Whether someone waits for the next checkpoint. */
  readonly isCheckpointAsked: boolean
  readonly log: readonly LogEntry[]
  /** Predictions on the test data, else on the validation data, at the end of an epoch. */
  readonly analysis: Analysis | undefined
  readonly snapshot: WeightsSnapshot | undefined
  readonly view: ViewName
  /**
   * Page of the mistakes, neurons and log: any whole number, of which each view takes the page that it is by
   * modulo.
   */
  readonly pages: Readonly<Record<'mistakes' | 'neurons' | 'log', number>>
  readonly help: boolean
  /** A short word on what a key did, until the next one. */
  readonly notice: string | undefined
}

/**
 * All that changes what the dashboard shows: events of the run, what is found out about it, and what a person
 * does.
 */
export type DashboardEvent =
  | RunEvent
  | { readonly type: 'health'; readonly health: Health }
  | { readonly type: 'analysed'; readonly analysis: Analysis }
  /** A network could not be tried; the run goes on all the same. */
  | { readonly type: 'analysis-failed'; readonly epoch: number; readonly message: string }
  | { readonly type: 'view'; readonly view: ViewName }
  | { readonly type: 'page'; readonly by: 1 | -1 }
  | { readonly type: 'help'; readonly shown: boolean }
  /** A short word on what a key did. */
  | { readonly type: 'notice'; readonly text: string }
  /** The same, for the log too. */
  | AskedEvent

/** The run was asked for something. */
export interface AskedEvent {
  readonly type: 'asked'
  readonly text: string
  /** Subject of the request: the next checkpoint is then logged. */
  readonly what?: 'checkpoint'
  /** Learning rate that was asked for. */
  readonly eta?: number
}
