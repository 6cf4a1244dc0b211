import { GradusError, OptionError, ShapeError } from '@gradus/core/predict'

/** A grey picture of any size: pixel (x, y) is data[y * width + x], 0 (black) .. 255 (white). */
export interface GreyPicture {
  /** Pixels in a row, 1 .. 65,535. */
  readonly width: number
  /** Rows, 1 .. 65,535. */
  readonly height: number
  /** width * height numbers of 0 .. 255, row by row. */
  readonly data: ArrayLike<number>
  /**
   * width * height numbers of 0 .. 255 as well, in which the ink stands out better than in `data`: by its opacity, or
   * by a difference of colour. Left out where `data` tells it best.
   */
  readonly ink?: ArrayLike<number> | undefined
}

/** A grey picture as bytes. */
export interface DecodedPicture extends GreyPicture {
  /** width * height bytes, row by row. */
  readonly data: Uint8Array
  readonly ink?: Uint8Array | undefined
}

/** Bounds on what is decoded. */
export interface DecodeLimits {
  /** Pixels of a side at the most. */
  readonly maxSide: number
  /** Gets the bytes that a picture takes, before memory is taken; may throw. */
  readonly allot: (bytes: number) => void
}

const MAX_SIDE = 2 ** 16 - 1
const MAX_PIXELS = 64 * 2 ** 20

/**
 * Checks a picture.
 *
 * @throws ShapeError if a side is no integer in 1..65535, there are more than 64 Mi pixels, or data or ink
 * has another length than width * height
 * @throws OptionError if a value is no number in 0..255
 */
export function checkPicture({ width, height, data, ink }: GreyPicture): void {
  for (const [name, side] of Object.entries({ width, height })) {
    if (!Number.isInteger(side) || side < 1 || side > MAX_SIDE) {
      throw new ShapeError(`${name} is ${side}: expected an integer in 1..${MAX_SIDE}. Pass it in pixels.`)
    }
  }
  if (width * height > MAX_PIXELS) {
    throw new ShapeError(
      `${width} x ${height} pixels are too many: expected at most ${MAX_PIXELS}. Scale it down first.`,
    )
  }
  checkValues('data', data, width * height)
  if (ink) checkValues('ink', ink, width * height)
}

function checkValues(name: string, values: ArrayLike<number>, count: number): void {
  if (values.length !== count) {
    throw new ShapeError(
      `${name} has ${values.length} values: expected ${count}, width * height. Pass one grey value a pixel, not RGBA.`,
    )
  }
  if (values instanceof Uint8Array || values instanceof Uint8ClampedArray) return
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (typeof value !== 'number' || !(value >= 0 && value <= 255)) {
      throw new OptionError(
        name,
        `${name}[${i}] is ${value}: expected a number in 0..255. Scale the grey values.`,
      )
    }
  }
}

/** A picture that cannot be read. The message repeats none of its bytes. */
export class PictureError extends GradusError {
  override readonly name = 'PictureError'
  /** @param message the fault, the expectation and the remedy. */
  constructor(message: string, options?: ErrorOptions) {
    super('DATA_FILE', message, options)
  }
}

/** @throws PictureError for sides above the limit. @param format its name: "PNG". */
export function checkSides(format: string, width: number, height: number, { maxSide }: DecodeLimits): void {
  if (width <= maxSide && height <= maxSide) return
  throw new PictureError(
    `The ${format} has too many pixels (${width} x ${height}): expected at most ${maxSide} a side. Scale it down.`,
  )
}

/** A picture with nothing on it that could be a digit. */
export class BlankImageError extends GradusError {
  override readonly name = 'BlankImageError'
  constructor(message: string) {
    super('BLANK_IMAGE', message)
  }
}

/** Work in slices: after each it yields the number of pixels that it looked at. */
export type Sliced<Result> = Generator<number, Result, undefined>

/** All of it in one go. */
export function atOnce<Result>(work: Sliced<Result>): Result {
  let slice = work.next()
  while (!slice.done) slice = work.next()
  return slice.value
}

/** Pixels of a slice: less than a millisecond. */
export const SLICE = 2 ** 14

/** Whether a slice ends with a part of `pixels` pixels, before which `done` such parts were done. */
export function endsSlice(done: number, pixels: number): boolean {
  return Math.floor((done * pixels) / SLICE) < Math.floor(((done + 1) * pixels) / SLICE)
}
