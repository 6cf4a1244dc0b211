import { CellSums } from '../colour/cells.ts'
import { hiddenInkOf } from '../colour/hidden-ink.ts'
import { opaqueLuminance } from '../luminance.ts'
import { uprightOf } from '../orientation.ts'
import { type DecodedPicture, type DecodeLimits, SLICE, type Sliced } from '../picture.ts'
import type { Component, Frame } from './header.ts'

/** Meanings of the components. */
export type ColourSpace = 'grey' | 'rgb' | 'ycc' | 'cmyk' | 'ycck'

/** The samples of a component: rows of `stride` bytes. */
export interface Plane extends Component {
  readonly samples: Uint8ClampedArray
  readonly stride: number
}

/**
 * The grey values, upright, of a picture whose samples are all there; and where they hide the ink, values that show it.
 */
export function* greysOf(
  frame: Frame,
  planes: readonly Plane[],
  { space, orientation }: { readonly space: ColourSpace; readonly orientation: number },
  { allot }: DecodeLimits,
): Sliced<DecodedPicture> {
  const { width, height } = frame
  const { start, across, down, ...sides } = uprightOf(orientation, width, height)
  const data = new Uint8Array(width * height)
  const convert = CONVERSIONS[space]
  const line = new Uint8ClampedArray(4 * width).fill(255)
  const cells = new CellSums(width, height)
  yield* eachRow(frame, planes, (samples, y) => {
    const first = start + y * down
    for (let x = 0; x < width; x++) data[first + x * across] = convert(samples, x, line)
    if (space !== 'grey' && cells.takes(y)) cells.addRow(line, width, y)
  })
  const inkOf = space === 'grey' ? undefined : hiddenInkOf(cells)
  if (!inkOf) return { ...sides, data }
  allot(width * height)
  const ink = new Uint8Array(width * height)
  yield* eachRow(frame, planes, (samples, y) => {
    const first = start + y * down
    for (let x = 0; x < width; x++) {
      convert(samples, x, line)
      ink[first + x * across] = inkOf(line, 4 * x)
    }
  })
  return { ...sides, data, ink }
}

/** Calls `visit` with the samples of each row, a line for each component, which the next row overwrites. */
function* eachRow(
  frame: Frame,
  planes: readonly Plane[],
  visit: (lines: readonly Uint8Array[], y: number) => void,
): Sliced<void> {
  const lines = planes.map(() => new Uint8Array(frame.width + 8))
  const sums = new Uint16Array(frame.width + 8)
  let looked = 0
  for (let y = 0; y < frame.height; y++) {
    for (const [i, plane] of planes.entries()) fillLine(lines[i], plane, frame, y, sums)
    visit(lines, y)
    looked += frame.width * planes.length
    if (looked < SLICE) continue
    yield looked
    looked = 0
  }
}

/**
 * The samples of row `y` of the picture. Where a component has half as many along an axis, a sample is three parts of
 * the nearest and one of the next, as libjpeg has it; where it has fewer still, they are repeated.
 */
function fillLine(line: Uint8Array, plane: Plane, frame: Frame, y: number, sums: Uint16Array): void {
  const { samples, stride, width } = plane
  const [timesAcross, timesDown] = [frame.across / plane.across, frame.down / plane.down]
  const row = Math.floor(y / timesDown)
  const near = samples.subarray(row * stride, row * stride + width)
  const isTall = timesDown === 2 && (timesAcross === 1 || (timesAcross === 2 && width > 2))
  const isSmooth = (timesDown === 1 || isTall) && timesAcross === 2 && width > 2
  if (!isTall && !isSmooth) {
    if (timesAcross === 1) line.set(near)
    else for (let x = 0; x < frame.width; x++) line[x] = near[Math.floor(x / timesAcross)]
    return
  }
  if (isTall) {
    const next = Math.min(plane.height - 1, Math.max(0, y % 2 === 0 ? row - 1 : row + 1))
    for (let x = 0; x < width; x++) sums[x] = 3 * near[x] + samples[next * stride + x]
  } else sums.set(near)
  if (isSmooth) smoothe(line, sums, width, isTall)
  else for (let x = 0; x < width; x++) line[x] = (sums[x] + 1 + (y % 2)) >> 2
}

/** Twice as many samples along a row. @param isTall whether the sums are four times the samples. */
function smoothe(line: Uint8Array, sums: Uint16Array, width: number, isTall: boolean): void {
  const [before, after, shift] = isTall ? [8, 7, 4] : [1, 2, 2]
  for (let x = 0; x < width && 2 * x < line.length; x++) {
    const own = 3 * sums[x]
    line[2 * x] = (own + sums[Math.max(0, x - 1)] + before) >> shift
    line[2 * x + 1] = (own + sums[Math.min(width - 1, x + 1)] + after) >> shift
  }
}

/**
 * Writes the colour of pixel x at line[4 * x], from luminance and two differences of colour in 16 bits after the point
 * (JFIF 1.02), as libjpeg has them.
 */
function writeColour([lumas, blues, reds]: readonly Uint8Array[], x: number, line: Uint8ClampedArray): void {
  const luma = lumas[x]
  const cb = blues[x] - 128
  const cr = reds[x] - 128
  const at = 4 * x
  line[at] = luma + ((91_881 * cr + 32_768) >> 16)
  line[at + 1] = luma + ((-22_554 * cb - 46_802 * cr + 32_768) >> 16)
  line[at + 2] = luma + ((116_130 * cb + 32_768) >> 16)
}

/**
 * Puts black ink on the light inks at line[4 * x], and returns the grey value of what both leave: the nearest byte.
 * Inks are stored as Adobe does: 255 is no ink.
 */
function inked(line: Uint8ClampedArray, x: number, black: number): number {
  const at = 4 * x
  const [cyan, magenta, yellow] = [line[at], line[at + 1], line[at + 2]]
  for (let i = at; i < at + 3; i++) line[i] = (line[i] * black) / 255
  return Math.floor((2 * black * (213 * cyan + 715 * magenta + 72 * yellow) + 255_000) / 510_000)
}

/** Returns the grey value of pixel x from the samples of its row, and writes its colour at line[4 * x]. */
type Convert = (samples: readonly Uint8Array[], x: number, line: Uint8ClampedArray) => number

const CONVERSIONS: Readonly<Record<ColourSpace, Convert>> = {
  grey: (samples, x) => samples[0][x],
  rgb: (samples, x, line) => {
    for (let i = 0; i < 3; i++) line[4 * x + i] = samples[i][x]
    return opaqueLuminance(line[4 * x], line[4 * x + 1], line[4 * x + 2])
  },
  ycc: (samples, x, line) => {
    writeColour(samples, x, line)
    return opaqueLuminance(line[4 * x], line[4 * x + 1], line[4 * x + 2])
  },
  cmyk: (samples, x, line) => {
    for (let i = 0; i < 3; i++) line[4 * x + i] = samples[i][x]
    return inked(line, x, samples[3][x])
  },
  ycck: (samples, x, line) => {
    writeColour(samples, x, line)
    for (let i = 4 * x; i < 4 * x + 3; i++) line[i] = 255 - line[i]
    return inked(line, x, samples[3][x])
  },
}
