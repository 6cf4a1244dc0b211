import { GradusError, type NetworkNames, OptionError, type Preprocessing } from '@gradus/core'
import type { LikeModel, LoadedData, LoadProgress } from '@gradus/data/node'
import { IdxError } from '@gradus/mnist'
import { MissingDataError } from '@gradus/mnist/node'
import { UsageError } from '../failure.ts'
import { countOf, formatCount, shortList } from '../terminal/format.ts'
import { brief } from '../terminal/printable.ts'
import { openProgressLine } from '../terminal/progress-bar.ts'
import { DATA_FLAGS, type DataSettings, namesIn } from './settings.ts'

/**
 * Loads data of any kind, as a model takes them where there is one.
 * @param like its sizes and the names of its file. @param name of what gives the path, in messages
 * @throws UsageError if the path or a choice is to blame, and what `loadData` throws
 */
export async function loadChosen(
  settings: DataSettings,
  like?: LikeModel,
  name: string = DATA_FLAGS.data,
): Promise<LoadedData> {
  const { data, trainSize, split, imageSize, form, transpose, label, fill } = settings
  const { classes, cache, onProgress, signal } = settings
  // Loaded only now: readers of many kinds of files take their time.
  const { loadData } = await import('@gradus/data/node')
  const options = {
    ...{ like, trainSize, split, imageSize, form, transpose, label, fill },
    ...{ classes, cache, onProgress, signal },
  }
  return loadData(data, options)
    .catch((error: unknown) => {
      // The caller tells the difference of labels that a model has no outputs for.
      if (!(error instanceof IdxError) || !like) throw error
      return loadData(data, { ...options, like: undefined }).catch(() => Promise.reject(error))
    })
    .catch((error: unknown) => {
      throw blamed(error, settings, name)
    })
}

/** The same with a line on the terminal that tells how far it is, once it takes more than a second. */
export async function loadShown(
  settings: DataSettings,
  like?: LikeModel,
  name?: string,
): Promise<LoadedData> {
  const line = openProgressLine('Loading')
  const onProgress = ({ done, total }: LoadProgress): void => line.show(done, total)
  return loadChosen({ ...settings, onProgress }, like, name).finally(line.close)
}

/** Data that a path may name. */
const KINDS_OF_DATA =
  'a folder with a folder of pictures a class, a folder of IDX files, a table (.csv, .tsv) or arrays of NumPy (.npz, .npy)'

/** Files of MNIST, of which a folder without any is not called incomplete. */
const MNIST_FILES = 4

/** The error that names the flag which is to blame, if one is. */
function blamed(error: unknown, settings: DataSettings, name: string): unknown {
  const { data } = settings
  if (data !== undefined && error instanceof MissingDataError) {
    const isNothing = error.missing.length === MNIST_FILES || error.missing.includes(data)
    const problem = isNothing ? `There are no data: expected ${KINDS_OF_DATA}.` : error.problem
    const message = `${problem} Correct the path, or leave it out for the embedded MNIST.`
    return new UsageError(name, data, message, { cause: error })
  }
  if (data !== undefined && (isOfNoKind(error) || isOfOtherKind(error)))
    return new UsageError(name, data, error.message, { cause: error })
  if (!(error instanceof OptionError) || !isChoice(error.option)) return error
  const value = shownChoice(settings, error.option)
  return value === undefined
    ? error
    : new UsageError(DATA_FLAGS[error.option], value, error.message, { cause: error })
}

/** Whether what the path names is no data of any kind: what is damaged is not the flag's fault. */
function isOfNoKind(error: unknown): error is GradusError {
  return (
    error instanceof GradusError &&
    error.code === 'DATA_FILE' &&
    'place' in error &&
    (error.place === 'the file' || error.place === 'the folder')
  )
}

/** Whether the data are not of the kind that the model takes. */
function isOfOtherKind(error: unknown): error is OptionError {
  return error instanceof OptionError && error.option === 'like'
}

type Choice = Exclude<keyof typeof DATA_FLAGS, 'data' | 'splitSeed' | 'cache'>

function isChoice(option: string): option is Choice {
  return Object.hasOwn(DATA_FLAGS, option) && !['data', 'splitSeed', 'cache'].includes(option)
}

/** A choice as its flag takes it; undefined where it was not given. */
function shownChoice(
  { split, imageSize, classes, ...settings }: DataSettings,
  choice: Choice,
): string | undefined {
  switch (choice) {
    case 'split':
      return split?.shares.join()
    case 'imageSize':
      return imageSize && `${imageSize.rows}x${imageSize.cols}`
    case 'classes':
      return classes?.join()
    default:
      return settings[choice] === undefined ? undefined : String(settings[choice])
  }
}

/** Inputs of the images of MNIST, which a model takes that says nothing else. */
const MNIST_SIDE = 28

/** The names of a model in full, by which data are made as it takes them. */
export function modelLike(sizes: readonly number[], names: NetworkNames): LikeModel {
  const isMnist = sizes[0] === MNIST_SIDE * MNIST_SIDE
  const preprocessing = { kind: 'image', rows: MNIST_SIDE, cols: MNIST_SIDE } as const
  return { sizes, ...(isMnist && { preprocessing }), ...namesIn(names) }
}

/** Whether the inputs are images in the form of MNIST's. */
export function isMnistImage(steps: Preprocessing): boolean {
  if (steps.kind !== 'image' || steps.form || steps.transposed) return false
  return steps.rows === MNIST_SIDE && steps.cols === MNIST_SIDE
}

/** The names of an earlier run, without those that the settings of a new one say anew. */
export function namesLeft(
  { split, classes, imageSize, form, transpose, label, fill }: DataSettings,
  names: NetworkNames,
): NetworkNames {
  const isMadeAnew = [imageSize, form, transpose, label, fill].some(choice => choice !== undefined)
  return namesIn({
    ...(!classes && { classes: names.classes }),
    ...(!split && { split: names.split }),
    ...(!isMadeAnew && { preprocessing: names.preprocessing }),
  })
}

/** Whether a network takes images: only of them, one says so. */
export function takesImages(sizes: readonly number[], { preprocessing }: NetworkNames): boolean {
  return preprocessing ? preprocessing.kind === 'image' : sizes[0] === MNIST_SIDE * MNIST_SIDE
}

/** Columns and classes that a line names. */
const MOST_NAMED = 10

/** The meaning of a network's inputs and outputs in words, a line each, as far as it is known. */
export function describeNames({ classes, preprocessing, split }: NetworkNames): string[] {
  const listed = (names: readonly string[]): string => brief(shortList(names, MOST_NAMED))
  return [
    ...(preprocessing ? [`Inputs: ${describeInputs(preprocessing, listed)}`] : []),
    ...(classes ? [`Classes: ${listed(classes)}`] : []),
    ...(split ? [`Split: ${split.shares.join(', ')} by seed ${brief(split.seed)}`] : []),
  ]
}

/** As in `28 x 28 pixels, resized`, or `2 columns: petal length, colour; missing values are filled`. */
function describeInputs(steps: Preprocessing, listed: (names: readonly string[]) => string): string {
  if (steps.kind === 'standard') return `${countOf(steps.means.length, 'number')}, each on one scale`
  if (steps.kind === 'table') {
    const columns = listed(steps.columns.map(({ name }) => name))
    const filled = steps.fill ? '; missing values are filled' : ''
    return `${countOf(steps.columns.length, 'column')}: ${columns}; label ${brief(steps.label)}${filled}`
  }
  const { rows, cols, form = 'normalised', transposed } = steps
  return `${rows} x ${cols} pixels, ${form}${transposed ? ', from files that list them column by column' : ''}`
}

/** The share that is loaded: `12 % of 60,000 files`, or a share of the bytes. */
export function loadingText({ done, total, unit }: LoadProgress): string {
  const share = `${Math.floor((100 * done) / Math.max(1, total))} %`
  return unit === 'bytes' ? share : `${share} of ${formatCount(total)} files`
}
