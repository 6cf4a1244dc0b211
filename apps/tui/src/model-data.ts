import type { Network, NetworkNames } from '@gradus/core'
import type { DataPart, LoadedData } from '@gradus/data/node'
import { loadTestData, MissingDataError } from '@gradus/mnist/node'
import { Option } from 'commander'
import { parseCount, parsePath } from './arguments.ts'
import { UsageError } from './failure.ts'
import { MODEL } from './model.ts'
import { loadShown, modelLike } from './run/data.ts'
import { checkNamed } from './run/own-data.ts'
import { DATA_FLAGS } from './run/settings.ts'
import { countOf, listOf, shortList } from './terminal/format.ts'
import { brief } from './terminal/printable.ts'

/** The parts that a data set has. */
const PARTS = ['test', 'validation', 'train'] as const

/** Choices of the examples to evaluate. */
export const SPLITS = [...PARTS, 'all'] as const

/** Selection of examples and their source. */
export interface SplitSettings {
  /** The test examples without it; or all examples of one set that the model was not trained on. */
  readonly split?: (typeof SPLITS)[number] | undefined
  /** Absolute path of the data; the embedded MNIST, or what GRADUS_DATA names, without it. */
  readonly data?: string | undefined
  /** Index in the training file at which the validation examples begin; the usual split without it. */
  readonly trainSize?: number | undefined
}

/** The flag that says which examples to evaluate, as the help shows it. */
export const PART_FLAG = '--split <part>'

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

/** A network, and all that its file says of its data. */
export interface KnownModel {
  readonly path: string
  readonly network: Network
  /** The meaning of its inputs and outputs. */
  readonly names: NetworkNames
  /** SHA-256 of the examples that it was trained on, where that is known. */
  readonly trainedOn?: string | undefined
}

/** Examples for a model, and the names of their classes. */
export interface SplitData extends Pick<NetworkNames, 'classes'> {
  readonly split: (typeof SPLITS)[number]
  /** One part, or of all examples those that there are. */
  readonly parts: readonly [DataPart, ...DataPart[]]
  /** Their SHA-256; of several parts those of all, with a plus between. */
  readonly hash: string
  /** Whether all are taken since the model was not trained on this set. */
  readonly isNew: boolean
}

/**
 * Loads these examples as a model takes them.
 * @throws UsageError if a flag is to blame, or the data are not of its kind, and what `loadData` throws
 */
export async function loadSplit(model: KnownModel, settings: SplitSettings): Promise<SplitData> {
  const { path, network, names } = model
  checkNamed(MODEL, path, { sizes: network.sizes, ...names }, settings.data)
  const selected = await selectedOf(model, settings)
  checkFit(model, selected)
  return selected
}

async function selectedOf(
  { network: { sizes }, names, trainedOn }: KnownModel,
  { split: asked, data, trainSize }: SplitSettings,
): Promise<SplitData> {
  // The test images alone are there at once, and need no more than their own two files.
  const isTest = asked === undefined || asked === 'test'
  const alone = isTest && trainSize === undefined ? await loadTestFiles(data, names) : undefined
  if (alone) return { split: 'test', parts: [alone], hash: alone.hash ?? '', isNew: false }
  const like = modelLike(sizes, names)
  const loaded = await loadShown({ data, trainSize }, like)
  const mayBeNew = asked === undefined && trainedOn !== undefined && loaded.train.hash !== trainedOn
  const unsplit =
    loaded.split && (asked === 'all' || mayBeNew) ? await loadShown({ data, split: WHOLE }, like) : loaded
  const isNew = mayBeNew && loaded.split !== undefined && !(unsplit.validation ?? unsplit.test)
  const { classes } = loaded
  const split = asked ?? (isNew ? 'all' : 'test')
  if (split === 'all') return { split, ...allOf(unsplit), classes, isNew }
  const { [split]: examples } = loaded
  if (examples) return { split, parts: [examples], hash: examples.hash ?? '', classes, isNew }
  const others = [...PARTS.filter(part => loaded[part]), 'all']
  const remedy = `Choose ${listOf(others, 'or')}${trainSize === undefined ? '' : ', or make --train-size smaller'}.`
  throw new UsageError(PART_FLAG, split, `The data have no such part. ${remedy}`)
}

/** Shares of a set that is not split. */
const WHOLE = { shares: [1, 0, 0], seed: '0' }

/** All parts that there are. */
function allOf({ train, validation, test }: LoadedData): Pick<SplitData, 'parts' | 'hash'> {
  const others = [validation, test].flatMap(part => part ?? [])
  return { parts: [train, ...others], hash: [train, ...others].map(({ hash }) => hash).join('+') }
}

/** Classes that a message names. */
const MOST_NAMED = 10

/**
 * Checks that a network can read these data, has an output for every class, and calls the classes as they do.
 * @throws UsageError
 */
function checkFit({ path, network: { sizes }, names }: KnownModel, data: SplitData): void {
  const [inputs, outputs = 0] = [sizes[0], sizes.at(-1)]
  const { inputSize, outputSize, kind } = data.parts[0]
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

/** The images of a test file as they are; undefined where there is none, or the model takes others. */
async function loadTestFiles(
  data: string | undefined,
  { classes, preprocessing: image, split }: NetworkNames,
): Promise<DataPart | undefined> {
  if (classes || split || (image && (image.kind !== 'image' || image.transposed))) return undefined
  const test = await loadTestData(data).catch((error: unknown) => {
    if (error instanceof MissingDataError) return undefined
    throw error
  })
  return image && (test?.rows !== image.rows || test.cols !== image.cols) ? undefined : test
}
