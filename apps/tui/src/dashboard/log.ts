import type { EpochRecord, EtaEvent, FinishedEvent, StartedEvent } from '@gradus/core'
import { accuracyOf, meritOf } from '../run/epochs.ts'
import type {
  CheckpointFailedEvent,
  LoadedEvent,
  SavedEvent,
  SetAsideEvent,
  UnsavedEvent,
} from '../run/events.ts'
import { describeWays } from '../run/settings.ts'
import { formatCost, formatCount, placeOf, shareOf, splitCounts } from '../terminal/format.ts'
import { printable } from '../terminal/printable.ts'
import type { DashboardState, LogEntry } from './state.ts'

/** More than anyone reads, and little memory. */
const MOST_ENTRIES = 2000
const HASH_DIGITS = 12
/** Changes of eta that are told at the end. */
const MOST_CHANGES = 10

/** The state with one more line in its log; of very many the oldest are forgotten. */
export function withEntry(state: DashboardState, kind: LogEntry['kind'], text: string): DashboardState {
  const { log, progress, started } = state
  const entry: LogEntry = {
    seconds: progress?.elapsedSeconds ?? 0,
    epoch: progress?.epoch ?? started?.epoch ?? 0,
    kind,
    text: printable(text),
  }
  return { ...state, log: [...log.slice(-MOST_ENTRIES + 1), entry] }
}

export function describeLoaded(loaded: LoadedEvent): string {
  const { dataHash } = loaded
  const hash = dataHash === undefined ? '' : `, SHA-256 ${dataHash.slice(0, HASH_DIGITS)}`
  return `Data loaded: ${splitCounts(loaded)} examples${hash}`
}

export function describeStarted({ spec, eta, epoch, position }: StartedEvent): string {
  const { sizes, epochs, miniBatchSize, data } = spec
  const textbook = `${sizes.join('-')}, ${epochs} epochs, mini-batches of ${formatCount(miniBatchSize)}, eta ${eta}`
  const options = [textbook, ...describeWays(spec)].join('; ')
  if (epoch === 0 && position === 0) return `Training begins: ${options}`
  return `Training goes on after ${placeOf(epoch, position, data.train)}: ${options}`
}

/** @param best of the epochs before. */
export function describeEpoch(record: EpochRecord, best: EpochRecord | undefined): string {
  const { epoch, test, validation, cost } = record
  const results = [
    ...(test ? [`test ${shareOf(accuracyOf(test))}`] : []),
    ...(validation ? [`validation ${shareOf(accuracyOf(validation))}`] : []),
    `training cost ${formatCost(cost)}`,
  ]
  const isBest = best !== undefined && meritOf(record) > meritOf(best)
  return `Epoch ${epoch}: ${results.join(', ')}${isBest ? '; the best so far' : ''}`
}

export function describeEta({ eta, epoch, position }: EtaEvent, before: number | undefined): string {
  return `eta is ${eta} instead of ${before}, from example ${formatCount(position)} of epoch ${epoch} on`
}

export function describeFinished(
  { reason, epoch, position, error }: FinishedEvent,
  examples: number,
): string {
  if (reason === 'diverged') return `Diverged: ${error?.message ?? ''}`
  return `${reason === 'done' ? 'Done' : 'Stopped'} after ${placeOf(epoch, position, examples)}`
}

/** Changes of eta with their positions; undefined where there were none. */
export function describeEtaChanges({ etaChanges }: FinishedEvent): string | undefined {
  if (etaChanges.length === 0) return undefined
  const told = etaChanges
    .slice(0, MOST_CHANGES)
    .map(({ epoch, position, eta }) => `${eta} from epoch ${epoch}, example ${formatCount(position)} on`)
  const more = etaChanges.length - told.length
  return `eta was changed: ${told.join('; ')}${more > 0 ? `; and ${formatCount(more)} more` : ''}`
}

/** Notice that an earlier run's checkpoint was renamed. */
export function describeSetAside({ path }: SetAsideEvent): string {
  return `Kept the checkpoint of an earlier run that is not complete: ${path}`
}

export function describeCheckpointFailure({ message }: CheckpointFailedEvent): string {
  return `${message} Training goes on, and the next checkpoint is tried.`
}

export function describeKept(kept: SavedEvent | UnsavedEvent): string {
  return kept.type === 'saved' ? `Saved ${kept.path}` : kept.reason
}
