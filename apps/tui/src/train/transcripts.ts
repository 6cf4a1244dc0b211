import type { EpochEvent, StartedEvent } from '@gradus/core'
import { formatSeed } from '../arguments.ts'
import type {
  JudgedEvent,
  LoadedEvent,
  RunEvent,
  SavedEvent,
  Transcript,
  UnsavedEvent,
} from '../run/events.ts'
import { initialRun, type RunState, runAfter } from '../run/run-state.ts'
import { printableJson } from '../terminal/printable.ts'

/**
 * A run as JSON, one object a line: `started`, `epoch` for every complete epoch, and `finished` once the
 * model is saved. A seed is text, as the flag takes it, because JSON's numbers may not hold it.
 */
export function jsonTranscript(): Transcript {
  let run = initialRun
  return event => {
    run = runAfter(run, event)
    const { loaded, finished, kept, checkpoint } = run
    switch (event.type) {
      case 'started':
        return loaded && printableJson(startedLine(loaded, event))
      case 'epoch':
        return printableJson(epochLine(event))
      case 'saved':
      case 'unsaved':
        return finished && kept && printableJson(finishedLine(finished, kept, checkpoint))
      default:
        return undefined
    }
  }
}

function epochLine({ confusions: _, ...event }: EpochEvent): object {
  return event
}

function startedLine(
  loaded: LoadedEvent,
  { history: _, confusions: __, spec, ...started }: StartedEvent,
): object {
  const { seed, dataHash, validation, test } = loaded
  const { data, ...fields } = spec
  const sets = { examples: data.train, validation, test, dataHash }
  return { ...fields, ...started, seed: formatSeed(seed), ...sets }
}

function finishedLine(
  { history: _, figures: __, error, ...rest }: JudgedEvent,
  kept: SavedEvent | UnsavedEvent,
  { last, problem }: RunState['checkpoint'],
): object {
  const lost = kept.type === 'saved' ? kept.problem : kept.lost ? kept.reason : undefined
  const out = kept.type === 'saved' ? kept.path : null
  const checkpoint = last ? { path: last.path, epoch: last.epoch, position: last.position } : null
  const { sha256 } = kept
  return { ...rest, sha256, out, error: error?.message ?? lost, checkpoint, checkpointError: problem }
}

/**
 * The lines that the textbook's program prints: `Epoch 0 : 8881 / 10000`, or `Epoch 0 complete` without test
 * data.
 */
export function textTranscript(event: RunEvent): string | undefined {
  if (event.type !== 'epoch') return undefined
  const { epoch, correct, total } = event
  return correct === undefined ? `Epoch ${epoch} complete` : `Epoch ${epoch} : ${correct} / ${total}`
}
