import {
  type Augment,
  completeSpec,
  diffSpecs,
  type EngineChoice,
  type GivenSpec,
  type NetworkNames,
  RECIPES,
  type RecipeName,
  type Seed,
  type Spec,
} from '@gradus/core'
import type { LoadDataOptions } from '@gradus/data/node'
import { formatAugment } from '../arguments.ts'
import { countOf } from '../terminal/format.ts'

/** The data of a command, and choices on the way from them to examples. */
export interface DataSettings
  extends Pick<
    LoadDataOptions,
    | 'trainSize'
    | 'split'
    | 'imageSize'
    | 'form'
    | 'transpose'
    | 'label'
    | 'fill'
    | 'classes'
    | 'cache'
    | 'onProgress'
    | 'signal'
  > {
  /** Absolute path of the data; the embedded MNIST, or what GRADUS_DATA names, without it. */
  readonly data?: string | undefined
}

/** The flags of the data, as the help shows them. */
export const DATA_FLAGS = {
  data: '--data <path>',
  trainSize: '--train-size <n>',
  split: '--split <shares>',
  splitSeed: '--split-seed <seed>',
  imageSize: '--image-size <size>',
  form: '--form <name>',
  transpose: '--transpose',
  label: '--label <column>',
  fill: '--fill',
  classes: '--classes <names>',
  cache: '--no-cache',
} as const

/** Settings of a training run, checked as far as is possible without the data. */
export interface TrainSettings
  extends Omit<GivenSpec, 'seed' | 'data' | 'sizes'>,
    Omit<DataSettings, 'onProgress' | 'signal'> {
  /** Neurons a layer; inputs and outputs of the data, and the hidden layers, without it. */
  readonly sizes?: readonly number[] | undefined
  /** Neurons of each hidden layer; those of the textbook's first network without it. */
  readonly hidden?: readonly number[] | undefined
  readonly seed: Seed
  readonly engine: EngineChoice
  /** Whether to evaluate the test data after every epoch. */
  readonly test: boolean
  /** Absolute path of the model file; none is saved without it. */
  readonly out: string | undefined
  /** Absolute path of the checkpoint file; none is kept without it. */
  readonly checkpoint: string | undefined
  /** Seconds between two checkpoints within an epoch. */
  readonly checkpointSeconds: number
  /** Absolute path of the checkpoint to go on from. */
  readonly resume: string | undefined
  /** Absolute path of the checkpoint, or of the record, of the run to repeat. */
  readonly replay?: string | undefined
  /** Its Spec and its names, where it is named by its record. */
  readonly replayed?: TrainedAs | undefined
  /** The Spec that the settings begin with, if a file gives one. */
  readonly base?: SpecFile | undefined
  /** Whether to save there also if another run has locked it, of which nobody can tell whether it goes on. */
  readonly takeOver?: boolean
  /** Whether the run tells what a dashboard shows beside its progress. */
  readonly watched: boolean
  /** Settings that the user gave: a resumed run has to agree with them. */
  readonly given: readonly GivenSetting[]
  /** The recipe that flags ask for, and the settings that nothing but it gives. */
  readonly recipe?: { readonly name: RecipeName; readonly gives: readonly GivenSetting[] } | undefined
}

/** All recipes. */
export const RECIPE_NAMES: readonly RecipeName[] = ['textbook', 'chapter3', 'modern']

/** The Spec of a network, and the meaning of its inputs and outputs. */
export interface TrainedAs extends NetworkNames {
  readonly spec: Spec
}

/** The names alone, without those that there are not. */
export function namesIn({ classes, preprocessing, split }: NetworkNames): NetworkNames {
  return { ...(classes && { classes }), ...(preprocessing && { preprocessing }), ...(split && { split }) }
}

/** A Spec, and where it is from. */
export interface SpecFile extends TrainedAs {
  /** Path as it was given; `-` is standard input. */
  readonly file: string
  /** Whether the run is to train on the data that it names. */
  readonly withData: boolean
}

/** The flags of what a Spec knows too, as the help shows them. */
const SPEC_FLAGS = {
  sizes: '--sizes <list>',
  epochs: '--epochs <n>',
  miniBatchSize: '--mini-batch-size <n>',
  eta: '--eta <rate>',
  etaChanges: '--eta-changes <list>',
  precision: '--precision <name>',
  seed: '--seed <seed>',
  trainSize: DATA_FLAGS.trainSize,
  activation: '--activation <name>',
  output: '--output <name>',
  cost: '--cost <name>',
  initialiser: '--initialiser <name>',
  optimiser: '--optimiser <name>',
  schedule: '--schedule <name>',
  l2: '--l2 <lambda>',
  l1: '--l1 <lambda>',
  dropout: '--dropout <share>',
  augment: '--augment <parts>',
  stop: '--stop <epochs>',
  keep: '--keep <which>',
} as const

/** A setting that a Spec knows too. */
export type GivenSetting = keyof typeof SPEC_FLAGS

/** Whether a Spec knows a setting, or an option, of this name. */
export function isInSpec(name: string): name is GivenSetting {
  return Object.hasOwn(SPEC_FLAGS, name)
}

/** The flags that can turn out to be wrong only after the arguments were parsed, as the help shows them. */
export const FLAGS = {
  ...SPEC_FLAGS,
  ...DATA_FLAGS,
  hidden: '--hidden <list>',
  shift: '--shift <pixels>',
  recipe: '--recipe <name>',
  engine: '--engine <name>',
  out: '--out <file>',
  checkpoint: '--checkpoint <file>',
  resume: '--resume <file>',
  replay: '--replay <file>',
  spec: '--spec <file>',
  takeOver: '--take-over',
  against: '--against <run>',
} as const

/** The hidden layer of the textbook's first network. */
const FIRST_HIDDEN = [15]

/** Neurons a layer of a network for so many inputs and outputs. */
export function sizesFor(
  { sizes, hidden = FIRST_HIDDEN }: Pick<TrainSettings, 'sizes' | 'hidden'>,
  inputs: number,
  outputs: number,
): readonly number[] {
  return sizes ?? [inputs, ...hidden, outputs]
}

/** Fields of a Spec that no recipe has. */
const BESIDE_RECIPES = ['sizes', 'seed', 'epochs', 'etaChanges']

/** The recipe that a Spec is to the letter, if it is one. */
export function recipeOf(spec: Spec): RecipeName | undefined {
  const { sizes, seed, epochs, data } = spec
  return RECIPE_NAMES.find(name => {
    const recipe = completeSpec({ ...RECIPES[name], sizes, seed, epochs, data })
    return diffSpecs([spec, recipe]).every(({ field }) => BESIDE_RECIPES.includes(field))
  })
}

/** The ways in which a run learns that are not the textbook's, in a line, if there are any. */
export function describeWays(spec: Spec): string[] {
  const { activation, output, cost, initialiser, optimiser, schedule, l1, l2 } = spec
  const { dropout, augment, stop, keep } = spec
  const isTextbook = activation === 'sigmoid' && output === 'sigmoid' && cost === 'quadratic'
  const parts = [
    ...(isTextbook ? [] : [`${activation} and ${output} neurons, ${cost}`]),
    ...(initialiser ? [`${initialiser} weights`] : []),
    ...(optimiser ? [describeParts(optimiser)] : []),
    ...(schedule ? [`${describeParts(schedule)} schedule`] : []),
    ...(l2 ? [`l2 ${l2}`] : []),
    ...(l1 ? [`l1 ${l1}`] : []),
    ...(dropout ? [`dropout ${dropout.hidden}${dropout.input > 0 ? ` (inputs ${dropout.input})` : ''}`] : []),
    ...(augment ? [describeAugment(augment)] : []),
    ...(stop ? [`stop after ${countOf(stop.epochs, 'epoch')} without gain`] : []),
    ...(keep ? ['keep the best epoch'] : []),
  ]
  return parts.length === 0 ? [] : [parts.join(', ')]
}

function describeAugment({ shift, ...others }: Augment): string {
  if (shift !== undefined && Object.keys(others).length === 0) return `shifts by ${countOf(shift, 'pixel')}`
  return `augment ${formatAugment({ shift, ...others })}`
}

/** A name and its numbers, such as `nesterov 0.9`. */
function describeParts({ name, ...numbers }: { readonly name: string }): string {
  return [name, ...Object.values(numbers)].join(' ')
}
