import type { ProgressEvent } from '@gradus/core'
import type { FinePoint } from './state.ts'

/** More than a chart has columns. */
const MOST_POINTS = 2000

/**
 * The points with that of the mini-batches between two progress events. Both tell the mean cost of their epoch so far: without the one before
 * there is a point only at the start of an epoch. @param isWhole whether this run did the epoch from its start on
 */
export function withFinePoint(
  fine: readonly FinePoint[],
  before: ProgressEvent | undefined,
  { epoch, position, cost }: ProgressEvent,
  isWhole: boolean,
): readonly FinePoint[] {
  const from = before?.epoch === epoch ? before : isWhole ? { position: 0, cost: 0 } : undefined
  if (!from || position <= from.position) return fine
  const mean = (cost * position - from.cost * from.position) / (position - from.position)
  return [...fine.slice(-MOST_POINTS + 1), { epoch, position, cost: mean }]
}
