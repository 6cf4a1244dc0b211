import { type GreyImage, OptionError, type PictureForm, type Preprocessing } from '@gradus/core'
import { isInk, isNormalised } from '../pictures/forms.ts'
import type { GreyPicture } from '../pictures/picture.ts'
import { DataFileError } from './data-file-error.ts'
import type { ImageSize, LikeModel, LoadDataOptions } from './loaded-data.ts'

/** Size of MNIST's images, which models have that tell nothing about their inputs. */
const MNIST_SIZE: ImageSize = { rows: 28, cols: 28 }
/** Pixels of an image, at the most: positions of pixels are 16-bit numbers. */
const MOST_PIXELS = 2 ** 16 - 1
/** Pixels of pictures of one size that keep it, at the most. */
const MOST_PIXELS_KEPT = 64 * 64

/** The image that is made of each picture, and the choice as a sentence. */
export interface ChosenImage {
  readonly image: GreyImage
  readonly note: string
}

/**
 * The image that options, a model, or else the pictures themselves ask for.
 * @param sample some of the pictures
 * @throws OptionError for a wrong size, or a model whose inputs are no image
 */
export function imageFor(sample: readonly GreyPicture[], options: LoadDataOptions): ChosenImage {
  const { imageSize, form, like } = options
  if (like) {
    const { rows, cols, form: own } = imageOfModel(like)
    return chosen(checkedSize(imageSize ?? { rows, cols }), form ?? own ?? 'normalised')
  }
  if (form) return chosen(checkedSize(imageSize ?? MNIST_SIZE), form)
  if (imageSize) return chosen(checkedSize(imageSize), judgedForm(sample, imageSize))
  const size = sizeOf(sample)
  if (size && isSame(size, MNIST_SIZE)) return chosen(size, judgedForm(sample, size))
  if (isInk(sample)) return chosen(MNIST_SIZE, 'normalised')
  return chosen(size && size.rows * size.cols <= MOST_PIXELS_KEPT ? size : MNIST_SIZE, 'resized')
}

/** The image that a model takes. @throws OptionError if it takes none */
export function imageOfModel({ preprocessing }: LikeModel): GreyImage {
  if (!preprocessing) return { kind: 'image', ...MNIST_SIZE }
  if (preprocessing.kind === 'image') return preprocessing
  const found = preprocessing.kind === 'table' ? 'a table' : 'numbers'
  throw new OptionError(
    'like',
    `The model takes ${found}: expected one that takes images. Pass data of its kind.`,
  )
}

/** The way to images of this size: those that have it are judged by their form, others by their content. */
function judgedForm(sample: readonly GreyPicture[], { rows, cols }: ImageSize): PictureForm {
  const haveSize = sample.every(({ width, height }) => width === cols && height === rows)
  return (haveSize ? isNormalised(sample) : isInk(sample)) ? 'normalised' : 'resized'
}

/** The size of all of the pictures; undefined if they differ. */
function sizeOf(pictures: readonly GreyPicture[]): ImageSize | undefined {
  const [first] = pictures
  const isOne =
    first && pictures.every(({ width, height }) => width === first.width && height === first.height)
  return isOne ? { rows: first.height, cols: first.width } : undefined
}

function isSame(a: ImageSize, b: ImageSize): boolean {
  return a.rows === b.rows && a.cols === b.cols
}

function chosen({ rows, cols }: ImageSize, form: PictureForm): ChosenImage {
  const image: GreyImage = { kind: 'image', rows, cols, ...(form === 'resized' && { form }) }
  const note =
    form === 'resized'
      ? `Each picture is taken as a whole, ${rows} x ${cols} pixels (form resized).`
      : `The ink of each picture is brought into MNIST's form, ${rows} x ${cols} pixels (form normalised).`
  return { image, note }
}

/** The fact to keep with a model: that of the model before it, or none for an image in MNIST's size and form. */
export function imageFact(
  image: GreyImage,
  like: LikeModel | undefined,
): { readonly preprocessing?: Preprocessing } {
  if (like) return like.preprocessing ? { preprocessing: like.preprocessing } : {}
  const isMnist = isSame(image, MNIST_SIZE) && image.form !== 'resized' && !image.transposed
  return isMnist ? {} : { preprocessing: image }
}

/**
 * The image that is made of images of bytes: they stay as they are, unless options ask for another size or form.
 * @param sample some of them
 * @returns the image, and whether it has to be made
 * @throws DataFileError for another size than that of the model
 */
export function imageOfData(
  path: string,
  own: ImageSize,
  sample: readonly GreyPicture[],
  { like, imageSize, form }: LoadDataOptions,
): { readonly image: GreyImage; readonly isMade: boolean } {
  const size = imageSize ? checkedSize(imageSize) : { rows: own.rows, cols: own.cols }
  const isSized = !isSame(size, own)
  if (like) {
    checkModelSize(path, size, like)
    const { form: formOfModel } = imageOfModel(like)
    return { image: { kind: 'image', ...size, ...(formOfModel && { form: formOfModel }) }, isMade: isSized }
  }
  const isMade = isSized || (form === 'normalised' && judgedForm(sample, own) === 'resized')
  const made = form ?? judgedForm(sample, size)
  return { image: { kind: 'image', ...size, ...(made === 'resized' && { form: made }) }, isMade }
}

/** @throws DataFileError for images of another size than a model takes, as far as it tells */
function checkModelSize(path: string, { rows, cols }: ImageSize, like: LikeModel): void {
  const { preprocessing, sizes } = like
  const image = imageOfModel(like)
  if (preprocessing ? isSame({ rows, cols }, image) : rows * cols === (sizes?.[0] ?? rows * cols)) return
  throw new DataFileError({
    ...{ file: path, what: 'the size of an image', found: `${rows} x ${cols}` },
    expected: `${preprocessing ? `${image.rows} x ${image.cols}` : `${sizes?.[0]} pixels`}, as the model takes`,
    remedy: 'Pass data of that size, or imageSize to make them so.',
  })
}

/** The size and form of images of bytes, as a sentence. */
export function imagesNote({ rows, cols, form = 'normalised' }: GreyImage): string {
  return `The images of ${rows} x ${cols} pixels count as ${form}: pictures to predict are made so.`
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
