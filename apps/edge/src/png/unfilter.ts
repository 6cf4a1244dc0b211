import { damaged } from './picture-error.ts'

/** By the number of the filter: https://www.w3.org/TR/png-3/#9Filters. */
const UNDO = [addNothing, addLeft, addAbove, addAverage, addPaeth] as const

/**
 * Undoes the filter of a row in place.
 *
 * @param above the row above it, of the same length, undone already; zeros for the first.
 * @param step bytes a pixel, at least 1.
 * @throws PictureError if there is no such filter
 */
export function unfilter(filter: number, row: Uint8Array, above: Uint8Array, step: number): void {
  const undo = UNDO[filter]
  if (!undo) throw damaged('has a row with an unknown filter', `filters 0 .. ${UNDO.length - 1}`)
  undo(row, above, step)
}

function addNothing(): void {}

function addLeft(row: Uint8Array, _above: Uint8Array, step: number): void {
  for (let i = step; i < row.length; i++) row[i] = (row[i] ?? 0) + (row[i - step] ?? 0)
}

function addAbove(row: Uint8Array, above: Uint8Array): void {
  for (let i = 0; i < row.length; i++) row[i] = (row[i] ?? 0) + (above[i] ?? 0)
}

function addAverage(row: Uint8Array, above: Uint8Array, step: number): void {
  for (let i = 0; i < row.length; i++) {
    const left = i < step ? 0 : (row[i - step] ?? 0)
    row[i] = (row[i] ?? 0) + ((left + (above[i] ?? 0)) >> 1)
  }
}

function addPaeth(row: Uint8Array, above: Uint8Array, step: number): void {
  for (let i = 0; i < row.length; i++) {
    const left = i < step ? 0 : (row[i - step] ?? 0)
    const corner = i < step ? 0 : (above[i - step] ?? 0)
    row[i] = (row[i] ?? 0) + paeth(left, above[i] ?? 0, corner)
  }
}

/** Whichever is nearest to left + up - corner; of equally near ones the first. */
function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner)
  const toUp = Math.abs(left - corner)
  const toCorner = Math.abs(left + up - 2 * corner)
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}
