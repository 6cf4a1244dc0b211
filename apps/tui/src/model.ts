import {
  formatModel,
  GradusError,
  MemoryError,
  ModelFileError,
  type ModelMetadata,
  type Network,
  OptionError,
  type Precision,
  type Progress,
  SPEC_DEFAULTS,
} from '@gradus/core'
import { type LoadedModel, loadCheckpoint, loadModel, readModelBytes } from '@gradus/core/node'
import type { Dataset } from '@gradus/mnist'
import { loadMnist, loadTestData } from '@gradus/mnist/node'
import { Argument, Option } from 'commander'
import { parseCount, parsePath } from './arguments.ts'
import { UsageError } from './failure.ts'
import { blamingFolder, DATA_FLAG } from './run/settings.ts'
import { calledAs } from './terminal/printable.ts'

/** Contents of a file of Gradus: a network with its metadata, or with the progress of its run. */
export type OpenedModel =
  | ({ readonly kind: 'model' } & LoadedModel)
  | { readonly kind: 'checkpoint'; readonly network: Network; readonly progress: Progress }

/** Loads a model file, or a checkpoint file. @param name of the flag or argument that says which. @throws UsageError if it cannot be read or is neither */
export async function openModel(path: string, name = MODEL): Promise<OpenedModel> {
  return eitherKind<OpenedModel>(
    name,
    path,
    async () => ({ kind: 'model', ...(await loadModel(path)) }),
    async () => ({ kind: 'checkpoint', ...(await loadCheckpoint(path)) }),
  )
}

/**
 * Loads the model of a command that names other files as well.
 * @param others the files among which the model may stand by mistake
 * @param inOrder the command's arguments with this model in its place, as words for a shell
 * @throws UsageError, with the command in its right order if one of the others is a model instead
 */
export async function openModelBeside(
  path: string,
  others: readonly string[],
  inOrder: (model: string) => string,
): Promise<OpenedModel> {
  try {
    return await openModel(path)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    for (const other of others) {
      const isModel = await openModel(other).then(
        () => true,
        () => false,
      )
      const right = `\`${calledAs()} ${inOrder(other)}\``
      if (isModel)
        throw new UsageError(MODEL, path, `The model is ${other}: expected it first, as in ${right}.`)
    }
    throw error
  }
}

/** Precision of the run that trained a network: in it, evaluations count what the run's own do. */
export function precisionOf(opened: OpenedModel): Precision {
  const { spec, options }: ModelMetadata = opened.kind === 'model' ? opened.metadata : opened.progress
  return (spec ?? options)?.precision ?? SPEC_DEFAULTS.precision
}

/**
 * The bytes of a model file, read once; of a checkpoint file, those of the model file that it would be.
 * @throws UsageError if it cannot be read or is neither
 */
export async function openModelBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return eitherKind(
    MODEL,
    path,
    () => readModelBytes(path),
    async () => {
      const { network, progress, ...names } = await loadCheckpoint(path)
      return formatModel(network, { spec: progress.spec, ...names })
    },
  )
}

/** Result of the reader that accepts the file. @throws UsageError if neither does */
async function eitherKind<T>(
  name: string,
  path: string,
  readModel: () => Promise<T>,
  readCheckpoint: () => Promise<T>,
): Promise<T> {
  try {
    return await readModel().catch(error => {
      if (!(error instanceof ModelFileError) || error.rule !== 'kind') throw error
      return readCheckpoint()
    })
  } catch (error) {
    // Short memory is not the file's fault.
    if (error instanceof GradusError && !(error instanceof MemoryError))
      throw new UsageError(name, path, error.message, { cause: error })
    throw error
  }
}

/** Checks that a network can read these data, and has an output for every class. @throws UsageError */
export function checkFit(
  path: string,
  { sizes }: Network,
  { inputSize, classes }: { readonly inputSize: number; readonly classes: number },
): void {
  const [inputs, outputs = 0] = [sizes[0], sizes.at(-1)]
  if (inputs === inputSize && outputs >= classes) return
  throw new UsageError(
    MODEL,
    path,
    `It is a network ${sizes.join('-')}, but the data have ${inputSize} pixels an image and ${classes} classes: expected as many inputs, and no fewer outputs. Name the folder of the data that it was trained on by --data.`,
  )
}

/** The argument that names a model file, as the help shows it. */
export const MODEL = '<model>'

export const modelArgument = new Argument(
  MODEL,
  'a model file, as train saves it, or a checkpoint file',
).argParser(parsePath)

/** The parts that a data set has. */
export const SPLITS = ['test', 'validation', 'train'] as const

/** Selection of images and their source. */
export interface SplitSettings {
  readonly split: (typeof SPLITS)[number]
  /** Absolute path of the folder with the data; the embedded MNIST, or what GRADUS_DATA names, without it. */
  readonly data?: string
  /** Index in the training file at which the validation images begin; the usual split without it. */
  readonly trainSize?: number
}

/** The flags that can turn out to be wrong only with the data at hand, as the help shows them. */
export const DATA_FLAGS = {
  data: DATA_FLAG,
  split: '--split <part>',
  trainSize: '--train-size <n>',
} as const

/** Options of a command that evaluates a model: its images, but for their part, and the form of its report. */
export const EVALUATION_OPTIONS: readonly Option[] = [
  new Option(
    DATA_FLAGS.trainSize,
    'images that train trained on; the rest of the training file is for validation (default: 50000)',
  ).argParser(parseCount),
  new Option(
    DATA_FLAGS.data,
    'folder with the IDX files, plain or gzipped (default: the one that GRADUS_DATA names, or else the embedded MNIST)',
  ).argParser(parsePath),
  new Option('--json', 'one JSON object on standard output'),
]

/** Loads these images. @throws UsageError if a flag is to blame, and what loadMnist throws */
export async function loadSplit({ split, data, trainSize }: SplitSettings): Promise<Dataset> {
  // The test images alone are there at once, and need no more than their own two files.
  if (split === 'test' && trainSize === undefined) return await blamingFolder(data, loadTestData(data))
  const splits = await blamingFolder(data, loadMnist({ dir: data, trainSize })).catch((error: unknown) => {
    if (trainSize === undefined || !(error instanceof OptionError)) throw error
    throw new UsageError(DATA_FLAGS.trainSize, String(trainSize), error.message)
  })
  const part = splits[split]
  if (part) return part
  const remedy = 'Make --train-size smaller, or choose train or test.'
  throw new UsageError(
    DATA_FLAGS.split,
    split,
    `The training file has no more than the ${splits.train.length} images to train on. ${remedy}`,
  )
}
