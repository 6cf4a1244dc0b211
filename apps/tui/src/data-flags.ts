import { PICTURE_FORMS, type PictureForm } from '@gradus/core'
import { InvalidArgumentError, Option } from 'commander'
import { parseCount } from './arguments.ts'
import { DATA_FLAGS, type DataSettings } from './run/settings.ts'

/** The flags of loading, as commander gives them. */
export interface LoadingFlags extends Omit<DataSettings, 'split' | 'form' | 'cache'> {
  readonly split?: readonly number[]
  readonly splitSeed?: string
  readonly form?: PictureForm | 'auto'
  /** False for --no-cache. */
  readonly cache?: boolean
}

/** The options of every command that loads data of one's own, but for their path. */
export function loadingOptions(): Option[] {
  return [
    new Option(
      DATA_FLAGS.trainSize,
      'examples to train on; the rest of the training file is for validation (default: 50000)',
    ).argParser(parseCount),
    ...modelledOptions(),
    new Option(DATA_FLAGS.cache, 'neither take decoded pictures from the cache, nor keep them there'),
  ]
}

/** Those of them that say what a model knows of its data. */
function modelledOptions(): Option[] {
  return [
    new Option(
      DATA_FLAGS.split,
      'of training, validation and test, where the data are not in parts',
    ).argParser(parseShares),
    new Option(DATA_FLAGS.splitSeed, 'of the choice of these parts (default: 0)').argParser(parseSplitSeed),
    new Option(
      DATA_FLAGS.imageSize,
      'that pictures get, such as 28, or 28x20 for rows and columns (default: 28, or the one size that all have)',
    ).argParser(parseImageSize),
    new Option(
      DATA_FLAGS.form,
      "of pictures: normalised finds the ink and gives it MNIST's form, resized takes all of it (default: auto)",
    ).choices([...PICTURE_FORMS, 'auto']),
    new Option(DATA_FLAGS.transpose, "files of images list the pixels column by column, as EMNIST's do"),
    new Option(
      DATA_FLAGS.label,
      'the column of a table with the classes (default: label, class, or the last)',
    ),
    new Option(
      DATA_FLAGS.fill,
      'fill the missing values of a table: a number by its mean, a category by none',
    ),
    new Option(
      DATA_FLAGS.classes,
      'names of the classes, with commas between, in the order of the labels',
    ).argParser(parseNames),
  ]
}

/** The names of the options that say what a model knows of its data. */
export const MODELLED: readonly string[] = modelledOptions().map(option => option.attributeName())

/** Shares of a split of which only the seed is given. */
const USUAL_SHARES = [80, 10, 10]

/** The choices on data that flags make. */
export function choicesOf(flags: LoadingFlags): Omit<DataSettings, 'data' | 'onProgress' | 'signal'> {
  const { trainSize, split, splitSeed, imageSize, form, transpose, label, fill, classes, cache } = flags
  const isSplit = split !== undefined || splitSeed !== undefined
  return {
    ...{ trainSize, imageSize, transpose, label, fill, classes },
    split: isSplit ? { shares: split ?? USUAL_SHARES, seed: splitSeed ?? '0' } : undefined,
    form: form === 'auto' ? undefined : form,
    cache: cache === false ? cache : undefined,
  }
}

/** Parses neurons of the hidden layers, such as `30` or `100,50`; `none` for no such layer. */
export function parseHidden(text: string): readonly number[] {
  if (text.trim() === 'none') return []
  const sizes = text.split(',').map(size => (/^\s*\d+\s*$/.test(size) ? Number(size) : 0))
  if (sizes.every(size => Number.isSafeInteger(size) && size > 0)) return sizes
  throw new InvalidArgumentError(
    'Expected the neurons of each hidden layer, whole numbers of at least 1 with commas between, such as 30 or 100,50, or none.',
  )
}

/** Parses the shares of the training, the validation and the test data, such as `80,10,10`. */
export function parseShares(text: string): readonly number[] {
  const shares = text
    .split(',')
    .map(share => (/^\s*\d+(\.\d+)?\s*$/.test(share) ? Number(share) : Number.NaN))
  const [train = 0] = shares
  if (shares.length === 3 && train > 0 && shares.every(share => Number.isFinite(share))) return shares
  throw new InvalidArgumentError(
    'Expected three shares with commas between, for training, validation and test, such as 80,10,10, the first above 0.',
  )
}

/** Parses rows and columns of an image, such as `28` or `28x20`. */
export function parseImageSize(text: string): { readonly rows: number; readonly cols: number } {
  const [, rows = '', cols = rows] = /^\s*(\d{1,5})(?:\s*x\s*(\d{1,5}))?\s*$/i.exec(text) ?? []
  if (Number(rows) > 0 && Number(cols) > 0) return { rows: Number(rows), cols: Number(cols) }
  throw new InvalidArgumentError('Expected pixels a side, such as 28, or rows and columns, such as 28x20.')
}

/** Parses names with commas between, such as `cat,dog`. */
export function parseNames(text: string): readonly string[] {
  const names = text.split(',').map(name => name.trim())
  if (names.every(name => name !== '') && new Set(names).size === names.length) return names
  throw new InvalidArgumentError('Expected different names with commas between, such as cat,dog.')
}

/** Parses the seed of a split: an integer of at least 0 and any size. */
export function parseSplitSeed(text: string): string {
  if (/^\d+$/.test(text)) return String(BigInt(text))
  throw new InvalidArgumentError('Expected an integer of at least 0, such as 7.')
}
