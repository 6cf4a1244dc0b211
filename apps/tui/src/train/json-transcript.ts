import type { EpochRecord, FinishedEvent, StartedEvent } from '@gradus/core'
import type { CheckpointedEvent, LoadedEvent, SavedEvent, UnsavedEvent } from '../run/messages.ts'
import type { ScreenEvent, Transcript } from '../run/screen.ts'
import { printableJson } from '../terminal/printable.ts'
import { formatSeed } from '../terminal/seed.ts'

/**
 * A run as JSON, one object a line: `started`, `epoch` for every complete epoch, and `finished` once the model is saved.
 * A seed is text, as the flag takes it, because JSON's numbers may not hold it.
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
