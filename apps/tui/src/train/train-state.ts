import type { ProgressEvent } from '@gradus/core'
import type { ScreenEvent } from '../run/screen.ts'

/** What the view of a run shows. */
export interface TrainState {
  /** Lines that are new, and stay on the screen. */
  readonly lines: readonly string[]
  /** Number of these among all that were. */
  readonly batch: number
  readonly phase: 'loading' | 'training' | 'stopping' | 'saving' | 'over'
  /** The latest. */
  readonly progress: ProgressEvent | undefined
}

export const initialState: TrainState = { lines: [], batch: 0, phase: 'loading', progress: undefined }

/** The state after an event. */
export function reduce(state: TrainState, event: ScreenEvent): TrainState {
  switch (event.type) {
    case 'started':
      return state.phase === 'loading' ? { ...state, phase: 'training' } : state
    case 'progress':
      return { ...state, progress: event }
    case 'stopping':
      return { ...state, phase: 'stopping' }
    case 'finished':
      return { ...state, phase: 'saving' }
    case 'saved':
    case 'unsaved':
    case 'failed':
      return { ...state, phase: 'over' }
    default:
      return state
  }
}
