import { OptionError } from '@gradus/core/predict'
import type { Ink, Polarity } from './normalise/found.ts'
import { type FoundInk, findInk, marksOf } from './normalise/ink.ts'
import { type Glyph, scaleToFit } from './normalise/resample.ts'
import { atOnce, checkPicture, type GreyPicture, type Sliced } from './picture.ts'

/** Options of `normalise`. */
export interface NormaliseOptions {
  /** Whether the ink is lighter or darker than its background. By default judged from the picture. */
  readonly polarity?: Polarity | undefined
}

/** Side of MNIST's images. */
const SIDE = 28
/** The grey value that nine in ten inked pixels of an MNIST image stay below or reach. */
const FULL_INK = 253

/**
 * A picture in MNIST's form: 28 x 28 bytes, row by row, light ink on 0. As for MNIST, the ink is fitted
 * into 20 x 20 keeping its shape, and moved by whole pixels until its centre of mass is in the middle,
 * though never so far that ink would leave the image. What is no part of a digit is dropped: uneven
 * light, noise, specks, and lines, borders and frames. Source: http://yann.lecun.com/exdb/mnist/
 *
 * @throws BlankImageError if nothing stands out from the background
 * @throws ShapeError if width, height and data do not make a picture of at most 64 Mi pixels
 * @throws OptionError if a value is no number in 0..255, or the polarity is invalid
 * @example
 * ```ts
 * import { normalise } from '@gradus/data'
 *
 * const [width, height] = [60, 80]
 * // A vertical stroke of black on white.
 * const data = new Uint8Array(width * height).fill(255)
 * for (let y = 20; y < 60; y++) data.fill(0, y * width + 28, y * width + 32)
 * console.log(normalise({ width, height, data }).length) // prints 784
 * ```
 */
export function normalise(picture: GreyPicture, options: NormaliseOptions = {}): Uint8Array {
  return atOnce(normaliseInSlices(picture, options))
}

/** The same in slices, between which a server turns to others: each yields the pixels that it looked at. */
export function* normaliseInSlices(
  picture: GreyPicture,
  { polarity }: NormaliseOptions = {},
): Sliced<Uint8Array> {
  return yield* normalised(picture, { rows: SIDE, cols: SIDE }, { polarity })
}

/** Rows and columns of an image. */
export interface ImageSides {
  /** Pixels of a column, at least 1. */
  readonly rows: number
  /** Pixels of a row, at least 1. */
  readonly cols: number
}

/**
 * The same form in any size: the ink is fitted into a box of 20 / 28 of each side, and its centre of mass is moved to
 * the middle. @throws as `normalise` does
 */
export function* normalised(
  picture: GreyPicture,
  { rows, cols }: ImageSides,
  { polarity }: NormaliseOptions = {},
): Sliced<Uint8Array> {
  check(picture, polarity)
  return yield* fitted(yield* findInk(picture, polarity), { rows, cols })
}

function check(picture: GreyPicture, polarity: Polarity | undefined): void {
  checkPicture(picture)
  if (polarity !== undefined && polarity !== 'light-on-dark' && polarity !== 'dark-on-light') {
    throw new OptionError(
      'polarity',
      `polarity is ${JSON.stringify(polarity)}: expected 'light-on-dark' or 'dark-on-light'. Leave it out to have it judged.`,
    )
  }
}

/**
 * Tells what `normalise` takes for the ink of a digit, and what it drops: specks, lines, borders and frames.
 *
 * @throws as `normalise` does
 * @example
 * ```ts
 * import { atOnce, inkIn } from '@gradus/data'
 *
 * const data = new Uint8Array(30 * 30).fill(255)
 * // A stroke in the middle, and a speck in the corner.
 * for (let y = 8; y < 22; y++) data.fill(0, y * 30 + 14, y * 30 + 16)
 * data[0] = 0
 * const { marks, polarity } = atOnce(inkIn({ width: 30, height: 30, data }))
 * console.log(polarity, marks[10 * 30 + 14], marks[0]) // prints dark-on-light 1 2
 * ```
 */
export function* inkIn(picture: GreyPicture, { polarity }: NormaliseOptions = {}): Sliced<FoundInk> {
  check(picture, polarity)
  return yield* marksOf(picture, polarity)
}

/** Ink in that form: fitted into the box of an image, its centre of mass in the middle. */
export function* fitted(ink: Ink, { rows, cols }: ImageSides): Sliced<Uint8Array> {
  const box = { width: boxSide(cols), height: boxSide(rows) }
  return centred(yield* scaleToFit(ink, box), rows, cols)
}

/** Side of the box that the ink is fitted into, of an image with that side: 20 of 28. */
export function boxSide(side: number): number {
  return Math.max(1, Math.round((side * 5) / 7))
}

function centred({ width, height, data }: Glyph, rows: number, cols: number): Uint8Array {
  const gain = FULL_INK / strokeLevel(data)
  const bytes = Uint8Array.from(data, value => Math.min(255, Math.round(value * gain)))
  const { x, y } = centreOfMass(bytes, width)
  const left = placed(x, width, cols)
  const top = placed(y, height, rows)
  const image = new Uint8Array(rows * cols)
  for (let row = 0; row < height; row++) {
    image.set(bytes.subarray(row * width, (row + 1) * width), (top + row) * cols + left)
  }
  return image
}

/** Column and row of the centre of mass, counted from 0; NaN where all is 0. */
export function centreOfMass(data: ArrayLike<number>, width: number): { x: number; y: number } {
  let mass = 0
  let massX = 0
  let massY = 0
  for (let i = 0; i < data.length; i++) {
    const [value, x] = [data[i], i % width]
    mass += value
    massX += value * x
    massY += (value * (i - x)) / width
  }
  return { x: massX / mass, y: massY / mass }
}

/**
 * Start of a part of `length` of a side, whose centre of mass is then nearest to the middle, as far as the image
 * allows; halves go down. For MNIST that is row and column 14, counted from 0: 9,999 of its 10,000 test images have
 * theirs within half a pixel of it.
 */
function placed(centre: number, length: number, side: number): number {
  return Math.min(side - length, Math.max(0, Math.ceil(side / 2 - centre - 0.5)))
}

/**
 * The level that nine in ten inked pixels stay below or reach: thin strokes lose strength when scaled down.
 */
function strokeLevel(data: Float64Array): number {
  const inked = data.filter(value => value > 0).sort()
  return inked[Math.floor(inked.length * 0.9)] ?? 1
}
