import { ACTIVATIONS, type HiddenActivation, OUTPUTS, type OutputActivation } from './activation.ts'
import { checkCount, checkNames, checkOneOf, checkSizes } from './checks.ts'
import { COSTS, type CostName, costOfOutput } from './cost.ts'
import type { Precision } from './engine/engine.ts'
import { checkStep, PRECISIONS, type StepOptions } from './engine/precision.ts'
import { OptionError } from './errors.ts'
import { Fields } from './fields.ts'
import { INITIALISERS, type InitialiserName } from './initialise.ts'
import type { Seed } from './random/seed-sequence.ts'
import { type JudgedEpoch, scheduleFactor } from './schedule.ts'
import { checkChoices, completeWays, type GivenWays, readWays, type Ways, waysOf } from './ways.ts'

/**
 * Everything that decides the bits of a run, as one JSON value: the same Spec gives the same weights on every
 * machine. The network is taken to be drawn from the seed: weights given to it, or an earlier training, are
 * no part of a Spec.
 */
export interface Spec extends Ways {
  /** Neurons a layer; the first layer is the input. */
  readonly sizes: readonly number[]
  /** Activation of the hidden layers: 'sigmoid', the default. */
  readonly activation: HiddenActivation
  /** Activation of the output layer: 'sigmoid', the default. */
  readonly output: OutputActivation
  /** 'quadratic', the default, or for a softmax output 'log-likelihood'. */
  readonly cost: CostName
  /** The way to draw biases and weights, unless it is the textbook's. */
  readonly initialiser?: InitialiserName | undefined
  /** The seed in decimal digits, or several with commas between: JSON's numbers may not hold it. */
  readonly seed: string
  /** Number of passes over the examples: a whole number of at least 1. */
  readonly epochs: number
  /**
   * Examples a step of gradient descent: a whole number of at least 1. The last mini-batch of an epoch may be
   * shorter. The sum of its gradients is divided by `miniBatchSize` all the same, so that a step is too small
   * where there are fewer training examples than that: the finding `mini-batch-too-large` of a run's health.
   */
  readonly miniBatchSize: number
  /** The learning rate that the run begins with: a finite number above 0. */
  readonly eta: number
  /**
   * Changes of eta at given positions, in order: those of a finished run repeat it. None by default. The
   * controller may add others.
   */
  readonly etaChanges: readonly EtaChange[]
  /**
   * Precision that every number is rounded to: 'float64' (the default) or 'float32', which is faster and
   * gives other bits.
   */
  readonly precision: Precision
  /** The numbers of examples, and the identity of those that are trained on. */
  readonly data: SpecData
}

/** The data of a run. Where they lie is no part of it. */
export interface SpecData {
  /** Identity of the training examples, such as their SHA-256, where it is known. */
  readonly hash?: string | undefined
  /** Number of training examples. */
  readonly train: number
  /** Number of examples for validation; missing where there are none. */
  readonly validation?: number | undefined
  /** Number of test examples; missing where there are none. */
  readonly test?: number | undefined
}

/** Position in a run: so many examples of this epoch have been trained on. */
export interface Place {
  /** Counted from 0. */
  readonly epoch: number
  /** Number of examples, 0 .. the number of training examples. */
  readonly position: number
}

/** From this position on, the learning rate was eta. */
export interface EtaChange extends Place {
  /** The new learning rate: a finite number above 0. */
  readonly eta: number
}

/** Fields that have a default, with it. */
export const SPEC_DEFAULTS: Pick<Spec, 'activation' | 'output' | 'precision' | 'etaChanges'> = {
  activation: 'sigmoid',
  output: 'sigmoid',
  precision: 'float64',
  etaChanges: [],
}

/** A Spec in which fields with a default may be left out. */
export type GivenSpec = Omit<Spec, keyof typeof SPEC_DEFAULTS | 'cost' | keyof Ways> &
  GivenWays & {
    readonly [Name in keyof Pick<Spec, keyof typeof SPEC_DEFAULTS | 'cost'>]?: Spec[Name] | undefined
  }

/** Fields that a network has. */
export type NetworkFields = 'sizes' | 'activation' | 'output' | 'cost' | 'initialiser' | 'seed'

/** Fields that `sgd` takes as options: it sees all others in the network and the examples. */
export type Hyperparameters = Omit<GivenSpec, NetworkFields | 'data'>

/** The hyper-parameters alone of what holds more. */
export function hyperparametersOf(options: Hyperparameters): Hyperparameters {
  const { epochs, miniBatchSize, eta, etaChanges, precision } = options
  return { epochs, miniBatchSize, eta, etaChanges, precision, ...waysOf(options) }
}

/**
 * The whole Spec, its fields in their order: what is left out gets its default, and ways to learn that are off
 * are left out.
 * @throws OptionError for a way to learn with an invalid value
 */
export function completeSpec(given: GivenSpec): Spec {
  const {
    activation = SPEC_DEFAULTS.activation,
    output = SPEC_DEFAULTS.output,
    cost = costOfOutput(output),
    initialiser = 'textbook',
    precision = SPEC_DEFAULTS.precision,
    etaChanges = SPEC_DEFAULTS.etaChanges,
  } = given
  const { sizes, seed, epochs, miniBatchSize, eta, data } = given
  return {
    ...{ sizes, activation, output, cost },
    ...(initialiser !== 'textbook' && { initialiser }),
    ...{ seed, epochs, miniBatchSize, eta, etaChanges, precision },
    ...completeWays(given),
    data,
  }
}

/**
 * Reads a Spec from a JSON value that may be anything. Fields that are not known are refused.
 * @throws OptionError naming the field, its value and what to do.
 */
export function readSpec(value: unknown): Spec {
  const given = givenFrom(
    new Fields(value, 'spec', (problem, path) => new OptionError(path, `${problem}. Correct it.`)),
  )
  return checkedSpec(given)
}

/** Reads a Spec that is a part of something, whose error blames what is wrong. */
export function specFrom(fields: Fields): Spec {
  const given = givenFrom(fields)
  return fields.attempt(() => checkedSpec(given))
}

function checkedSpec(given: GivenSpec): Spec {
  const spec = completeSpec(given)
  checkSpec(spec)
  return spec
}

function givenFrom(fields: Fields): GivenSpec {
  const spec = {
    sizes: fields.counts('sizes'),
    activation: fields.optional('activation', name => fields.oneOf(name, ACTIVATIONS)),
    output: fields.optional('output', name => fields.oneOf(name, OUTPUTS)),
    cost: fields.optional('cost', name => fields.oneOf(name, COSTS)),
    initialiser: fields.optional('initialiser', name => fields.oneOf(name, INITIALISERS)),
    seed: fields.text('seed'),
    epochs: fields.count('epochs', 1),
    miniBatchSize: fields.count('miniBatchSize', 1),
    eta: fields.eta('eta'),
    etaChanges: fields.optional('etaChanges', name => readEtaChanges(fields, name)),
    precision: fields.optional('precision', name => fields.oneOf(name, PRECISIONS)),
    ...readWays(fields),
    data: dataFrom(fields.object('data')),
  }
  fields.refuseOthers()
  return spec
}

/** Reads a list of changes of eta, whose order `checkSpec` is to check. */
export function readEtaChanges(fields: Fields, name: string): EtaChange[] {
  return fields.objects(name).map(change => {
    const [epoch, position, eta] = [change.count('epoch'), change.count('position'), change.eta('eta')]
    change.refuseOthers()
    return { epoch, position, eta }
  })
}

function dataFrom(data: Fields): SpecData {
  const number = (name: string): number => data.count(name, 1)
  const parts = {
    hash: data.optional('hash', data.text),
    train: number('train'),
    validation: data.optional('validation', number),
    test: data.optional('test', number),
  }
  data.refuseOthers()
  return parts
}

/** Checks the values of a Spec. @throws OptionError naming the field, its value and what to do. */
export function checkSpec(spec: Spec): void {
  checkSizes(spec.sizes)
  checkNames(spec)
  checkOneOf('precision', spec.precision, PRECISIONS)
  checkSeed(spec.seed)
  checkCount('epochs', spec.epochs)
  checkCount('miniBatchSize', spec.miniBatchSize)
  checkStep(spec.eta, spec)
  checkEtaChanges(spec.etaChanges, spec)
  const { train, validation = 1, test = 1 } = spec.data
  for (const [name, count] of Object.entries({ train, validation, test })) checkCount(`data.${name}`, count)
  checkChoices(completeWays(spec), spec.data.validation)
}

function checkEtaChanges(changes: readonly EtaChange[], options: StepOptions): void {
  if (!Array.isArray(changes)) {
    throw new OptionError('etaChanges', `etaChanges is ${String(changes)}: expected a list of changes.`)
  }
  let last: Place = { epoch: 0, position: 0 }
  for (const change of changes) {
    const { epoch, position, eta } = change
    const isPlace = [epoch, position].every(count => Number.isSafeInteger(count) && count >= 0)
    if (!isPlace || isBefore(change, last)) {
      throw new OptionError(
        'etaChanges',
        `etaChanges has a change in epoch ${epoch} after ${position} examples: expected whole numbers, in order.`,
      )
    }
    checkStep(eta, options)
    last = change
  }
}

/** Whether one position comes before another. */
export function isBefore(one: Place, other: Place): boolean {
  return one.epoch < other.epoch || (one.epoch === other.epoch && one.position < other.position)
}

/**
 * Changes of eta that a run has behind it at a position. Those that wait for the next epoch count at the end
 * of the one before, since nothing is trained until then.
 */
export function passedChanges({ etaChanges, data }: Spec, { epoch, position }: Place): EtaChange[] {
  const here = position === data.train ? { epoch: epoch + 1, position: 0 } : { epoch, position }
  return etaChanges.filter(change => !isBefore(here, change))
}

/**
 * The learning rate of a run at a position.
 * @param history complete epochs, which a plateau schedule goes by
 */
export function etaAt(spec: Spec, place: Place, history: readonly JudgedEpoch[] = []): number {
  return scheduledEta(spec, place.epoch, passedChanges(spec, place).at(-1), history)
}

/**
 * The learning rate of an epoch: that of the last change, or else the one that the run began with, as the
 * schedule has it since then.
 */
export function scheduledEta(
  spec: Spec,
  epoch: number,
  change: EtaChange | undefined,
  history: readonly JudgedEpoch[],
): number {
  const { schedule, epochs, eta } = spec
  if (schedule === undefined) return change?.eta ?? eta
  const factor = (e: number): number => scheduleFactor(schedule, e, epochs, history)
  if (change === undefined) return eta * factor(epoch)
  return change.epoch > epoch ? change.eta : change.eta * (factor(epoch) / factor(change.epoch))
}

/** Most characters of a seed: reading a longer one would take too long. */
export const LONGEST_SEED = 10_000

/** A seed as a Spec has it. An empty list is 0, which gives the same numbers. */
export function seedText(seed: Exclude<Seed, null>): string {
  return String(seed) || '0'
}

/** The seed that a Spec has as text. @throws OptionError for another text */
export function seedOf(text: string): number | bigint | readonly (number | bigint)[] {
  checkSeed(text)
  const [first, ...others] = text.split(',').map(wholeNumber)
  return others.length === 0 ? first : [first, ...others]
}

/** A whole number of any size, from decimal digits. */
export function wholeNumber(digits: string): number | bigint {
  const number = Number(digits)
  return Number.isSafeInteger(number) ? number : BigInt(digits)
}

function checkSeed(text: string): void {
  const isSeed = typeof text === 'string' && /^(0|[1-9]\d*)(,(0|[1-9]\d*))*$/.test(text)
  if (isSeed && text.length <= LONGEST_SEED) return
  throw new OptionError(
    'seed',
    `seed is ${JSON.stringify(String(text).slice(0, 60))}: expected at most ${LONGEST_SEED} decimal digits, such as "0", or several numbers with commas between.`,
  )
}

/** A field in which Specs differ. */
export interface SpecDifference {
  /** Its name, such as `eta` or `data.hash`. */
  readonly field: string
  /** Its value in each of them; undefined where it has none. */
  readonly values: readonly unknown[]
}

/**
 * All fields in which Specs differ, in the order of `Spec`.
 * @example
 * ```ts
 * import { completeSpec, diffSpecs } from '@gradus/core'
 *
 * const network = { sizes: [784, 30, 10], seed: '0' }
 * const run = { epochs: 30, miniBatchSize: 10, data: { train: 50_000 } }
 * const specs = [3, 0.5].map(eta => completeSpec({ ...network, ...run, eta }))
 * console.log(diffSpecs(specs)) // prints [ { field: 'eta', values: [ 3, 0.5 ] } ]
 * ```
 */
export function diffSpecs(specs: readonly Spec[]): SpecDifference[] {
  const tables = specs.map(({ data, ...rest }) => {
    const parts = Object.entries(data).map(([name, value]) => [`data.${name}`, value] as const)
    return new Map<string, unknown>([...Object.entries(rest), ...parts])
  })
  const names = new Set(tables.flatMap(table => [...table.keys()]))
  return [...names]
    .map(field => ({ field, values: tables.map(table => table.get(field)) }))
    .filter(({ values }) => new Set(values.map(value => JSON.stringify(value))).size > 1)
}
