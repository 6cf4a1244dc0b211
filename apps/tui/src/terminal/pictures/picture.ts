import { digitArt } from '../digit-art.ts'
import type { Rgb, Theme } from '../theme.ts'
import { colourLines, type Grid, inPairs } from './picture-cells.ts'

/** Greys between nothing and full ink: few, so that neighbours often have the same. */
const GREY_STEPS = 5
/** Shares of the scale from which on a number has a stronger colour. What is nearer to zero, most of a new network, has none. */
const THRESHOLDS = [0.4, 0.6, 0.8]
/** Without colours: from zero to the largest of either sign. */
export const NEGATIVE = ' ,-='
export const POSITIVE = ' .+#'

const NEUTRAL: Rgb = [24, 24, 28]
const WHITE: Rgb = [255, 255, 255]
export const BLUE: Rgb = [80, 165, 255]
export const ORANGE: Rgb = [255, 150, 40]

const GREYS = gradient(NEUTRAL, WHITE, GREY_STEPS)
/** From the most negative to the most positive, zero in the middle. */
const DIVERGING = [
  ...gradient(NEUTRAL, BLUE, THRESHOLDS.length).slice(1).reverse(),
  ...gradient(NEUTRAL, ORANGE, THRESHOLDS.length),
]
/** The same where there are fewer colours: the nearest would not be of one hue. */
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

/** Numbers of 0 .. 255 (0 is background) as text, two rows a line: in greys, or in what else the terminal has. */
export function greyPicture(grid: Grid, theme: Theme): string[] {
  if (theme.depth === 1) return digitArt(Uint8Array.from(grid.values, Math.round), grid.width, theme.unicode)
  const entryOf = (value: number): number => Math.round((value * GREY_STEPS) / 255)
  return colourLines(entries(grid, entryOf, theme), 0, GREYS, theme)
}

/** What is shown as the largest: the quantile 0.99 of the absolute values. */
export function scaleOf(values: ArrayLike<number>): number {
  const sizes = Float64Array.from(values, Math.abs).sort()
  return sizes[Math.min(sizes.length - 1, Math.floor(QUANTILE * sizes.length))] ?? 0
}

/** Numbers of either sign as text, two rows a line: below zero blue, above orange; by characters where there are no colours. */
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

/** How many thresholds a number is beyond, with its sign. */
function stepOf(value: number, scale: number): number {
  const steps = THRESHOLDS.filter(threshold => Math.abs(value) >= threshold * scale).length
  return scale === 0 ? 0 : Math.sign(value) * steps
}

/** The numbers as entries of a palette. ASCII has no half blocks, so there the two rows of a line get their mean. */
function entries(grid: Grid, entryOf: (value: number) => number, { unicode }: Theme): Grid {
  const { width, values } = grid
  if (unicode) return { width, values: Array.from(values, entryOf) }
  const means = inPairs(grid, 0, (upper, lower) => entryOf((upper + lower) / 2))
  return { width, values: means.flatMap(line => [...line, ...line]) }
}

/** From one colour to another in so many steps, both included. */
function gradient(from: Rgb, to: Rgb, steps: number): Rgb[] {
  const mix = (a: number, b: number, i: number): number => Math.round(a + ((b - a) * i) / steps)
  return Array.from(
    { length: steps + 1 },
    (_, i): Rgb => [mix(from[0], to[0], i), mix(from[1], to[1], i), mix(from[2], to[2], i)],
  )
}
