import { PICTURE_FORMS, type PictureForm } from '@gradus/core'
import { Option } from 'commander'
import { parseCount, parseImageSize, parseNames, parseShares, parseSplitSeed } from './arguments.ts'
import { DATA_FLAGS, type DataSettings } from './run/data.ts'

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
