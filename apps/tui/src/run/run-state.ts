import {
  type Clocks,
  type EpochEvent,
  type EpochRecord,
  type EtaChange,
  type ProgressEvent,
  passedChanges,
  recordOf,
  type StartedEvent,
} from '@gradus/core'
import type { Progress } from '../terminal/progress-bar.ts'
import { bestBy, Epochs, meritOf } from './epochs.ts'
import type {
  CheckpointedEvent,
  DiedEvent,
  FailedEvent,
  JudgedEvent,
  LoadedEvent,
  LoadingEvent,
  RunEvent,
  SavedEvent,
  UnsavedEvent,
} from './events.ts'

/** State of a run, as its events tell it. Whatever shows, records or ends a run reads it. */
export interface RunState {
  readonly phase: 'loading' | 'training' | 'paused' | 'stopping' | 'saving' | 'over'
  /** Progress of the loading of the data, where that takes its time. */
  readonly loading: LoadingEvent | undefined
  readonly loaded: LoadedEvent | undefined
  /** The last start: a run that was rewound has several. */
  readonly started: StartedEvent | undefined
  readonly rewinds: number
  readonly progress: RunProgress | undefined
  /** The complete epochs, also those before a resumed run went on, and the best of them. */
  readonly history: Epochs
  readonly best: EpochRecord | undefined
  /** Learning rate at hand, and every change of it. */
  readonly eta: number | undefined
  readonly etaChanges: readonly EtaChange[]
  /** Newest checkpoint on the disk, and why the next could not be saved, if it could not. */
  readonly checkpoint: { readonly last: CheckpointedEvent | undefined; readonly problem: string | undefined }
  readonly finished: JudgedEvent | undefined
  readonly kept: SavedEvent | UnsavedEvent | undefined
  /** Why the run cannot begin, or ended before its time. */
  readonly failed: FailedEvent | DiedEvent | undefined
}

/** Progress of the run as a bar shows it, and what the run does. */
export interface RunProgress extends Progress {
  readonly phase: ProgressEvent['phase']
}

/** State of a run before its first event. */
export const initialRun: RunState = {
  phase: 'loading',
  loading: undefined,
  loaded: undefined,
  started: undefined,
  rewinds: 0,
  progress: undefined,
  history: new Epochs([]),
  best: undefined,
  eta: undefined,
  etaChanges: [],
  checkpoint: { last: undefined, problem: undefined },
  finished: undefined,
  kept: undefined,
  failed: undefined,
}

/** State of a run after an event. What a listener has in its state besides is left as it is. */
export function runAfter<State extends RunState>(state: State, event: RunEvent): State {
  const { phase, checkpoint } = state
  switch (event.type) {
    case 'loading':
      return { ...state, loading: event }
    case 'loaded':
      return { ...state, loaded: event }
    case 'started':
      return { ...state, ...courseFrom(state, event) }
    case 'progress':
      // A schedule changes eta without an event of its own.
      return { ...state, progress: event, eta: state.started?.spec.schedule ? event.eta : state.eta }
    case 'eta': {
      const { type: _, ...change } = event
      return { ...state, eta: event.eta, etaChanges: [...state.etaChanges, change] }
    }
    case 'epoch':
      return { ...state, ...completed(state, event) }
    case 'finished':
      return { ...state, ...ended(state, event) }
    case 'checkpointed':
      return { ...state, checkpoint: { last: event, problem: undefined } }
    case 'checkpoint-failed':
      return { ...state, checkpoint: { ...checkpoint, problem: event.message } }
    case 'checkpoint-gone':
      return { ...state, checkpoint: { ...checkpoint, last: undefined } }
    case 'saved':
    case 'unsaved':
      return { ...state, phase: 'over', kept: event }
    case 'failed':
    case 'died':
      return { ...state, phase: 'over', failed: event }
    case 'paused':
      return phase === 'training' ? { ...state, phase: 'paused' } : state
    case 'resumed':
      return phase === 'paused' ? { ...state, phase: 'training' } : state
    case 'stopping':
      return phase === 'saving' || phase === 'over' ? state : { ...state, phase: 'stopping' }
    default:
      return state
  }
}

/** A run begins, or goes on, or begins anew with nothing of the course that it took before. */
function courseFrom({ phase, started: before, rewinds }: RunState, event: StartedEvent): Partial<RunState> {
  const isNew = event.epoch === 0 && event.position === 0
  return {
    phase: phase === 'loading' ? 'training' : phase,
    started: event,
    rewinds: before ? rewinds + 1 : rewinds,
    progress: undefined,
    history: new Epochs([...event.history]),
    best: bestBy(event.history, meritOf),
    eta: event.eta,
    // A run that begins has made none of the changes that are planned for it.
    etaChanges: isNew ? [] : passedChanges(event.spec, event),
  }
}

function completed({ started, progress, history, best }: RunState, event: EpochEvent): Partial<RunState> {
  const record = recordOf(event)
  const place = { epoch: event.epoch, position: started?.spec.data.train ?? 0 }
  return {
    progress: started ? progressAt(started, place, event.cost, event) : progress,
    history: history.with(record),
    best: bestBy(best ? [best, record] : [record], meritOf),
  }
}

function ended({ started, progress }: RunState, event: JudgedEvent): Partial<RunState> {
  const { epoch, position, eta, etaChanges } = event
  const isWhole = position === 0 && epoch > 0
  const place = isWhole ? { epoch: epoch - 1, position: started?.spec.data.train ?? 0 } : { epoch, position }
  return {
    phase: 'saving',
    finished: event,
    progress: started ? progressAt(started, place, progress?.cost ?? Number.NaN, event) : progress,
    eta,
    etaChanges,
  }
}

function progressAt(
  { spec }: StartedEvent,
  place: Pick<RunProgress, 'epoch' | 'position'>,
  cost: number,
  { elapsedSeconds, remainingSeconds, examplesPerSecond }: Clocks,
): RunProgress {
  const clocks = { elapsedSeconds, remainingSeconds, examplesPerSecond }
  return { phase: 'train', ...place, epochs: spec.epochs, examples: spec.data.train, cost, ...clocks }
}
