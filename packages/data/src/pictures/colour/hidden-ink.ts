import { BLUE, GREEN, RED, WHOLE } from '../luminance.ts'
import type { CellColours, CellSums } from './cells.ts'

/** The value, 0 .. 255, of the pixel whose red, green, blue and alpha start at line[at]. */
export type InkOf = (line: Uint8ClampedArray, at: number) => number

type Colour = readonly [red: number, green: number, blue: number]

const WHITE: Colour = [255, 255, 255]
/** Shares of the colours in luminance. */
const LUMINANCE: Colour = [RED / WHOLE, GREEN / WHOLE, BLUE / WHOLE]

/** Differences of neighbouring cells that have to be as large, for a contrast: those of a small digit. */
const PLACES = 16
/** Contrast of colour that tells more than that of luminance, as a multiple of it. */
const CLEARLY = 2

/**
 * The values in which the ink of a picture stands out where its luminance on white hides it; undefined where it does
 * not. Ink on a clear ground is told by its opacity. On a sheet with clear corners or margins these get the colour of the
 * sheet. Ink of a colour as light as its ground is told by the axis of colour along which neighbouring cells differ
 * most; greys, and so shadows, are all alike on it.
 */
export function hiddenInkOf(sums: CellSums): InkOf | undefined {
  if (sums.isPlain) return undefined
  const cells = sums.means()
  let ground = WHITE
  if (!cells.isOpaque) {
    const isSheet = hasClearBorder(cells) && hasSheet(cells)
    if (!isSheet && isToldByOpacity(cells)) return opacityInk(cells)
    if (isSheet) ground = sheetColour(cells)
  }
  const colours = onGround(cells, ground)
  const axis = colourAxis(cells, colours)
  if (axis) return colourInk(axis, ground, 255 / 2)
  return ground.every((value, i) => value === WHITE[i]) ? undefined : colourInk(LUMINANCE, ground, 0)
}

const square = (value: number): number => value * value

/** Calls `visit` with each pair of cells side by side, or one below the other. */
function eachPair({ cols, rows }: CellColours, visit: (cell: number, other: number) => void): void {
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < cols; x++) {
      const cell = y * cols + x
      if (x + 1 < cols) visit(cell, cell + 1)
      if (y + 1 < rows) visit(cell, cell + cols)
    }
  }
}

/** Whether the picture is clear somewhere at its border, so that what is opaque lies on nothing. */
function hasClearBorder({ cols, rows, opacity }: CellColours): boolean {
  const [most, edge] = [Math.max(...opacity), new Set([0, rows - 1])]
  return opacity.some((value, cell) => {
    const x = cell % cols
    return value < most / 2 && (x === 0 || x === cols - 1 || edge.has(Math.floor(cell / cols)))
  })
}

/** Share of a cell that is covered, all over a sheet. */
const COVERED = 0.95
/** Side of the largest square of a sheet, as a part of its longer side; those of strokes are smaller. */
const SHEET = 0.5

/** Whether what is opaque is a sheet with something on it, and no stroke. */
function hasSheet({ cols, rows, covered }: CellColours): boolean {
  const squares = new Uint8Array(covered.length)
  let [left, right, top, bottom, largest] = [cols, -1, rows, -1, 0]
  for (let cell = 0; cell < covered.length; cell++) {
    const [x, y] = [cell % cols, Math.floor(cell / cols)]
    if (covered[cell] === 0) continue
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = y
    if (covered[cell] < COVERED) continue
    const isInside = x > 0 && y > 0
    squares[cell] = isInside
      ? 1 + Math.min(squares[cell - 1], squares[cell - cols], squares[cell - cols - 1])
      : 1
    largest = Math.max(largest, squares[cell])
  }
  return largest >= SHEET * Math.max(right - left + 1, bottom - top + 1)
}

/** The median colour of a sheet. */
function sheetColour({ colours, covered }: CellColours): Colour {
  const median = (values: Float64Array): number => {
    const sorted = values.filter((_, cell) => covered[cell] >= COVERED).sort()
    return sorted[sorted.length >> 1]
  }
  return [median(colours[0]), median(colours[1]), median(colours[2])]
}

/** The part of the edges of opacity that colours within, and luminance on white, have at the most. */
const MOST_WITHIN = 1 / 8
const MOST_LUMINANCE = 1 / 2

/**
 * Whether the edges of what is opaque tell the ink, by the sums of their squares: it has hardly any within, and
 * luminance on white shows less than half of them.
 */
function isToldByOpacity(cells: CellColours): boolean {
  const { opacity, colours } = cells
  const luminances = projected(onGround(cells, WHITE), LUMINANCE)
  let [edges, within, light] = [0, 0, 0]
  eachPair(cells, (cell, other) => {
    edges += square(255 * (opacity[cell] - opacity[other]))
    light += square(luminances[cell] - luminances[other])
    const shared = opacity[cell] * opacity[other]
    if (shared === 0) return
    for (const values of colours) within += (shared * square(values[cell] - values[other])) / 3
  })
  return within < MOST_WITHIN * edges && light < MOST_LUMINANCE * edges
}

/** The opacity: light ink on 0 if the ink is light, else dark ink on 255. */
function opacityInk({ opacity, colours }: CellColours): InkOf {
  const luminances = projected(colours, LUMINANCE)
  const isLight = opacity.reduce((sum, value, cell) => sum + value * (luminances[cell] - 255 / 2), 0) > 0
  return isLight ? (line, at) => line[at + 3] : (line, at) => 255 - line[at + 3]
}

/** The colours of the cells with the clear part of each in that of the ground. */
function onGround({ colours, opacity, isOpaque }: CellColours, ground: Colour): CellColours['colours'] {
  if (isOpaque) return colours
  const plane = (values: Float64Array, base: number): Float64Array => {
    const mixed = new Float64Array(values.length)
    for (let cell = 0; cell < mixed.length; cell++) mixed[cell] = base + opacity[cell] * (values[cell] - base)
    return mixed
  }
  return [plane(colours[0], ground[0]), plane(colours[1], ground[1]), plane(colours[2], ground[2])]
}

function projected([reds, greens, blues]: CellColours['colours'], [red, green, blue]: Colour): Float64Array {
  const values = new Float64Array(reds.length)
  for (let cell = 0; cell < values.length; cell++) {
    values[cell] = red * reds[cell] + green * greens[cell] + blue * blues[cell]
  }
  return values
}

/**
 * The axis of colour, without luminance, along which neighbouring cells differ most: shares of red, green and blue,
 * whose sum is 0 and whose sizes add up to 1, with more of what is lighter. Undefined if luminance shows the contrast
 * as well.
 */
function colourAxis(cells: CellColours, colours: CellColours['colours']): Colour | undefined {
  const planes = [projected(colours, ACROSS), projected(colours, ALONG)] as const
  const luminances = projected(colours, LUMINANCE)
  let [xx, xy, yy, xl, yl] = [0, 0, 0, 0, 0]
  eachPair(cells, (cell, other) => {
    const [x, y] = [planes[0][cell] - planes[0][other], planes[1][cell] - planes[1][other]]
    const l = luminances[cell] - luminances[other]
    xx += x * x
    xy += x * y
    yy += y * y
    xl += x * l
    yl += y * l
  })
  // The eigenvector of the larger eigenvalue.
  const half = (xx - yy) / 2
  const root = Math.sqrt(half * half + xy * xy)
  const [x, y] = half > 0 ? [half + root, xy] : [xy, root - half]
  const sizes = ACROSS.map((share, i) => x * share + y * ALONG[i])
  const whole = sizes.reduce((sum, size) => sum + Math.abs(size), 0)
  if (whole === 0) return undefined
  const sign = x * xl + y * yl < 0 ? -whole : whole
  const axis: Colour = [sizes[0] / sign, sizes[1] / sign, sizes[2] / sign]
  const contrast = contrastOf(cells, projected(colours, axis))
  return contrast > CLEARLY * contrastOf(cells, luminances) ? axis : undefined
}

/** Two directions at right angles to grey and to each other, equally long. */
const ACROSS: Colour = [1, -1, 0]
const ALONG: Colour = [1 / Math.sqrt(3), 1 / Math.sqrt(3), -2 / Math.sqrt(3)]

/** The difference, in whole values, that so many pairs of neighbouring cells reach as a small digit has. */
function contrastOf(cells: CellColours, values: Float64Array): number {
  const counts = new Uint32Array(256)
  eachPair(cells, (cell, other) => {
    counts[Math.floor(Math.abs(values[cell] - values[other]))]++
  })
  let [contrast, reached] = [255, 0]
  for (; contrast > 0; contrast--) {
    reached += counts[contrast]
    if (reached >= PLACES) break
  }
  return contrast
}

/** The value of a pixel on an axis, on a ground. @param middle what is added, so that it lies in 0 .. 255. */
function colourInk([red, green, blue]: Colour, ground: Colour, middle: number): InkOf {
  const base = red * ground[0] + green * ground[1] + blue * ground[2]
  return (line, at) => {
    const value = red * line[at] + green * line[at + 1] + blue * line[at + 2]
    return Math.round(middle + base + (line[at + 3] * (value - base)) / 255)
  }
}
