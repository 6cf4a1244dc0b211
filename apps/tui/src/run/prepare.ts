import {
  type Checkpoint,
  completeSpec,
  GradusError,
  ModelFileError,
  Network,
  OptionError,
  type Progress,
  type Spec,
  seedOf,
} from '@gradus/core'
import { loadCheckpoint } from '@gradus/core/node'
import { type DataSplits, loadMnist } from '@gradus/mnist/node'
import { formatEtaChanges, formatSeed } from '../arguments.ts'
import { UsageError } from '../failure.ts'
import { countOf } from '../terminal/format.ts'
import { shortPath } from '../terminal/printable.ts'
import { type NetworkParts, networkFrom, type Provided, type RunData } from './provided.ts'
import { withSuffix } from './run-paths.ts'
import {
  blamingFolder,
  FLAGS,
  type GivenSetting,
  isInSpec,
  type SpecFile,
  type TrainSettings,
} from './settings.ts'
import { firstWeightsOf } from './snapshots.ts'

/** Inputs of a run that begins or resumes. */
export interface PreparedRun {
  readonly splits: RunData
  readonly network: Network
  /** The settings; those of the earlier run, for one that goes on. */
  readonly settings: TrainSettings
  readonly resume: Progress | undefined
  /** The network that a run begins with when it is rewound. */
  initial(): Network
  /** Its weights into the first layer after the input; undefined where they are not known. */
  initialWeights(): Float32Array | undefined
}

/** The inputs of a run that a program provides. */
export function providedRun({ network, data, earlier }: Provided, settings: TrainSettings): PreparedRun {
  const initial = (): Network => networkFrom(network)
  const initialWeights = (): Float32Array | undefined => {
    return earlier && isTrainedAlready(network, earlier) ? undefined : firstWeightsOf(initial())
  }
  const run = { splits: data, settings, initial, initialWeights }
  if (!earlier) return { ...run, network: initial(), resume: undefined }
  return { ...run, network: networkFrom(earlier.network), resume: earlier.progress }
}

/** Whether a program passed the network of the checkpoint in place of the one that its run began with. */
function isTrainedAlready(
  { weights }: NetworkParts,
  { network, progress: { epoch, position } }: NonNullable<Provided['earlier']>,
): boolean {
  if (epoch === 0 && position === 0) return false
  return weights.every((layer, l) => layer.every((weight, k) => weight === network.weights[l]?.[k]))
}

/**
 * Loads the data, and draws the network or loads it from a checkpoint. @throws UsageError if a flag is to
 * blame
 */
export async function prepareRun(settings: TrainSettings): Promise<PreparedRun> {
  const { resume, replay } = settings
  if (resume !== undefined) {
    const { network, progress, settings: settled } = await loadResumed(settings, resume)
    const splits = await loadSplits(settled)
    checkSameData(FLAGS.resume, resume, progress.spec, splits)
    const { sizes, seed, activation, output, cost, initialiser } = network
    const initial = (): Network => new Network(sizes, { seed, activation, output, cost, initialiser })
    const initialWeights = (): Float32Array => firstWeightsOf(initial())
    return { splits, network, settings: settled, resume: progress, initial, initialWeights }
  }
  if (replay === undefined) {
    const splits = await loadSplits(settings)
    if (settings.base?.withData) checkNamedData(settings.base, splits)
    return beginning(settings, splits)
  }
  const spec = settings.replayed ?? (await load(FLAGS.replay, replay)).progress.spec
  const settled = settle(settings, spec, 'repeat')
  const splits = await loadSplits(settled)
  checkSameData(FLAGS.replay, replay, spec, splits)
  return beginning(settled, splits)
}

function beginning(settings: TrainSettings, splits: DataSplits): PreparedRun {
  checkFit(settings, splits)
  const initial = (): Network => drawNetwork(settings)
  const initialWeights = (): Float32Array => firstWeightsOf(initial())
  return { splits, network: initial(), settings, resume: undefined, initial, initialWeights }
}

async function loadSplits({ data, trainSize, resume, replay, base }: TrainSettings): Promise<DataSplits> {
  return blamingFolder(data, loadMnist({ dir: data, trainSize })).catch((error: unknown) => {
    if (trainSize === undefined || !(error instanceof OptionError)) throw error
    const message = `${error.message} ${SAME_DATA}`
    if (resume !== undefined) throw new UsageError(FLAGS.resume, resume, message)
    if (replay !== undefined) throw new UsageError(FLAGS.replay, replay, message)
    if (base?.withData) throw new UsageError(FLAGS.spec, base.file, message)
    throw new UsageError(FLAGS.trainSize, String(trainSize), error.message)
  })
}

const SAME_DATA = `Give the data that the run began with, by ${FLAGS.data} or GRADUS_DATA.`

function checkSameData(flag: string, file: string, { data }: Spec, { train }: DataSplits): void {
  if (data.train === train.length && data.hash === train.hash) return
  throw new UsageError(
    flag,
    file,
    `Its run trained on ${data.train} images with hash ${data.hash ?? 'unknown'}, these are ${train.length} with hash ${train.hash}. ${SAME_DATA}`,
  )
}

/** Checks that the data are those that a Spec names, as far as it does. @throws UsageError */
function checkNamedData({ file, spec }: SpecFile, { train, validation }: DataSplits): void {
  const { hash = train.hash, train: length, validation: named = validation?.length } = spec.data
  const isSame = hash === train.hash && length === train.length && named === validation?.length
  if (isSame) return
  throw new UsageError(
    FLAGS.spec,
    file,
    `Its data are ${length} images with hash ${hash}, and ${named ?? 'none'} for validation; these are ${train.length} with hash ${train.hash}, and ${validation?.length ?? 'none'}. ` +
      `Give those by ${FLAGS.data} or GRADUS_DATA, or say ${FLAGS.trainSize} to train on these.`,
  )
}

function checkFit({ sizes }: TrainSettings, { train }: DataSplits): void {
  if (sizes[0] === train.inputSize && sizes.at(-1) === train.outputSize) return
  const fitting = [train.inputSize, ...sizes.slice(1, -1), train.outputSize]
  throw new UsageError(
    FLAGS.sizes,
    sizes.join(','),
    `The data have ${train.inputSize} pixels an image and ${countOf(train.outputSize, 'class', 'classes')}: expected those as the first and the last size, such as ${fitting.join(',')}.`,
  )
}

/** @throws UsageError if it is too large, or the memory for it is not to be had */
function drawNetwork(settings: TrainSettings): Network {
  const { sizes, seed, activation, output, cost, initialiser } = settings
  try {
    return new Network(sizes, { seed, activation, output, cost, initialiser })
  } catch (error) {
    if (error instanceof OptionError && error.option !== 'sizes') throw blameFlag(error, settings)
    if (error instanceof OptionError) throw new UsageError(FLAGS.sizes, sizes.join(','), error.message)
    if (!(error instanceof RangeError)) throw error
    const parameters = sizes.slice(1).reduce((sum, size, l) => sum + size * ((sizes[l] ?? 0) + 1), 0)
    throw new UsageError(
      FLAGS.sizes,
      sizes.join(','),
      `Such a network has ${parameters} weights and biases, more than fit into memory. Make a layer smaller.`,
    )
  }
}

/** The usage error that an option of core's `sgd` comes from, if it comes from a flag. */
export function blameFlag(error: unknown, settings: TrainSettings): unknown {
  if (!(error instanceof OptionError)) return error
  const { option } = error
  if (option === 'resume' && settings.resume !== undefined) {
    return new UsageError(FLAGS.resume, settings.resume, error.message, { cause: error })
  }
  if (option === 'engine') return new UsageError(FLAGS.engine, settings.engine, error.message)
  if (!isInSpec(option)) return error
  if (option === 'etaChanges') {
    return new UsageError(FLAGS.etaChanges, formatEtaChanges(settings.etaChanges ?? []), error.message)
  }
  const value = settings[option]
  const shown =
    typeof value === 'object' && value !== null && 'name' in value ? value.name : formatSetting(value)
  return new UsageError(FLAGS[option], shown, error.message)
}

/** A run to go on with, and the settings that it began with. */
interface ResumedRun extends Checkpoint {
  readonly settings: TrainSettings
}

/** Loads a checkpoint. @throws UsageError if it is none, or the user's settings are not those of its run */
async function loadResumed(settings: TrainSettings, path: string): Promise<ResumedRun> {
  const checkpoint = await load(FLAGS.resume, path)
  const { epoch, position, spec } = checkpoint.progress
  // The run goes on with its own changes of eta; one that begins anew makes none.
  const settled = { ...settle(settings, spec, 'resume'), etaChanges: undefined }
  const least = position > 0 ? epoch + 1 : epoch
  if (settled.epochs < least) {
    const place =
      position > 0 ? `is within epoch ${epoch}, counted from 0` : `has ${countOf(epoch, 'epoch')} behind it`
    const message = `The run to resume ${place}: expected at least ${least}.`
    throw new UsageError(FLAGS.epochs, String(settled.epochs), message)
  }
  return { ...checkpoint, settings: settled }
}

function load(flag: string, path: string): Promise<Checkpoint> {
  return loadCheckpoint(path).catch((error: unknown) => {
    if (!(error instanceof GradusError)) throw error
    const isModel = error instanceof ModelFileError && error.rule === 'kind'
    const message = isModel ? modelInstead(path) : error.message
    throw new UsageError(flag, path, message, { cause: error })
  })
}

/** The message about a model in place of a checkpoint: it has no order of the examples, nor a history. */
function modelInstead(path: string): string {
  const beside = shortPath(withSuffix(path, '.checkpoint'))
  return `It is a model, which has not all that a run goes on from: expected its checkpoint, such as ${beside}.`
}

/** The settings with those of a run in their places. More epochs may be asked for than it began with. */
function settle(settings: TrainSettings, spec: Spec, what: 'resume' | 'repeat'): TrainSettings {
  const { data, seed, ...rest } = spec
  const begun = { ...rest, seed: seedOf(seed), trainSize: data.train }
  const asked = { ...settings, ...askedOf(settings, data) }
  for (const name of settings.given) {
    const [given, known] = [formatSetting(asked[name]), formatSetting(begun[name])]
    if (name === 'epochs' || given === known) continue
    const message = `The run to ${what} has ${known}, and ${what === 'resume' ? 'goes on' : 'begins'} with it. Leave the flag out.`
    throw new UsageError(FLAGS[name], given, message)
  }
  const epochs = settings.given.includes('epochs') ? settings.epochs : spec.epochs
  return { ...settings, ...begun, epochs }
}

/** The settings as a Spec has them: in full, and without ways to learn that are off. */
function askedOf(settings: TrainSettings, data: Spec['data']): Omit<Spec, 'seed' | 'data'> {
  try {
    const { seed, data: _, ...spec } = completeSpec({ ...settings, seed: '0', data })
    return spec
  } catch (error) {
    throw blameFlag(error, settings)
  }
}

/** A setting as a message shows it: a list with commas, and what has parts by its name or as JSON. */
function formatSetting(value: TrainSettings[GivenSetting]): string {
  if (value === undefined) return 'none'
  if (value === null || Array.isArray(value)) return formatSeed(value)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
