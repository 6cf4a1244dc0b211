import type { GreyImage } from '@gradus/core/predict'
import { BlankImageError, type GreyPicture, imageOf, shapedImageOf } from '@gradus/data'
import { MAX_DRAWING_PIXELS, MAX_DRAWING_SIDE } from '../http/limits.ts'
import type { Sliced } from '../http/work.ts'
import type { NetworkInput, ServedModel } from '../model/served-model.ts'
import { badValue, Problem } from '../problem/problem.ts'

/** An image in the network's form, from bytes. @throws Problem (422) if it is blank, where that tells nothing */
export function inputOfBytes(bytes: Uint8Array, { image }: ServedModel, pointer: string): NetworkInput {
  return checkedInk(bytes, image, pointer)
}

/**
 * An image in the network's form, from numbers, which it scales in place.
 * @throws Problem (422) for another number or length of rows, or a blank one
 */
export function inputOfPixels(
  { values, width }: PixelGrid,
  scale: Scale,
  { image, predictor }: ServedModel,
  pointer: string,
): NetworkInput {
  const { inputSize } = predictor
  if (values.length !== inputSize || (image && width !== undefined && width !== image.cols)) {
    const rows = image ? `, or ${image.rows} rows of ${image.cols}` : ''
    throw badValue(pointer, `expected ${inputSize} pixels, row by row${rows}.`)
  }
  if (scale !== 1)
    values.forEach((value, i) => {
      values[i] = value / scale
    })
  return checkedInk(values, image, pointer)
}

/**
 * A drawing of any size as a picture. Its numbers are scaled in place.
 * @throws Problem (422) if it is too long, or a list that is no square
 */
export function pictureOfDrawing({ values, width }: PixelGrid, scale: Scale, pointer: string): GreyPicture {
  const side = width ?? Math.sqrt(values.length)
  if (!Number.isInteger(side))
    throw badValue(pointer, 'expected rows of pixels, or one list of a square drawing.')
  if (Math.max(side, values.length / side) > MAX_DRAWING_SIDE)
    throw badValue(pointer, `expected at most ${MAX_DRAWING_SIDE} pixels a side. Scale it down.`)
  if (scale !== 255)
    values.forEach((value, i) => {
      values[i] = value * 255
    })
  return { width: side, height: values.length / side, data: values }
}

/** An input, and whether its picture has several separate shapes of like size where one is expected. */
export interface PictureInput {
  readonly input: NetworkInput
  readonly isCrowded: boolean
}

/**
 * A picture of grey values, given the form of the network's images.
 * @throws Problem (422) if it is blank, where the form is that of its ink
 */
export function* inputOfPicture(
  picture: GreyPicture,
  image: GreyImage,
  pointer: string,
): Sliced<PictureInput> {
  try {
    if (image.form === 'resized') return { input: yield* imageOf(picture, image), isCrowded: false }
    const { image: input, shapes } = yield* shapedImageOf(picture, image)
    return { input: checkedInk(input, image, pointer), isCrowded: shapes > 1 }
  } catch (error) {
    throw error instanceof BlankImageError ? blank(pointer) : error
  }
}

/** Checks that there is something to read, unless whole pictures are only resized: those may be of one grey. */
function checkedInk(input: NetworkInput, image: GreyImage | undefined, pointer: string): NetworkInput {
  if (image?.form === 'resized') return input
  let k = 1
  while (k < input.length && input[k] === input[0]) k++
  if (k >= input.length) throw blank(pointer)
  return input
}

function blank(pointer: string): Problem {
  const detail = 'expected ink that stands out from its background: there is nothing to read.'
  return new Problem(422, 'BLANK_IMAGE', 'The image is blank.', [{ pointer, detail }])
}

/** Rows of numbers, or all of them in one list. */
interface PixelGrid {
  readonly values: Float64Array
  /** Undefined for one list. */
  readonly width: number | undefined
}

/** The largest value of a pixel. */
export type Scale = 255 | 1

/**
 * Reads a list of numbers, or a list of equally long ones, each a pixel of 0 .. scale.
 * @param pointer JSON pointer of the list.
 * @param allot gets the bytes of the numbers before they are allocated; may throw
 * @throws Problem (422) naming the first invalid entry, or the scale of pixels that are shares of 1
 */
export function readPixels(
  image: unknown,
  pointer: string,
  scale: Scale,
  allot: (bytes: number) => void,
): PixelGrid {
  if (!Array.isArray(image) || image.length === 0)
    throw badValue(pointer, 'expected a list of numbers, or of rows of numbers.')
  const [first] = image
  const isFlat = !Array.isArray(first)
  const width = isFlat ? undefined : first.length
  const count = image.length * (width ?? 1)
  if (count > MAX_DRAWING_PIXELS)
    throw badValue(pointer, `expected at most ${MAX_DRAWING_PIXELS} pixels. Scale it down.`)
  allot(count * Float64Array.BYTES_PER_ELEMENT)
  const values = new Float64Array(count)
  if (isFlat) fill(values, 0, image, pointer, scale)
  else for (const [y, row] of image.entries()) fillRow(values, y, row, { pointer, scale, width: width ?? 0 })
  if (scale !== 1 && areShares(values))
    throw badValue('#/scale', `expected 1, since no pixel of ${pointer} exceeds 1 and some are fractions.`)
  return { values, width }
}

/** Whether pixels are shares of full ink: none exceeds 1, and some are fractions. */
function areShares(values: Float64Array): boolean {
  return values.every(value => value <= 1) && !values.every(Number.isInteger)
}

function fillRow(
  values: Float64Array,
  y: number,
  row: unknown,
  { pointer, scale, width }: { pointer: string; scale: Scale; width: number },
): void {
  if (!Array.isArray(row) || row.length !== width || width === 0) {
    throw badValue(`${pointer}/${y}`, 'expected a row of as many numbers as the first row has.')
  }
  fill(values, y * width, row, `${pointer}/${y}`, scale)
}

function fill(
  values: Float64Array,
  start: number,
  numbers: readonly unknown[],
  pointer: string,
  scale: Scale,
): void {
  for (const [i, value] of numbers.entries()) {
    if (typeof value !== 'number' || !(value >= 0 && value <= scale)) {
      throw badValue(`${pointer}/${i}`, `expected a number, 0 .. ${scale}.`)
    }
    values[start + i] = value
  }
}
