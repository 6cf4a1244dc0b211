import { type GreyImage, OptionError, type PictureForm } from '@gradus/core'
import { normalise } from '../pictures/normalise.ts'
import type { DecodedPicture } from '../pictures/picture.ts'
import type { ImageSize, LoadDataOptions } from './loaded-data.ts'

/** Side of MNIST's images. */
const SIDE = 28
/** Pixels of an image, at the most: positions of pixels are 16-bit numbers. */
const MOST_PIXELS = 2 ** 16 - 1

/** The image that is made of each picture, and the choice as a sentence. */
export interface ChosenImage {
  readonly image: GreyImage
  readonly note: string
}

/** The image that options, a model, or else the pictures themselves ask for. @throws OptionError for a wrong size */
export function imageFor(sample: readonly DecodedPicture[], options: LoadDataOptions): ChosenImage {
  const { imageSize, form, like } = options
  const own = like?.preprocessing
  const of = like && (own?.kind === 'image' ? own : { kind: 'image' as const, rows: SIDE, cols: SIDE })
  const { rows, cols } = checkedSize(imageSize ?? of ?? { rows: SIDE, cols: SIDE })
  const chosen = form ?? (of ? (of.form ?? 'normalised') : judgedForm(sample, { rows, cols }))
  const image: GreyImage = { kind: 'image', rows, cols, ...(chosen === 'resized' && { form: chosen }) }
  return { image, note: noteOf(image) }
}

function judgedForm(sample: readonly DecodedPicture[], { rows, cols }: ImageSize): PictureForm {
  return sample.every(({ width, height }) => width === cols && height === rows) ? 'resized' : 'normalised'
}

function noteOf({ rows, cols, form }: GreyImage): string {
  return form === 'resized'
    ? `Each picture is resized as a whole to ${rows} x ${cols}.`
    : `The ink of each picture is brought into MNIST's form, ${rows} x ${cols}.`
}

/** Whether it is the image of a model that tells nothing about its inputs. */
export function isMnistForm({ rows, cols, form, transposed }: GreyImage): boolean {
  return rows === SIDE && cols === SIDE && form !== 'resized' && !transposed
}

/** The bytes that a network takes for a picture. */
export function imageBytes(picture: DecodedPicture, image: GreyImage): Uint8Array {
  return image.form === 'resized' ? picture.data : normalise(picture)
}

/** @throws OptionError unless rows and columns are whole numbers of at least 1, and few enough pixels */
function checkedSize({ rows, cols }: ImageSize): ImageSize {
  const isSize = [rows, cols].every(side => Number.isInteger(side) && side >= 1) && rows * cols <= MOST_PIXELS
  if (isSize) return { rows, cols }
  throw new OptionError(
    'imageSize',
    `imageSize is ${rows} x ${cols}: expected whole numbers from 1 on, at most ${MOST_PIXELS} pixels in all. Pass such as 28 x 28.`,
  )
}
