import type { FinishedEvent, StartedEvent } from '@gradus/core'
import type { LoadedEvent, SavedEvent, UnsavedEvent } from '../run/messages.ts'
import {
  countOf,
  formatCount,
  formatDuration,
  formatEvaluation,
  formatRate,
  placeOf,
} from '../terminal/format.ts'
import { formatSeed } from '../terminal/seed.ts'

/** What runs, in two lines; three for a run that goes on. */
export function describeStart(loaded: LoadedEvent, started: StartedEvent): string[] {
  const { sizes, epochs, miniBatchSize, eta, engine, precision, epoch, position } = started
  const examples = [
    `${formatCount(loaded.train)} training`,
    loaded.validation === undefined ? 'no validation' : `${formatCount(loaded.validation)} validation`,
    loaded.test === undefined ? 'no test' : `${formatCount(loaded.test)} test`,
  ]
  return [
    `Network ${sizes.join('-')}, seed ${formatSeed(loaded.seed)}, engine ${engine} (${precision}); images: ${examples.join(', ')}`,
    `${countOf(epochs, 'epoch')}, mini-batches of ${formatCount(miniBatchSize)}, eta ${eta}`,
    ...(epoch > 0 || position > 0 ? [`Resumed after ${placeOf(epoch, position, loaded.train)}`] : []),
  ]
}

/** Where the checkpoint of an earlier run went. */
export function describeSetAside(path: string): string {
  return `Kept the checkpoint of an earlier run that is not complete: ${path}`
}

/** How a run on so many examples ended, and what is kept of it. */
export function describeEnd(
  finished: FinishedEvent,
  kept: SavedEvent | UnsavedEvent,
  examples: number,
): string[] {
  const { reason, epoch, position, trainSeconds, evaluateSeconds, examplesPerSecond } = finished
  const rate = examplesPerSecond > 0 ? `, ${formatRate(examplesPerSecond)} examples/s` : ''
  const work = `${formatDuration(trainSeconds + evaluateSeconds)}${rate}`
  const stopped = reason === 'done' ? 'Done' : reason === 'aborted' ? 'Stopped' : 'Diverged'
  return [`${stopped} after ${placeOf(epoch, position, examples)}: ${work}`, ...describeKept(finished, kept)]
}

function describeKept(finished: FinishedEvent, kept: SavedEvent | UnsavedEvent): string[] {
  if (kept.type === 'unsaved') return [kept.lost ? `error: ${kept.reason}` : kept.reason]
  const { reason, position, history } = finished
  const last = reason !== 'diverged' && position === 0 ? history.at(-1) : undefined
  const results = [
    ...(last?.test ? [`test ${formatEvaluation(last.test)}`] : []),
    ...(last?.validation ? [`validation ${formatEvaluation(last.validation)}`] : []),
  ]
  return [
    ...(kept.problem === undefined ? [] : [`error: ${kept.problem}`]),
    `Saved ${kept.path}${reason === 'diverged' ? ', the last weights before it diverged' : ''}`,
    ...(results.length > 0 ? [results.join(', ')] : []),
    `sha256 ${kept.sha256}`,
  ]
}
