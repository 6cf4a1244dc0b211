import type { Rgb, Theme } from '../theme.ts'

/** Greys between nothing and full ink: few, so that neighbours often have the same. */
const GREY_STEPS = 5
/**
 * Shares of the scale from which on a number has a stronger colour. What is nearer to zero, most of a new
 * network, has none.
 */
const THRESHOLDS = [0.4, 0.6, 0.8]
/** Without colours: from zero to the largest of either sign. */
export const NEGATIVE = ' ,-='
export const POSITIVE = ' .+#'

const NEUTRAL: Rgb = [24, 24, 28]
const WHITE: Rgb = [255, 255, 255]
export const BLUE: Rgb = [80, 165, 255]
export const ORANGE: Rgb = [255, 150, 40]

const GREYS = gradient(NEUTRAL, WHITE, GREY_STEPS)
/** Colours from the most negative to the most positive value, zero in the middle. */
const DIVERGING = [
  ...gradient(NEUTRAL, BLUE, THRESHOLDS.length).slice(1).reverse(),
  ...gradient(NEUTRAL, ORANGE, THRESHOLDS.length),
]
/** Colours for terminals with fewer colours: the nearest would not be of one hue. */
const FEWER: Readonly<Record<4 | 8, readonly Rgb[]>> = {
  4: [
    [92, 92, 255],
    [92, 92, 255],
    [0, 0, 238],
    [0, 0, 0],
    [205, 205, 0],
    [255, 255, 0],
    [255, 255, 0],
  ],
  8: [
    [95, 175, 255],
    [0, 135, 215],
    [0, 95, 135],
    [28, 28, 28],
    [135, 95, 0],
    [215, 135, 0],
    [255, 175, 0],
  ],
}

/** A few weights that are larger than all others would make all others look like zero. */
const QUANTILE = 0.99

/**
 * Numbers of 0 .. 255 (0 is background) as text, two rows a line: in greys, or in what else the terminal has.
 */
export function greyPicture(grid: Grid, theme: Theme): string[] {
  if (theme.depth === 1) return digitArt(Uint8Array.from(grid.values, Math.round), grid.width, theme.unicode)
  const entryOf = (value: number): number => Math.round((value * GREY_STEPS) / 255)
  return colourLines(entries(grid, entryOf, theme), 0, GREYS, theme)
}

/** Value that is shown as the largest: the quantile 0.99 of the absolute values. */
export function scaleOf(values: ArrayLike<number>): number {
  const sizes = Float64Array.from(values, Math.abs).sort()
  return sizes[Math.min(sizes.length - 1, Math.floor(QUANTILE * sizes.length))] ?? 0
}

/**
 * Numbers of either sign as text, two rows a line: below zero blue, above orange; by characters where there
 * are no colours.
 */
export function signedPicture(grid: Grid, scale: number, theme: Theme): string[] {
  if (theme.depth === 1) {
    const cell = (upper: number, lower: number): string => signCharacter((upper + lower) / 2, scale)
    return inPairs(grid, 0, cell).map(cells => cells.join(''))
  }
  const palette = theme.depth === 24 ? DIVERGING : FEWER[theme.depth]
  const zero = THRESHOLDS.length
  const entryOf = (value: number): number => zero + stepOf(value, scale)
  return colourLines(entries(grid, entryOf, theme), zero, palette, theme)
}

/** A character for a number: how large it is, and of which sign. */
export function signCharacter(value: number, scale: number): string {
  const steps = stepOf(value, scale)
  return steps < 0 ? NEGATIVE.charAt(-steps) : POSITIVE.charAt(steps)
}

/** Number of thresholds that a value is beyond, with its sign. */
function stepOf(value: number, scale: number): number {
  const steps = THRESHOLDS.filter(threshold => Math.abs(value) >= threshold * scale).length
  return scale === 0 ? 0 : Math.sign(value) * steps
}

/**
 * The numbers as entries of a palette. ASCII has no half blocks, so there the two rows of a line get their
 * mean.
 */
function entries(grid: Grid, entryOf: (value: number) => number, { unicode }: Theme): Grid {
  const { width, values } = grid
  if (unicode) return { width, values: Array.from(values, entryOf) }
  const means = inPairs(grid, 0, (upper, lower) => entryOf((upper + lower) / 2))
  return { width, values: means.flatMap(line => [...line, ...line]) }
}

/** Colours from one to another in so many steps, both included. */
function gradient(from: Rgb, to: Rgb, steps: number): Rgb[] {
  const mix = (a: number, b: number, i: number): number => Math.round(a + ((b - a) * i) / steps)
  return Array.from(
    { length: steps + 1 },
    (_, i): Rgb => [mix(from[0], to[0], i), mix(from[1], to[1], i), mix(from[2], to[2], i)],
  )
}

/** Size in pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

const SMALLEST_SIDE = 5

/**
 * The size of pictures of so many inputs, if they may be pictures.
 * @param cols pixels in a row, as the data say; without it only squares are pictures
 */
export function pictureSize(inputs: number, cols: number | undefined): PictureSize | undefined {
  const width = cols ?? Math.sqrt(inputs)
  const height = inputs / width
  const isPicture = [width, height].every(side => Number.isInteger(side) && side >= SMALLEST_SIDE)
  return isPicture ? { width, height } : undefined
}

/** Numbers in rows of equal length, one row after the other. */
interface Grid {
  readonly width: number
  readonly values: ArrayLike<number>
}

/** Cells of one line that share their colours. */
interface Run {
  readonly behind: number
  readonly text: number | undefined
  readonly characters: string
}

/**
 * The grid in another size: each number is the mean of the area of the old grid that it covers, parts of numbers
 * by their share.
 */
export function resized(grid: Grid, { width, height }: PictureSize): Grid {
  const rows = grid.values.length / grid.width
  if (width === grid.width && height === rows) return grid
  const [across, down] = [overlaps(grid.width, width), overlaps(rows, height)]
  const values = new Float64Array(width * height)
  for (const [y, parts] of down.entries()) {
    for (const [x, pieces] of across.entries()) {
      let sum = 0
      for (const part of parts)
        for (const piece of pieces)
          sum += part.share * piece.share * (grid.values[part.at * grid.width + piece.at] ?? 0)
      values[y * width + x] = sum
    }
  }
  return { width, values }
}

/** For each of `to` equal parts of a length: the units of the length below it, and their shares of the part. */
function overlaps(from: number, to: number): { at: number; share: number }[][] {
  const step = from / to
  return Array.from({ length: to }, (_, i) => {
    const [start, end] = [i * step, (i + 1) * step]
    const first = Math.floor(start)
    const units = Math.min(from, Math.ceil(end)) - first
    return Array.from({ length: units }, (_, k) => {
      const at = first + k
      return { at, share: (Math.min(end, at + 1) - Math.max(start, at)) / step }
    })
  })
}

/**
 * Two rows of a grid a line: what `cell` makes of the upper and the lower number (`below` where there is
 * none).
 */
export function inPairs<T>(
  { width, values }: Grid,
  below: number,
  cell: (upper: number, lower: number) => T,
): T[][] {
  return Array.from({ length: Math.ceil(values.length / width / 2) }, (_, line) =>
    Array.from({ length: width }, (_, x) => {
      const upper = 2 * line * width + x
      return cell(values[upper] ?? below, values[upper + width] ?? below)
    }),
  )
}

/**
 * Entries of a palette as text, two rows a line, in half blocks: neighbours of the same two colours in one
 * run, as each takes time to draw. In ASCII a cell has the colour of the upper row: give it the same rows
 * twice.
 */
export function colourLines(entries: Grid, below: number, palette: readonly Rgb[], theme: Theme): string[] {
  const tinted = ({ behind, text, characters }: Run): string =>
    theme.tint(characters, text === undefined ? undefined : palette[text], palette[behind])
  return inPairs(entries, below, (upper, lower) => [upper, lower] as const).map(cells =>
    runsOf(cells, theme.unicode).map(tinted).join(''),
  )
}

/** @param both whether a run may have two colours: that takes half blocks. */
function runsOf(cells: readonly (readonly [upper: number, lower: number])[], both: boolean): Run[] {
  const runs: Run[] = []
  for (const [upper, lower] of cells) {
    const longer = extended(runs.at(-1), upper, lower, both)
    if (longer) runs[runs.length - 1] = longer
    else if (upper === lower) runs.push({ behind: upper, text: undefined, characters: ' ' })
    else runs.push({ behind: lower, text: upper, characters: '▀' })
  }
  return runs
}

/** The run with one cell more, if its colours are the run's, or the run has room for another one. */
function extended(run: Run | undefined, upper: number, lower: number, both: boolean): Run | undefined {
  if (!run) return undefined
  const { behind } = run
  const text = both ? (run.text ?? [upper, lower].find(entry => entry !== behind)) : undefined
  if ([upper, lower].some(entry => entry !== behind && entry !== text)) return undefined
  return { behind, text, characters: run.characters + characterOf(upper !== behind, lower !== behind) }
}

function characterOf(upper: boolean, lower: boolean): string {
  if (upper) return lower ? '█' : '▀'
  return lower ? '▄' : ' '
}

/** Characters from empty to full ink. */
const SHADES = ' .:-=+*#%@'
/** Bytes from here on are ink where a pixel can only be shown or not. */
const INK = 96
/** Blocks by the ink of two pixels, one above the other: the lower counts 1, the upper 2. */
const HALVES = ' ▄▀█'

/**
 * An image (row by row, 0 is background) as text of `width` columns, two of its rows a line: in half blocks,
 * or in shades made of ASCII where the terminal has no more.
 */
export function digitArt(pixels: Uint8Array, width: number, unicode: boolean): string[] {
  const lines: string[] = []
  for (let start = 0; start < pixels.length; start += 2 * width) {
    const upper = pixels.subarray(start, start + width)
    const line = Array.from(upper, (byte, x) => {
      const lower = pixels[start + width + x] ?? 0
      return unicode ? halves(byte, lower) : shade((byte + lower) / 2)
    })
    lines.push(line.join(''))
  }
  return lines
}

function halves(upper: number, lower: number): string {
  return HALVES.charAt(2 * Number(upper >= INK) + Number(lower >= INK))
}

function shade(value: number): string {
  return SHADES.charAt(Math.round((value * (SHADES.length - 1)) / 255))
}
