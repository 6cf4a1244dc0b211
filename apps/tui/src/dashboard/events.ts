import type { Health } from '@gradus/core/health'
import type { TrainEvent } from '../run/messages.ts'
import type { Analysis } from './analysis.ts'
import type { ViewName } from './state.ts'

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
