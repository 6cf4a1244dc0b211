import {
  formatModel,
  GradusError,
  MemoryError,
  ModelFileError,
  type ModelMetadata,
  type Network,
  type NetworkNames,
  type Precision,
  type Progress,
  SPEC_DEFAULTS,
} from '@gradus/core'
import { type LoadedModel, loadCheckpoint, loadModel, readModelBytes } from '@gradus/core/node'
import type { DataPart } from '@gradus/data/node'
import { loadTestData, MissingDataError } from '@gradus/mnist/node'
import { Argument, Option } from 'commander'
import { parseCount, parsePath } from './arguments.ts'
import { UsageError } from './failure.ts'
import { loadShown, modelLike } from './run/data.ts'
import { DATA_FLAGS, namesIn } from './run/settings.ts'
import { countOf, listOf, shortList } from './terminal/format.ts'
import { brief, calledAs } from './terminal/printable.ts'

/** Contents of a file of Gradus: a network with its metadata, or with the progress of its run. */
export type OpenedModel =
  | ({ readonly kind: 'model' } & LoadedModel)
  | ({ readonly kind: 'checkpoint'; readonly network: Network; readonly progress: Progress } & NetworkNames)

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

/** The meaning of the inputs and outputs. */
export function namesOf(opened: OpenedModel): NetworkNames {
  return namesIn(opened.kind === 'model' ? opened.metadata : opened)
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

/**
 * Checks that a network can read these data, has an output for every class, and calls the classes as they do.
 * @throws UsageError
 */
export function checkFit(path: string, { sizes }: Network, names: NetworkNames, data: SplitData): void {
  const [inputs, outputs = 0] = [sizes[0], sizes.at(-1)]
  const { inputSize, outputSize, kind } = data.examples
  const fits = kind === 'dense' ? outputs === outputSize : outputs >= outputSize
  if (inputs !== inputSize || !fits) {
    const unit = kind === 'sparse' ? 'pixels an image' : 'inputs an example'
    const found = `It is a network ${sizes.join('-')}, but the data have ${inputSize} ${unit} and ${countOf(outputSize, 'class', 'classes')}`
    throw new UsageError(
      MODEL,
      path,
      `${found}: expected as many inputs, and no fewer outputs. Name the data that it was trained on by --data.`,
    )
  }
  if (!names.classes || !data.classes || names.classes.join('\n') === data.classes.join('\n')) return
  const [its, theirs] = [names.classes, data.classes].map(classes => brief(shortList(classes, MOST_NAMED)))
  throw new UsageError(
    MODEL,
    path,
    `Its classes are ${its}, but those of the data ${theirs}: expected the same. Name data of its classes by --data.`,
  )
}

/** Classes that a message names. */
const MOST_NAMED = 10

/** The argument that names a model file, as the help shows it. */
export const MODEL = '<model>'

export const modelArgument = new Argument(
  MODEL,
  'a model file, as train saves it, or a checkpoint file',
).argParser(parsePath)

/** The parts that a data set has. */
export const SPLITS = ['test', 'validation', 'train'] as const

/** Selection of examples and their source. */
export interface SplitSettings {
  readonly split: (typeof SPLITS)[number]
  /** Absolute path of the data; the embedded MNIST, or what GRADUS_DATA names, without it. */
  readonly data?: string
  /** Index in the training file at which the validation examples begin; the usual split without it. */
  readonly trainSize?: number
}

/** The flag that says which examples to evaluate, as the help shows it. */
export const PART_FLAG = '--split <part>'

/** Names in the help of the files to predict, and of the flag for test examples. */
export const PREDICT_FLAGS = { files: '<file...>', index: '--index <n>' } as const

/** Options of a command that evaluates a model: its examples, but for their part, and the form of its report. */
export const EVALUATION_OPTIONS: readonly Option[] = [
  new Option(
    DATA_FLAGS.trainSize,
    'examples that train trained on; the rest of the training file is for validation (default: 50000)',
  ).argParser(parseCount),
  new Option(
    DATA_FLAGS.data,
    'data to evaluate on, made as the model takes them: a folder or a file as train takes them (default: what GRADUS_DATA names, or else the embedded MNIST)',
  ).argParser(parsePath),
  new Option('--json', 'one JSON object on standard output'),
]

/** A part of the data, and the names of its classes. */
export interface SplitData extends Pick<NetworkNames, 'classes'> {
  readonly examples: DataPart
}

/**
 * Loads these examples as a model takes them.
 * @param names the meaning of its inputs and outputs
 * @throws UsageError if a flag is to blame, and what `loadData` throws
 */
export async function loadSplit(
  { sizes }: Network,
  names: NetworkNames,
  { split, data, trainSize }: SplitSettings,
): Promise<SplitData> {
  // The test images alone are there at once, and need no more than their own two files.
  const alone = split === 'test' && trainSize === undefined ? await loadTestFiles(data, names) : undefined
  if (alone) return { examples: alone }
  const loaded = await loadShown({ data, trainSize }, modelLike(sizes, names))
  const { [split]: examples, classes } = loaded
  if (examples) return { examples, classes }
  const others = SPLITS.filter(part => loaded[part])
  const remedy = `Choose ${listOf(others, 'or')}${trainSize === undefined ? '' : ', or make --train-size smaller'}.`
  throw new UsageError(PART_FLAG, split, `The data have no such part. ${remedy}`)
}

/** The images of a test file as they are; undefined where there is none, or the model takes others. */
async function loadTestFiles(
  data: string | undefined,
  { classes, preprocessing: image, split }: NetworkNames,
): Promise<DataPart | undefined> {
  if (classes || split || (image && (image.kind !== 'image' || image.form || image.transposed)))
    return undefined
  const test = await loadTestData(data).catch((error: unknown) => {
    if (error instanceof MissingDataError) return undefined
    throw error
  })
  return image && (test?.rows !== image.rows || test.cols !== image.cols) ? undefined : test
}
