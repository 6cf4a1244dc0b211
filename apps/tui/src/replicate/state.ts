import type { ProgressEvent } from '@gradus/core'
import type { ExperimentName } from '@gradus/fixtures/transcripts'
import type { ReplicationScreenEvent } from './screen.ts'

/** What the view of a replication shows. */
export interface ReplicationState {
  readonly names: readonly ExperimentName[]
  readonly phase: 'loading' | 'training' | 'stopping' | 'over'
  /** The experiment that runs. */
  readonly name: ExperimentName | undefined
  /** Its latest. */
  readonly progress: ProgressEvent | undefined
}

export function initialStateOf(names: readonly ExperimentName[]): ReplicationState {
  return { names, phase: 'loading', name: undefined, progress: undefined }
}

/** The state after an event. */
export function reduce(state: ReplicationState, event: ReplicationScreenEvent): ReplicationState {
  switch (event.type) {
    case 'begun': {
      const phase = state.phase === 'loading' ? 'training' : state.phase
      return { ...state, phase, name: event.name, progress: undefined }
    }
    case 'progress':
      return { ...state, progress: event }
    case 'stopping':
      return { ...state, phase: 'stopping' }
    case 'failed':
      return { ...state, phase: 'over' }
    default:
      return state
  }
}
