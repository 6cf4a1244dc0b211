import {
  type Checkpoint,
  completeSpec,
  GradusError,
  ModelFileError,
  Network,
  type NetworkNames,
  OptionError,
  type Progress,
  type Spec,
  seedOf,
} from '@gradus/core'
import { loadCheckpoint } from '@gradus/core/node'
import type { LoadDataOptions, LoadedData } from '@gradus/data/node'
import { formatEtaChanges, formatSeed } from '../arguments.ts'
import { UsageError } from '../failure.ts'
import { countOf } from '../terminal/format.ts'
import { shortPath } from '../terminal/printable.ts'
import { loadChosen, modelLike, namesLeft } from './data.ts'
import { checkNamed } from './own-data.ts'
import { type NetworkParts, networkFrom, type Provided, type RunData } from './provided.ts'
import { withSuffix } from './run-paths.ts'
import {
  type DataSettings,
  FLAGS,
  type GivenSetting,
  isInSpec,
  namesIn,
  type SpecFile,
  sizesFor,
  type TrainedAs,
  type TrainSettings,
} from './settings.ts'
import { firstWeightsOf } from './snapshots.ts'

/** Inputs of a run that begins or resumes. */
export interface PreparedRun {
  readonly splits: RunData
  /** The meaning of the inputs and outputs, to be stored with the network. */
  readonly names: NetworkNames
  /** Choices that were made for the data, a sentence each. */
  readonly notes: readonly string[]
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
export function providedRun(provided: Provided, settings: TrainSettings): PreparedRun {
  const { network, data, earlier, names, notes } = provided
  const initial = (): Network => networkFrom(network)
  const initialWeights = (): Float32Array | undefined => {
    return earlier && isTrainedAlready(network, earlier) ? undefined : firstWeightsOf(initial())
  }
  const run = { splits: data, names, notes, settings, initial, initialWeights }
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

/** Ways to follow and to stop the loading of the data. */
type Loading = Pick<LoadDataOptions, 'onProgress' | 'signal'>

/**
 * Loads the data, and draws the network or loads it from a checkpoint. @throws UsageError if a flag is to
 * blame
 */
export async function prepareRun(settings: TrainSettings, loading: Loading = {}): Promise<PreparedRun> {
  const { resume, replay, base } = settings
  if (resume !== undefined) {
    const { network, progress, names, settings: settled } = await loadResumed(settings, resume)
    checkNamed(FLAGS.resume, resume, { sizes: network.sizes, ...names }, settled.data)
    const { splits, notes } = await loadSplits(settled, loading, { spec: progress.spec, ...names })
    checkSameData(FLAGS.resume, resume, progress.spec, splits)
    const { sizes, seed, activation, output, cost, initialiser } = network
    const initial = (): Network => new Network(sizes, { seed, activation, output, cost, initialiser })
    const initialWeights = (): Float32Array => firstWeightsOf(initial())
    return { splits, names, notes, network, settings: settled, resume: progress, initial, initialWeights }
  }
  if (replay === undefined) {
    if (base) checkNamed(FLAGS.spec, base.file, namedBy(base, settings), settings.data)
    const loaded = await loadSplits(settings, loading, base)
    if (base?.withData) checkNamedData(base, loaded.splits)
    return beginning(settings, loaded)
  }
  const trained = settings.replayed ?? (await trainedAs(FLAGS.replay, replay))
  const settled = settle(settings, trained.spec, 'repeat')
  checkNamed(FLAGS.replay, replay, { sizes: trained.spec.sizes, ...namesIn(trained) }, settled.data)
  const loaded = await loadSplits(settled, loading, trained)
  checkSameData(FLAGS.replay, replay, trained.spec, loaded.splits)
  return beginning(settled, { ...loaded, names: namesIn(trained) })
}

/** The sizes in a file, and the meaning of the inputs and outputs as far as the settings do not say it anew. */
function namedBy(base: SpecFile, settings: TrainSettings): NetworkNames & Pick<Spec, 'sizes'> {
  return { sizes: base.spec.sizes, ...(base.withData ? namesIn(base) : namesLeft(settings, base)) }
}

async function trainedAs(flag: string, path: string): Promise<TrainedAs> {
  const { progress, names } = await load(flag, path)
  return { spec: progress.spec, ...names }
}

/** Data of a run, with their names and the choices that were made for them. */
export type LoadedSplits = Pick<PreparedRun, 'splits' | 'names' | 'notes'>

function beginning(asked: TrainSettings, loaded: LoadedSplits): PreparedRun {
  const { splits, names } = loaded
  checkFit(asked, splits)
  const { settings, notes } = suitedTo(splits.train, asked, loaded.notes)
  const initial = (): Network => drawNetwork(settings, splits.train)
  const initialWeights = (): Float32Array => firstWeightsOf(initial())
  const network = initial()
  return { splits, names, notes, network, settings, resume: undefined, initial, initialWeights }
}

/** The settings without shifts of a recipe where the examples are no images, and a note that says so. */
function suitedTo(
  { kind }: RunData['train'],
  settings: TrainSettings,
  notes: readonly string[],
): Pick<PreparedRun, 'settings' | 'notes'> {
  const { recipe, augment } = settings
  if (kind === 'sparse' || !augment || !recipe?.gives.includes('augment')) return { settings, notes }
  const note = `Recipe ${recipe.name} shifts images, and these data are none: they are trained on as they are.`
  return { settings: { ...settings, augment: undefined }, notes: [...notes, note] }
}

/** The data of a run, and what is told of the one that it goes back to. */
type SplitSettings = DataSettings & Partial<Pick<TrainSettings, 'base' | 'resume' | 'replay'>>

/**
 * Loads the data of a run.
 * @param trained an earlier run, whose data are to be made as they were
 * @throws UsageError if a flag is to blame
 */
export async function loadSplits(
  settings: SplitSettings,
  loading: Loading,
  trained: TrainedAs | undefined,
): Promise<LoadedSplits> {
  if (!trained) return splitsOf(await loadChosen({ ...settings, ...loading }))
  const { sizes } = trained.spec
  if (settings.base && !settings.base.withData) {
    const left = namesLeft(settings, trained)
    // Names alone tell that the file knew its data: a Spec as JSON does not.
    const like = Object.keys(left).length === 0 ? undefined : { sizes, ...left }
    return splitsOf(await loadChosen({ ...settings, ...loading }, like))
  }
  // A Spec as JSON has no names: its data are made as they were for the run that printed it, and then compared.
  const isNameless = settings.base !== undefined && Object.keys(namesIn(trained)).length === 0
  const like = isNameless ? undefined : modelLike(sizes, trained)
  const choices = { ...settings, ...loading, trainSize: undefined }
  const data = await loadChosen(choices, like)
  const { train } = trained.spec.data
  const canBeCut = data.source === 'idx' || data.source === 'arrays'
  if (data.train.length === train || !canBeCut) return splitsOf(data)
  // The run had another size than data have by themselves.
  return splitsOf(await loadChosen({ ...choices, trainSize: train }, like).catch(blameEarlier(settings)))
}

function splitsOf({ train, validation, test, notes, ...names }: LoadedData): LoadedSplits {
  return { splits: { train, validation, test }, names: namesIn(names), notes }
}

/** Blames the flag that names an earlier run for data that have not as many examples as it was trained on. */
function blameEarlier({ resume, replay, base }: SplitSettings): (error: unknown) => never {
  return error => {
    if (!(error instanceof UsageError) || error.option !== FLAGS.trainSize) throw error
    const { cause } = error
    const message = `${cause instanceof Error ? cause.message : error.message} ${SAME_DATA}`
    if (resume !== undefined) throw new UsageError(FLAGS.resume, resume, message)
    if (replay !== undefined) throw new UsageError(FLAGS.replay, replay, message)
    throw base ? new UsageError(FLAGS.spec, base.file, message) : error
  }
}

const SAME_DATA = `Give the data that the run began with, by ${FLAGS.data} or GRADUS_DATA.`

function checkSameData(flag: string, file: string, { data }: Spec, { train }: RunData): void {
  if (data.train === train.length && data.hash === train.hash) return
  throw new UsageError(
    flag,
    file,
    `Its run trained on ${data.train} examples with hash ${data.hash ?? 'unknown'}, these are ${train.length} with hash ${train.hash}. ${SAME_DATA}`,
  )
}

/** Checks that the data are those that a Spec names, as far as it does. @throws UsageError */
function checkNamedData({ file, spec }: SpecFile, { train, validation }: RunData): void {
  const { hash = train.hash, train: length, validation: named = validation?.length } = spec.data
  const isSame = hash === train.hash && length === train.length && named === validation?.length
  if (isSame) return
  throw new UsageError(
    FLAGS.spec,
    file,
    `Its data are ${length} examples with hash ${hash}, and ${named ?? 'none'} for validation; these are ${train.length} with hash ${train.hash}, and ${validation?.length ?? 'none'}. ` +
      `Give those by ${FLAGS.data} or GRADUS_DATA, or say ${FLAGS.trainSize} to train on these.`,
  )
}

/** @throws UsageError if sizes that were given do not fit the data */
function checkFit({ sizes }: TrainSettings, { train }: RunData): void {
  if (!sizes || (sizes[0] === train.inputSize && sizes.at(-1) === train.outputSize)) return
  const inputs = train.kind === 'sparse' ? 'pixels an image' : 'inputs an example'
  const fitting = [train.inputSize, ...sizes.slice(1, -1), train.outputSize]
  throw new UsageError(
    FLAGS.sizes,
    sizes.join(','),
    `The data have ${train.inputSize} ${inputs} and ${countOf(train.outputSize, 'class', 'classes')}: expected those as the first and the last size, such as ${fitting.join(',')}.`,
  )
}

/** @throws UsageError if it is too large, or the memory for it is not to be had */
function drawNetwork(settings: TrainSettings, { inputSize, outputSize }: RunData['train']): Network {
  const { seed, activation, output, cost, initialiser } = settings
  const sizes = sizesFor(settings, inputSize, outputSize)
  try {
    return new Network(sizes, { seed, activation, output, cost, initialiser })
  } catch (error) {
    if (error instanceof OptionError && error.option !== 'sizes') throw blameFlag(error, settings)
    if (error instanceof OptionError) throw blameSizes(settings, sizes, error.message)
    if (!(error instanceof RangeError)) throw error
    const parameters = sizes.slice(1).reduce((sum, size, l) => sum + size * ((sizes[l] ?? 0) + 1), 0)
    const message = `Such a network has ${parameters} weights and biases, more than fit into memory. Make a layer smaller.`
    throw blameSizes(settings, sizes, message)
  }
}

/** The usage error of the flag that says how large the network is. */
function blameSizes({ hidden }: TrainSettings, sizes: readonly number[], message: string): UsageError {
  if (hidden) return new UsageError(FLAGS.hidden, hidden.join(','), message)
  return new UsageError(FLAGS.sizes, sizes.join(','), message)
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
  return new UsageError(...sourceOf(option, settings, settings[option]), error.message)
}

/** The flag that gave a setting, and its argument: that of a recipe or a file, or the setting's own with its first part. */
function sourceOf(
  name: GivenSetting,
  { given, recipe, base }: TrainSettings,
  value: TrainSettings[GivenSetting],
): readonly [flag: string, value: string] {
  if (recipe?.gives.includes(name)) return [FLAGS.recipe, recipe.name]
  if (base && !given.includes(name)) return [FLAGS.spec, base.file]
  return [name === 'augment' && isShift(value) ? FLAGS.shift : FLAGS[name], firstPart(value)]
}

/** Whether images are shifted, and not changed otherwise: that has a flag of its own. */
function isShift(value: TrainSettings[GivenSetting]): boolean {
  if (typeof value !== 'object' || value === null) return false
  const parts = Object.entries(value).filter(([, amount]) => amount !== undefined)
  return parts.every(([name]) => name === 'shift')
}

/** A run to go on with, and the settings that it began with. */
interface ResumedRun extends NamedCheckpoint {
  readonly settings: TrainSettings
}

/** A checkpoint, and the meaning of its network's inputs and outputs. */
interface NamedCheckpoint extends Checkpoint {
  readonly names: NetworkNames
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

async function load(flag: string, path: string): Promise<NamedCheckpoint> {
  try {
    const { network, progress, ...names } = await loadCheckpoint(path)
    return { network, progress, names: namesIn(names) }
  } catch (error) {
    if (!(error instanceof GradusError)) throw error
    const isModel = error instanceof ModelFileError && error.rule === 'kind'
    const message = isModel ? modelInstead(path) : error.message
    throw new UsageError(flag, path, message, { cause: error })
  }
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
  const asked = { ...askedOf(settings, spec), seed: settings.seed, trainSize: settings.trainSize }
  for (const name of settings.given) {
    const [given, known] = [formatSetting(asked[name]), formatSetting(begun[name])]
    if (name === 'epochs' || given === known) continue
    // A recipe's shifts are left out of runs on other data than images.
    if (name === 'augment' && !begun.augment && settings.recipe?.gives.includes(name)) continue
    const own = settings.recipe?.gives.includes(name) ? `${FLAGS[name].replace(/ .*/, '')} ${known}` : known
    const message = `The run to ${what} has ${own}, and ${what === 'resume' ? 'goes on' : 'begins'} with it. Leave the flag out.`
    throw name === 'sizes'
      ? blameSizes(settings, asked.sizes, message)
      : new UsageError(...sourceOf(name, settings, asked[name]), message)
  }
  const epochs = settings.given.includes('epochs') ? settings.epochs : spec.epochs
  return { ...settings, ...begun, augment: begun.augment, epochs }
}

/** The settings as a Spec has them: in full, and without ways to learn that are off. */
function askedOf(settings: TrainSettings, { sizes: known, data }: Spec): Omit<Spec, 'seed' | 'data'> {
  const sizes = sizesFor(settings, known[0] ?? 0, known.at(-1) ?? 0)
  try {
    const { seed, data: _, ...spec } = completeSpec({ ...settings, sizes, seed: '0', data })
    return spec
  } catch (error) {
    throw blameFlag(error, settings)
  }
}

/** A setting as its flag takes it. */
function firstPart(value: TrainSettings[GivenSetting]): string {
  const isInParts = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isInParts ? String(Object.values(value)[0]) : formatSetting(value)
}

/** A setting as a message shows it: a list with commas, and what has parts as they are, such as `nesterov 0.9`. */
function formatSetting(value: TrainSettings[GivenSetting]): string {
  if (value === undefined) return 'none'
  if (value === null || Array.isArray(value)) return formatSeed(value)
  return typeof value === 'object' ? Object.values(value).join(' ') : String(value)
}
