import type { FinishedEvent } from '@gradus/core'
import type {
  CheckpointedEvent,
  FailedEvent,
  LoadedEvent,
  SavedEvent,
  TrainEvent,
  UnsavedEvent,
} from '../run/messages.ts'

/** What is to be remembered of a run. */
export interface RunRecord {
  loaded?: LoadedEvent
  /** Whether training has begun; it may begin again. */
  hasStarted?: true
  /** The last one. */
  checkpointed?: CheckpointedEvent
  /** Why the last checkpoint could not be saved, if it could not. */
  checkpointProblem?: string | undefined
  finished?: FinishedEvent
  kept?: SavedEvent | UnsavedEvent
  failed?: FailedEvent
}

/** Adds to the record what an event tells. */
export function remember(record: RunRecord, event: TrainEvent): void {
  switch (event.type) {
    case 'loaded':
      record.loaded = event
      break
    case 'started':
      record.hasStarted = true
      break
    case 'checkpointed':
      record.checkpointed = event
      record.checkpointProblem = undefined
      break
    case 'checkpoint-failed':
      record.checkpointProblem = event.message
      break
    case 'checkpoint-gone':
      delete record.checkpointed
      break
    case 'finished':
      record.finished = event
      break
    case 'saved':
    case 'unsaved':
      record.kept = event
      break
    case 'failed':
      record.failed = event
      break
    default:
  }
}
