import { MAX_DRAWING_PIXELS } from '../limits.ts'
import { badValue } from '../problem/problem.ts'

/** Rows of numbers, or all of them in one list. */
export interface PixelGrid {
  readonly values: Float64Array
  /** Undefined for one list. */
  readonly width: number | undefined
}

/** What a pixel may be, from 0. */
export type Scale = 255 | 1

/**
 * Reads a list of numbers, or a list of equally long ones, each a pixel of 0 .. scale.
 * @param pointer where it stands. @throws Problem (422) naming the first entry that is wrong
 */
export function readPixels(image: unknown, pointer: string, scale: Scale): PixelGrid {
  if (!Array.isArray(image) || image.length === 0)
    throw badValue(pointer, 'expected a list of numbers, or of rows of numbers.')
  const [first] = image
  const isFlat = !Array.isArray(first)
  const width = isFlat ? undefined : first.length
  const count = image.length * (width ?? 1)
  if (count > MAX_DRAWING_PIXELS)
    throw badValue(pointer, `expected at most ${MAX_DRAWING_PIXELS} pixels. Scale it down.`)
  const values = new Float64Array(count)
  if (isFlat) fill(values, 0, image, pointer, scale)
  else for (const [y, row] of image.entries()) fillRow(values, y, row, { pointer, scale, width: width ?? 0 })
  return { values, width }
}

function fillRow(
  values: Float64Array,
  y: number,
  row: unknown,
  { pointer, scale, width }: { pointer: string; scale: Scale; width: number },
): void {
  if (!Array.isArray(row) || row.length !== width || width === 0) {
    throw badValue(`${pointer}/${y}`, 'expected a row of as many numbers as the first row has.')
  }
  fill(values, y * width, row, `${pointer}/${y}`, scale)
}

function fill(
  values: Float64Array,
  start: number,
  numbers: readonly unknown[],
  pointer: string,
  scale: Scale,
): void {
  for (const [i, value] of numbers.entries()) {
    if (typeof value !== 'number' || !(value >= 0 && value <= scale)) {
      throw badValue(`${pointer}/${i}`, `expected a number, 0 .. ${scale}.`)
    }
    values[start + i] = value
  }
}
