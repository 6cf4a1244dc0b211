import { OptionError, PICTURE_FORMS } from '@gradus/core'
import type { LoadDataOptions, LoadedData } from '@gradus/data/node'
import { MissingDataError } from '@gradus/mnist/node'
import { InvalidArgumentError, Option } from 'commander'
import { parseCount } from './arguments.ts'
import { UsageError } from './failure.ts'
import { openProgressLine } from './terminal/progress-bar.ts'

/** The flags of loading, as commander gives them. */
export interface LoadingFlags
  extends Pick<
    LoadDataOptions,
    'trainSize' | 'imageSize' | 'form' | 'transpose' | 'label' | 'fill' | 'classes'
  > {
  readonly split?: readonly number[]
  readonly splitSeed?: string
  /** False for --no-cache. */
  readonly cache?: boolean
}

/** The flags of loading, by the options of `loadData`, as the help shows them. */
const FLAGS = {
  split: '--split <shares>',
  splitSeed: '--split-seed <seed>',
  trainSize: '--train-size <n>',
  imageSize: '--image-size <size>',
  form: '--form <name>',
  transpose: '--transpose',
  label: '--label <column>',
  fill: '--fill',
  classes: '--classes <names>',
  cache: '--no-cache',
} as const

/** The options of every command that loads data of one's own. */
export const LOADING_OPTIONS: readonly Option[] = [
  new Option(FLAGS.split, 'of training, validation and test, where the data are not in parts').argParser(
    parseShares,
  ),
  new Option(FLAGS.splitSeed, 'of the choice of these parts (default: 0)').argParser(parseSplitSeed),
  new Option(
    FLAGS.trainSize,
    'examples to train on; the rest of the training file is for validation (default: 50000)',
  ).argParser(parseCount),
  new Option(
    FLAGS.imageSize,
    'that pictures get, such as 28, or 28x20 for rows and columns (default: 28, or the one size that all have)',
  ).argParser(parseImageSize),
  new Option(
    FLAGS.form,
    "of pictures: normalised finds the ink and gives it MNIST's form, resized takes all of it (default: by looking)",
  ).choices(PICTURE_FORMS),
  new Option(FLAGS.transpose, "files of images list the pixels column by column, as EMNIST's do"),
  new Option(FLAGS.label, 'the column of a table with the classes (default: label, class, or the last)'),
  new Option(FLAGS.fill, 'fill the missing values of a table: a number by its mean, a category by none'),
  new Option(
    FLAGS.classes,
    'names of the classes, with commas between, in the order of the labels',
  ).argParser(parseNames),
  new Option(FLAGS.cache, 'neither take decoded pictures from the cache, nor keep them there'),
]

/** Loads data by such flags, with their progress. @throws UsageError where one of them is to blame */
export async function loadBy(
  name: string,
  path: string | undefined,
  { split, splitSeed = '0', cache, ...flags }: LoadingFlags,
): Promise<LoadedData> {
  // Loaded only now: readers of many kinds of files take their time.
  const { loadData } = await import('@gradus/data/node')
  const line = openProgressLine('Loading')
  try {
    return await loadData(path, {
      ...flags,
      ...(split && { split: { shares: split, seed: splitSeed } }),
      ...(cache === false && { cache }),
      onProgress: ({ done, total }) => line.show(done, total),
    })
  } catch (error) {
    throw blamed(error, name, path, flags)
  } finally {
    line.close()
  }
}

/** The error as one of the command line, if that is to blame. */
function blamed(error: unknown, name: string, path: string | undefined, flags: object): unknown {
  if (path !== undefined && error instanceof MissingDataError)
    return new UsageError(name, path, error.problem, { cause: error })
  if (!(error instanceof OptionError)) return error
  const flag = new Map(Object.entries(FLAGS)).get(error.option)
  const value: unknown = Reflect.get(flags, error.option)
  return flag === undefined ? error : new UsageError(flag, String(value), error.message, { cause: error })
}

/** Parses the shares of training, validation and test data, such as `80,10,10`. */
function parseShares(text: string): readonly number[] {
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
function parseImageSize(text: string): { readonly rows: number; readonly cols: number } {
  const [, rows = '', cols = rows] = /^\s*(\d{1,5})(?:\s*x\s*(\d{1,5}))?\s*$/i.exec(text) ?? []
  if (Number(rows) > 0 && Number(cols) > 0) return { rows: Number(rows), cols: Number(cols) }
  throw new InvalidArgumentError('Expected pixels a side, such as 28, or rows and columns, such as 28x20.')
}

/** Parses names with commas between, such as `cat,dog`. */
function parseNames(text: string): readonly string[] {
  const names = text.split(',').map(name => name.trim())
  if (names.every(name => name !== '') && new Set(names).size === names.length) return names
  throw new InvalidArgumentError('Expected different names with commas between, such as cat,dog.')
}

/** Parses the seed of a split: an integer of at least 0 and any size. */
function parseSplitSeed(text: string): string {
  if (/^\d+$/.test(text)) return String(BigInt(text))
  throw new InvalidArgumentError('Expected an integer of at least 0, such as 7.')
}
