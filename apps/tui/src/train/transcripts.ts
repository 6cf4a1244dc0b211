import type { EpochRecord, FinishedEvent, StartedEvent } from '@gradus/core'
import { formatSeed } from '../arguments.ts'
import type {
  CheckpointedEvent,
  LoadedEvent,
  SavedEvent,
  ScreenEvent,
  Transcript,
  UnsavedEvent,
} from '../run/events.ts'
import { printableJson } from '../terminal/printable.ts'

/**
 * A run as JSON, one object a line: `started`, `epoch` for every complete epoch, and `finished` once the
 * model is saved. A seed is text, as the flag takes it, because JSON's numbers may not hold it.
 */
export function jsonTranscript(): Transcript {
  let loaded: LoadedEvent | undefined
  let finished: FinishedEvent | undefined
  let checkpoint: CheckpointedEvent | undefined
  let checkpointError: string | undefined
  return (event: ScreenEvent) => {
    switch (event.type) {
      case 'loaded':
        loaded = event
        return undefined
      case 'started':
        return loaded && printableJson(startedLine(loaded, event))
      case 'epoch':
        return printableJson(event satisfies EpochRecord)
      case 'checkpointed':
        checkpoint = event
        checkpointError = undefined
        return undefined
      case 'checkpoint-gone':
        checkpoint = undefined
        return undefined
      case 'checkpoint-failed':
        checkpointError = event.message
        return undefined
      case 'finished':
        finished = event
        return undefined
      case 'saved':
      case 'unsaved':
        return (
          finished &&
          printableJson({
            ...finishedLine(finished, event),
            checkpoint: placeOf(checkpoint),
            checkpointError,
          })
        )
      default:
        return undefined
    }
  }
}

function startedLine(loaded: LoadedEvent, { history: _, ...started }: StartedEvent): object {
  const { seed, dataHash, validation, test } = loaded
  return { ...started, seed: formatSeed(seed), validation, test, dataHash }
}

function finishedLine(finished: FinishedEvent, kept: SavedEvent | UnsavedEvent): object {
  const { history: _, error, ...rest } = finished
  const problem =
    error?.message ?? (kept.type === 'saved' ? kept.problem : kept.lost ? kept.reason : undefined)
  const out = kept.type === 'saved' ? kept.path : null
  return { ...rest, sha256: kept.sha256, out, error: problem }
}

function placeOf(checkpoint: CheckpointedEvent | undefined): object | null {
  return checkpoint ? { path: checkpoint.path, epoch: checkpoint.epoch, position: checkpoint.position } : null
}

/**
 * The lines that the textbook's program prints: `Epoch 0 : 8881 / 10000`, or `Epoch 0 complete` without test
 * data.
 */
export function textTranscript(event: ScreenEvent): string | undefined {
  if (event.type !== 'epoch') return undefined
  const { epoch, correct, total } = event
  return correct === undefined ? `Epoch ${epoch} complete` : `Epoch ${epoch} : ${correct} / ${total}`
}
