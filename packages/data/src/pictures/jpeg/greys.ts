import { opaqueLuminance } from '../luminance.ts'
import { uprightOf } from '../orientation.ts'
import { type DecodedPicture, SLICE, type Sliced } from '../picture.ts'
import type { Component, Frame } from './header.ts'

/** Meanings of the components. */
export type ColourSpace = 'grey' | 'rgb' | 'ycc' | 'cmyk' | 'ycck'

/** The samples of a component: rows of `stride` bytes. */
export interface Plane extends Component {
  readonly samples: Uint8ClampedArray
  readonly stride: number
}

/** The grey values, upright, of a picture whose samples are all there. */
export function* greysOf(
  frame: Frame,
  planes: readonly Plane[],
  space: ColourSpace,
  orientation: number,
): Sliced<DecodedPicture> {
  const { width, height } = frame
  const { start, across, down, ...sides } = uprightOf(orientation, width, height)
  const data = new Uint8Array(width * height)
  const lines = planes.map(() => new Uint8Array(width + 8))
  const sums = new Uint16Array(width + 8)
  const grey = GREYS[space]
  let looked = 0
  for (let y = 0; y < height; y++) {
    for (const [i, plane] of planes.entries()) fillLine(lines[i], plane, frame, y, sums)
    const first = start + y * down
    for (let x = 0; x < width; x++) data[first + x * across] = grey(lines, x)
    looked += width * planes.length
    if (looked < SLICE) continue
    yield looked
    looked = 0
  }
  return { ...sides, data }
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

const clamped = (value: number): number => Math.max(0, Math.min(255, value))

/** Colours of luminance and two differences of colour, in 16 bits after the point (JFIF 1.02), as libjpeg has them. */
const red = (luma: number, cr: number): number => clamped(luma + ((91_881 * (cr - 128) + 32_768) >> 16))
const green = (luma: number, cb: number, cr: number): number =>
  clamped(luma + ((-22_554 * (cb - 128) - 46_802 * (cr - 128) + 32_768) >> 16))
const blue = (luma: number, cb: number): number => clamped(luma + ((116_130 * (cb - 128) + 32_768) >> 16))

/** The grey value of what light inks of these strengths, 255 for none, and black ink leave: the nearest byte. */
function inkedLuminance(cyan: number, magenta: number, yellow: number, black: number): number {
  return Math.floor((2 * black * (213 * cyan + 715 * magenta + 72 * yellow) + 255_000) / 510_000)
}

/** The grey value of pixel x from the lines of the components. Inks are stored as Adobe does: 255 is no ink. */
const GREYS: Readonly<Record<ColourSpace, (lines: readonly Uint8Array[], x: number) => number>> = {
  grey: (lines, x) => lines[0][x],
  rgb: (lines, x) => opaqueLuminance(lines[0][x], lines[1][x], lines[2][x]),
  ycc: (lines, x) => {
    const luma = lines[0][x]
    const cb = lines[1][x]
    const cr = lines[2][x]
    return opaqueLuminance(red(luma, cr), green(luma, cb, cr), blue(luma, cb))
  },
  cmyk: (lines, x) => inkedLuminance(lines[0][x], lines[1][x], lines[2][x], lines[3][x]),
  ycck: (lines, x) => {
    const luma = lines[0][x]
    const cb = lines[1][x]
    const cr = lines[2][x]
    return inkedLuminance(255 - red(luma, cr), 255 - green(luma, cb, cr), 255 - blue(luma, cb), lines[3][x])
  },
}
