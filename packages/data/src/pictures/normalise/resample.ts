import { endsSlice, SLICE, type Sliced } from '../picture.ts'
import type { Ink } from './found.ts'

/** A small picture in float64: pixel (x, y) is data[y * width + x]. */
export interface Glyph {
  readonly width: number
  readonly height: number
  readonly data: Float64Array
}

/** A box in pixels. */
export interface BoxSize {
  readonly width: number
  readonly height: number
}

/** One pixel of the result along one axis: the weighted sum of the pixels from `first` on. */
interface Tap {
  readonly first: number
  readonly weights: readonly number[]
}

/**
 * Scales ink, keeping its shape, so that it fills a box of `width` x `height` pixels along one side at least. The last
 * pixel of the other side may be covered in part.
 */
export function* scaleToFit(ink: Ink, { width, height }: BoxSize): Sliced<Glyph> {
  const isWide = ink.width * height >= ink.height * width
  const [longer, size] = isWide ? [ink.width, width] : [ink.height, height]
  const columns = taps(ink.width, longer, size)
  const rows = taps(ink.height, longer, size)
  const data = new Float64Array(columns.length * rows.length)
  for (const [j, row] of rows.entries()) {
    for (const [i, column] of columns.entries()) {
      const place = j * columns.length + i
      const pixels = column.weights.length * row.weights.length
      if (endsSlice(place, pixels)) yield Math.max(SLICE, pixels)
      data[place] = weightedSum(ink, column, row)
    }
  }
  return { width: columns.length, height: rows.length, data }
}

function weightedSum(ink: Ink, column: Tap, row: Tap): number {
  let sum = 0
  row.weights.forEach((down, j) => {
    column.weights.forEach((across, i) => {
      sum += down * across * ink.at(column.first + i, row.first + j)
    })
  })
  return sum
}

/**
 * Taps that turn `length` pixels into (length / longer) * size: by area for fewer pixels, between neighbours
 * for more.
 */
function taps(length: number, longer: number, size: number): Tap[] {
  const scaled = (length * size) / longer
  const tap = longer >= size ? areaTap : linearTap
  return Array.from({ length: Math.ceil(scaled) }, (_, i) => tap(i, length, longer / size))
}

/**
 * The mean over the source pixels that pixel `i` covers, each by the part covered; beyond the end is nothing.
 */
function areaTap(i: number, length: number, step: number): Tap {
  const from = i * step
  const to = from + step
  const first = Math.floor(from)
  const count = Math.min(length, Math.ceil(to)) - first
  const weights = Array.from({ length: count }, (_, k) => {
    const covered = Math.min(to, first + k + 1) - Math.max(from, first + k)
    return covered / step
  })
  return { first, weights }
}

/** Linear interpolation at the middle of pixel `i`, weakened if only a part of it lies within the source. */
function linearTap(i: number, length: number, step: number): Tap {
  const middle = Math.min(length - 1, Math.max(0, (i + 0.5) * step - 0.5))
  const covered = Math.min(1, length / step - i)
  const first = Math.floor(middle)
  const second = middle - first
  const weights = second === 0 ? [covered] : [covered * (1 - second), covered * second]
  return { first, weights }
}
