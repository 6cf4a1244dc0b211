import { OptionError } from '@gradus/core'
import { findInk, type Polarity } from './normalise/ink.ts'
import { type Glyph, scaleToFit } from './normalise/resample.ts'
import { atOnce, checkPicture, type GreyPicture, type Sliced } from './picture.ts'

/** Options of `normalise`. */
export interface NormaliseOptions {
  /** Whether the ink is lighter or darker than its background. By default judged from the picture. */
  readonly polarity?: Polarity | undefined
}

/** Side of MNIST's images. */
const SIDE = 28
/** Side of the square that the ink is fitted into. */
const BOX = 20
/**
 * Row and column, counted from 0, of the centre of mass: 9,999 of MNIST's 10,000 test images have theirs
 * within half a pixel of it.
 */
const CENTRE = 14
/** The grey value that nine in ten inked pixels of an MNIST image stay below or reach. */
const FULL_INK = 253

/**
 * A picture in MNIST's form: 28 x 28 bytes, row by row, light ink on 0. As for MNIST, the ink is fitted
 * into 20 x 20 keeping its shape, and moved by whole pixels until its centre of mass is in the middle,
 * though never so far that ink would leave the image. An even gradient, noise and faint traces are taken
 * for background. Source: http://yann.lecun.com/exdb/mnist/
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
  checkPicture(picture)
  if (polarity !== undefined && polarity !== 'light-on-dark' && polarity !== 'dark-on-light') {
    throw new OptionError(
      'polarity',
      `polarity is ${JSON.stringify(polarity)}: expected 'light-on-dark' or 'dark-on-light'. Leave it out to have it judged.`,
    )
  }
  return centred(yield* scaleToFit(yield* findInk(picture, polarity), BOX))
}

function centred({ width, height, data }: Glyph): Uint8Array {
  const gain = FULL_INK / strokeLevel(data)
  const bytes = Uint8Array.from(data, value => Math.min(255, Math.round(value * gain)))
  let mass = 0
  let massX = 0
  let massY = 0
  bytes.forEach((value, i) => {
    const x = i % width
    mass += value
    massX += value * x
    massY += (value * (i - x)) / width
  })
  const left = placed(massX / mass, width)
  const top = placed(massY / mass, height)
  const image = new Uint8Array(SIDE * SIDE)
  for (let y = 0; y < height; y++) {
    image.set(bytes.subarray(y * width, (y + 1) * width), (top + y) * SIDE + left)
  }
  return image
}

/**
 * Start of a side of `length` whose centre of mass is then nearest to CENTRE, as far as the image allows;
 * halves go down.
 */
function placed(centre: number, length: number): number {
  return Math.min(SIDE - length, Math.max(0, Math.ceil(CENTRE - centre - 0.5)))
}

/**
 * The level that nine in ten inked pixels stay below or reach: thin strokes lose strength when scaled down.
 */
function strokeLevel(data: Float64Array): number {
  const inked = data.filter(value => value > 0).sort()
  return inked[Math.floor(inked.length * 0.9)] ?? 1
}
