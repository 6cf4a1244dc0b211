import type { Confusion, StatisticsEvent } from '@gradus/core'
import type { Health } from '@gradus/core/health'
import type { EarlierRun } from '../history/earlier-run.ts'
import type {
  ActivationsEvent,
  EvaluatedSet,
  InitialWeightsEvent,
  RunEvent,
  ShownEvent,
  SnapshotEvent,
} from '../run/events.ts'
import type { RunState } from '../run/run-state.ts'
import { pageAt } from '../terminal/text.ts'
import type { Examination, ExaminationEvent } from './examination.ts'
import type { NeuronsChoice } from './neuron-weights.ts'

/** Predictions after an epoch on the test data, else on the validation data. */
export interface EpochConfusion extends Confusion {
  readonly epoch: number
  readonly set: EvaluatedSet
}

export const VIEWS = ['overview', 'confusion', 'mistakes', 'neurons', 'health', 'log', 'example'] as const
export type ViewName = (typeof VIEWS)[number]
/** A view that has pages where one is not enough, the diagnosis, and the help. */
type PagedView = ViewName | 'doctor' | 'help'

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

/** State that the dashboard shows: a function of the events and keys so far. */
export interface DashboardState extends RunState {
  /** Mini-batch costs of the current epoch and the last ones, bounded. */
  readonly miniBatchCosts: readonly CostPoint[]
  /** Run that this one is shown beside. */
  readonly earlier: EarlierRun | undefined
  readonly statistics: StatisticsEvent | undefined
  readonly health: Health
  /** Learning rate that was asked for, until the run confirms it. */
  readonly askedEta: number | undefined
  /** Whether someone waits for the next checkpoint. */
  readonly isCheckpointAsked: boolean
  readonly log: readonly LogEntry[]
  /** Predictions after the last complete epoch. */
  readonly confusion: EpochConfusion | undefined
  /** Inputs of misclassified examples, by their index, as far as they were asked for: the newest ones. */
  readonly pixels: ReadonlyMap<number, Uint8Array | Float32Array>
  readonly snapshot: SnapshotEvent | undefined
  readonly initialWeights: InitialWeightsEvent | undefined
  readonly neurons: NeuronsChoice
  /** Examples on their way through the network of one moment, by their index. */
  readonly activations: ReadonlyMap<number, ActivationsEvent>
  /** Training images that the network was shown last, of a run with augmentation. */
  readonly shown: ShownEvent | undefined
  readonly view: ViewName
  /**
   * Page of each view that may have several: any whole number, of which the view takes the page that it is by
   * modulo. A page of the view of examples is an example.
   */
  readonly pages: Readonly<Record<PagedView, number>>
  readonly help: boolean
  /** The examination of the run, if a person asked for one, and whether it is shown in place of the view. */
  readonly examination: Examination | undefined
  readonly showsDoctor: boolean
  /** A short word on what a key did, until the next one. */
  readonly notice: string | undefined
}

/**
 * All that changes what the dashboard shows: events of the run, what is found out about it, and what a person
 * does.
 */
export type DashboardEvent =
  | RunEvent
  /** @param ended findings that it does not have any more, in words */
  | { readonly type: 'health'; readonly health: Health; readonly ended: readonly string[] }
  | { readonly type: 'earlier-run'; readonly run: EarlierRun }
  | { readonly type: 'view'; readonly view: ViewName }
  | { readonly type: 'page'; readonly by: 1 | -1 }
  /** Shows the weights of the neurons or their change, or orders them the other way. */
  | { readonly type: 'neurons'; readonly toggles: 'shown' | 'sorted' }
  | { readonly type: 'help' | 'doctor'; readonly shown: boolean }
  | { readonly type: 'examination'; readonly event: ExaminationEvent }
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

/** The example that the view of that name shows, and how many there are: test data, else validation data. */
export function shownExample({
  loaded,
  pages,
}: Pick<DashboardState, 'loaded' | 'pages'>):
  | { set: EvaluatedSet; example: number; count: number }
  | undefined {
  const set = loaded?.test === undefined ? 'validation' : 'test'
  const count = loaded?.[set] ?? 0
  return count === 0 ? undefined : { set, example: pageAt(pages.example, count), count }
}
