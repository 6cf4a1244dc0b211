import { endsSlice, type GreyPicture, SLICE, type Sliced } from '../picture.ts'
import { levelAt } from './paper.ts'

/** Cells of a picture: each the mean level of a square of its pixels, or of what is left at the right and the bottom. */
export interface Sheet {
  readonly width: number
  readonly height: number
  /** Cell (x, y) is values[y * width + x]. */
  readonly values: Float32Array
}

/** Cells of the longer side, at the most. */
const CELLS = 256

/** Pixels of the side of a picture's cells. */
export function cellSize({ width, height }: GreyPicture): number {
  return Math.ceil(Math.max(width, height) / CELLS)
}

/** The mean levels of a picture's cells. */
export function* sheetOf(picture: GreyPicture): Sliced<Sheet> {
  const size = cellSize(picture)
  const [width, height] = [Math.ceil(picture.width / size), Math.ceil(picture.height / size)]
  const values = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    if (endsSlice(y, picture.width * size)) yield Math.max(SLICE, picture.width * size)
    const bottom = Math.min(picture.height, (y + 1) * size)
    for (let x = 0; x < width; x++) {
      const right = Math.min(picture.width, (x + 1) * size)
      let sum = 0
      for (let j = y * size; j < bottom; j++)
        for (let i = x * size; i < right; i++) sum += levelAt(picture, i, j)
      values[y * width + x] = sum / ((bottom - y * size) * (right - x * size))
    }
  }
  return { width, height, values }
}

/** Standard deviation of the noise that is left as it is, in levels. */
const LITTLE_NOISE = 8
/** Parts of the standard deviation that a median of nine leaves, a mean of nine, and a mean of those. */
const AFTER_MEDIAN = 0.45
const AFTER_MEANS = [0.34, 0.7]
/** Part of the cells that stand alone, from which they are salt and pepper. */
const MOST_SALT = 0.003

/** Cells without salt and pepper and much noise, and the standard deviation of what noise there is. */
export function* cleared(sheet: Sheet): Sliced<{ sheet: Sheet; noise: number }> {
  let result = sheet
  let noise = noiseOf(sheet)
  if ((yield* saltOf(sheet, 5 * noise + 32)) > MOST_SALT * sheet.values.length) {
    result = yield* filtered(result, middleOf)
    noise *= AFTER_MEDIAN
  }
  for (const part of AFTER_MEANS) {
    if (noise <= LITTLE_NOISE) break
    result = yield* filtered(result, meanOf)
    noise *= part
  }
  return { sheet: result, noise }
}

/** Cells between two that are compared for noise: nearer ones share what a camera or a compression smoothed. */
const APART = 3
/** About so many are compared. */
const SAMPLES = 4096
/** Standard deviation of normal noise, as a multiple of the median absolute difference of two of its values. */
const DEVIATIONS_A_DIFFERENCE = 1.0484

/** Standard deviation of the noise: of what differs between cells that are near, mostly of one ground. */
function noiseOf({ width, values }: Sheet): number {
  const step = Math.floor(values.length / SAMPLES) | 1
  const differences: number[] = []
  for (let i = APART; i < values.length; i += step)
    if (i % width >= APART) differences.push(Math.abs(values[i] - values[i - APART]))
  const sorted = Float64Array.from(differences).sort()
  return sorted.length === 0 ? 0 : DEVIATIONS_A_DIFFERENCE * sorted[sorted.length >> 1]
}

/** The number of cells that differ from all of their eight neighbours but one. */
function* saltOf({ width, height, values }: Sheet, least: number): Sliced<number> {
  let salt = 0
  for (let y = 1; y + 1 < height; y++) {
    if (endsSlice(y, width)) yield Math.max(SLICE, width)
    for (let x = 1; x + 1 < width; x++) {
      const cell = y * width + x
      let like = 0
      for (let j = cell - width; j <= cell + width && like <= 2; j += width)
        for (let i = j - 1; i <= j + 1; i++) if (Math.abs(values[i] - values[cell]) < least) like++
      // The cell is like itself.
      if (like <= 2) salt++
    }
  }
  return salt
}

/** Each cell made of the nine of a square around it; the outermost stand for those beyond an edge. */
function* filtered(sheet: Sheet, filter: (nine: Float32Array) => number): Sliced<Sheet> {
  const { width, height, values } = sheet
  const result = new Float32Array(values.length)
  const nine = new Float32Array(9)
  for (let y = 0; y < height; y++) {
    if (endsSlice(y, 9 * width)) yield Math.max(SLICE, 9 * width)
    for (let x = 0; x < width; x++) {
      let k = 0
      for (let j = y - 1; j <= y + 1; j++) {
        const row = Math.min(height - 1, Math.max(0, j)) * width
        for (let i = x - 1; i <= x + 1; i++) nine[k++] = values[row + Math.min(width - 1, Math.max(0, i))]
      }
      result[y * width + x] = filter(nine)
    }
  }
  return { ...sheet, values: result }
}

function meanOf(nine: Float32Array): number {
  let sum = 0
  for (const value of nine) sum += value
  return sum / 9
}

function middleOf(nine: Float32Array): number {
  return nine.sort()[4]
}

/** Lines of cells, rows or columns: cell `i` of line `k` is values[k * next + i * step]. */
interface Lines {
  readonly length: number
  readonly count: number
  readonly step: number
  readonly next: number
}

function linesOf(width: number, height: number): readonly Lines[] {
  return [
    { length: width, count: height, step: 1, next: width },
    { length: height, count: width, step: width, next: 1 },
  ]
}

/**
 * The third moment of what cells differ by from the mean of a square around them: < 0 if ink is darker than its ground,
 * as there is less of it than of ground near it. Steps, as those of shadows, count on both sides alike.
 */
export function* balanceOf({ width, height, values }: Sheet, side: number): Sliced<number> {
  const means = values.slice()
  for (const lines of linesOf(width, height)) yield* average(means, lines, side >> 1)
  let balance = 0
  for (let i = 0; i < values.length; i++) {
    const difference = values[i] - means[i]
    balance += difference * difference * difference
  }
  return balance
}

/** Makes each value the mean of those within reach on its line. */
function* average(values: Float32Array, { length, count, step, next }: Lines, reach: number): Sliced<void> {
  const sums = new Float64Array(length + 1)
  for (let k = 0; k < count; k++) {
    if (endsSlice(k, length)) yield Math.max(SLICE, length)
    for (let i = 0; i < length; i++) sums[i + 1] = sums[i] + values[k * next + i * step]
    for (let i = 0; i < length; i++) {
      const [from, to] = [Math.max(0, i - reach), Math.min(length, i + reach + 1)]
      values[k * next + i * step] = (sums[to] - sums[from]) / (to - from)
    }
  }
}

/**
 * The ground under ink: a grey opening (closing if the ink is darker) by a square, which fills all that is narrower than
 * its side, and keeps steps, as those of shadows, and what lies along an edge.
 */
export function* groundOf(sheet: Sheet, side: number, isLight: boolean): Sliced<Float32Array> {
  const reach = side >> 1
  const [width, height] = [sheet.width + 2 * reach, sheet.height + 2 * reach]
  const sign = isLight ? -1 : 1
  const cellAt = (x: number, y: number) => (y + reach) * width + x + reach
  const values = new Float32Array(width * height).fill(-Infinity)
  for (let y = 0; y < sheet.height; y++)
    for (let x = 0; x < sheet.width; x++) values[cellAt(x, y)] = sign * sheet.values[y * sheet.width + x]
  for (const turn of [1, -1]) {
    for (let i = 0; i < values.length; i++) values[i] *= turn
    for (const lines of linesOf(width, height)) yield* spread(values, lines, reach)
    for (let i = 0; i < values.length; i++) values[i] *= turn
  }
  const ground = new Float32Array(sheet.values.length)
  for (let y = 0; y < sheet.height; y++)
    for (let x = 0; x < sheet.width; x++) ground[y * sheet.width + x] = sign * values[cellAt(x, y)]
  return ground
}

/** Makes each value the largest of those within reach on its line: by windows of doubled lengths, and two of the last. */
function* spread(values: Float32Array, { length, count, step, next }: Lines, reach: number): Sliced<void> {
  const line = new Float32Array(length + 2 * reach)
  for (let k = 0; k < count; k++) {
    if (endsSlice(k, 4 * length)) yield Math.max(SLICE, 4 * length)
    line.fill(-Infinity)
    for (let i = 0; i < length; i++) line[reach + i] = values[k * next + i * step]
    let window = 1
    for (; 2 * window <= 2 * reach + 1; window *= 2)
      for (let i = 0; i + window < line.length; i++) line[i] = Math.max(line[i], line[i + window])
    const rest = 2 * reach + 1 - window
    for (let i = 0; i < length; i++) values[k * next + i * step] = Math.max(line[i], line[i + rest])
  }
}
