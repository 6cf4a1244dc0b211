import { type Augment, completeAugment, readAugment } from './augment.ts'
import { Chance, checkDropout, type Dropout, NO_CHANCE } from './chance.ts'
import { checkCount, checkOneOf } from './checks.ts'
import type { Learning } from './engine/engine.ts'
import { OptionError } from './errors.ts'
import type { Fields } from './fields.ts'
import type { Network } from './network.ts'
import { type GivenOptimiser, OPTIMISERS, type Optimiser, optimiserOf } from './optimiser.ts'
import type { Seed } from './random/seed-sequence.ts'
import { type GivenSchedule, SCHEDULES, type Schedule, scheduleOf } from './schedule.ts'

/**
 * Better ways to learn than the textbook's first one (Nielsen, chapter 3). What is left out is off, and changes
 * no bit of a run.
 */
export interface Ways {
  /** Optimiser: plain stochastic gradient descent by default. */
  readonly optimiser?: Optimiser | undefined
  /** The learning rate over the epochs: constant by default. */
  readonly schedule?: Schedule | undefined
  /**
   * Lambda of L2 regularization: the cost gains lambda / 2n times the sum of all squared weights, for n
   * training examples.
   */
  readonly l2?: number | undefined
  /** Lambda of L1 regularization: the cost gains lambda / n times the sum of all absolute weights. */
  readonly l1?: number | undefined
  /** Neurons that are left out at random while the network trains: none by default. */
  readonly dropout?: Dropout | undefined
  /** Changes of the training images: none by default. */
  readonly augment?: Augment | undefined
  /** An end before all epochs: none by default. */
  readonly stop?: Stop | undefined
  /** 'best' keeps the weights of the epoch with the best accuracy on the validation data: those of the last one by default. */
  readonly keep?: 'best' | undefined
}

/** An early end. */
export interface Stop {
  /** Epochs without a better accuracy on the validation data after which the run is done. */
  readonly epochs: number
}

/** Ways to learn as they are given: shorter where a usual value will do. */
export interface GivenWays extends Omit<Ways, 'optimiser' | 'schedule' | 'dropout' | 'keep'> {
  /** Optimiser, or its name: plain stochastic gradient descent by default. */
  readonly optimiser?: GivenOptimiser | undefined
  /** The learning rate over the epochs, or the name of a schedule: constant by default. */
  readonly schedule?: GivenSchedule | undefined
  /** Shares of neurons that are left out at random while the network trains, 0 by default. */
  readonly dropout?: Partial<Dropout> | undefined
  /** The epoch whose weights a run ends with: the 'last' one by default, or the 'best'. */
  readonly keep?: 'best' | 'last' | undefined
}

/** The ways to learn alone of what holds more. */
export function waysOf(given: GivenWays): GivenWays {
  const { optimiser, schedule, l2, l1, dropout, augment, stop, keep } = given
  return { optimiser, schedule, l2, l1, dropout, augment, stop, keep }
}

/** The ways to learn in full, without those that are off. @throws OptionError for an invalid value */
export function completeWays(given: GivenWays): Ways {
  const { l1 = 0, l2 = 0, stop, keep = 'last' } = given
  const optimiser = optimiserOf(given.optimiser ?? 'sgd')
  const schedule = scheduleOf(given.schedule ?? 'constant')
  const dropout = { ...NO_CHANCE.dropout, ...given.dropout }
  for (const [name, lambda] of Object.entries({ l1, l2 })) checkLambda(name, lambda)
  checkDropout(dropout)
  const augment = completeAugment(given.augment ?? NO_CHANCE.augment)
  if (stop) checkCount('stop.epochs', stop.epochs)
  checkOneOf('keep', keep, ['last', 'best'])
  return {
    ...(optimiser.name !== 'sgd' && { optimiser }),
    ...(schedule.name !== 'constant' && { schedule }),
    ...(l2 > 0 && { l2 }),
    ...(l1 > 0 && { l1 }),
    ...((dropout.hidden > 0 || dropout.input > 0) && { dropout }),
    ...(augment && { augment }),
    ...(stop && { stop: { epochs: stop.epochs } }),
    ...(keep === 'best' && { keep }),
  }
}

function checkLambda(name: string, lambda: number): void {
  if (typeof lambda === 'number' && lambda >= 0 && Number.isFinite(Math.fround(lambda))) return
  throw new OptionError(name, `${name} is ${String(lambda)}: expected a number of at least 0, such as 5.`)
}

/** @throws OptionError for a way that decides by validation data where there are none */
export function checkChoices({ schedule, stop, keep }: Ways, validation: number | undefined): void {
  if (validation !== undefined) return
  const names = [
    ...(schedule?.name === 'plateau' ? ['schedule'] : []),
    ...(stop ? ['stop'] : []),
    ...(keep ? ['keep'] : []),
  ]
  if (names.length === 0) return
  throw new OptionError(
    names[0],
    `${names.join(' and ')} decide${names.length === 1 ? 's' : ''} by the accuracy on validation data, and there are none: ` +
      'expected some. Set examples aside for validation.',
  )
}

/** Reads ways to learn, whose values `completeWays` is to check. */
export function readWays(fields: Fields): GivenWays {
  return {
    optimiser: fields.optional('optimiser', name => readOptimiser(fields.object(name))),
    schedule: fields.optional('schedule', name => readSchedule(fields.object(name))),
    l2: fields.optional('l2', fields.number),
    l1: fields.optional('l1', fields.number),
    dropout: fields.optional('dropout', name => {
      const dropout = fields.object(name)
      return complete(dropout, { hidden: dropout.number('hidden'), input: dropout.number('input') })
    }),
    augment: fields.optional('augment', name => readAugment(fields.object(name))),
    stop: fields.optional('stop', name => {
      const stop = fields.object(name)
      return complete(stop, { epochs: stop.count('epochs', 1) })
    }),
    keep: fields.optional('keep', name => fields.oneOf(name, ['best'])),
  }
}

function readOptimiser(fields: Fields): GivenOptimiser {
  const name = fields.oneOf('name', OPTIMISERS)
  if (name === 'sgd') return complete(fields, { name })
  if (name !== 'adam') return complete(fields, { name, momentum: fields.number('momentum') })
  const [beta1, beta2] = [fields.number('beta1'), fields.number('beta2')]
  return complete(fields, { name, beta1, beta2, epsilon: fields.number('epsilon') })
}

function readSchedule(fields: Fields): GivenSchedule {
  const name = fields.oneOf('name', SCHEDULES)
  if (name === 'constant' || name === 'cosine') return complete(fields, { name })
  return complete(fields, { name, epochs: fields.count('epochs', 1), factor: fields.number('factor') })
}

/** A value that was read whole. */
function complete<T>(fields: Fields, value: T): T {
  fields.refuseOthers()
  return value
}

/** The ways to learn as an engine is to know them, on so many training examples. */
export function learningOf(
  { optimiser, l1 = 0, l2 = 0, ...ways }: Ways,
  seed: Exclude<Seed, null>,
  n: number,
): Learning {
  const { dropout = NO_CHANCE.dropout, augment = NO_CHANCE.augment } = ways
  const isChance = dropout.hidden > 0 || dropout.input > 0 || completeAugment(augment) !== undefined
  return {
    optimiser: optimiser ?? { name: 'sgd' },
    decay: { l1: l1 / n, l2: l2 / n },
    chance: isChance ? new Chance({ dropout, augment }, seed) : undefined,
  }
}

/** Examples a mini-batch from which on momentum goes with the learning rate of plain gradient descent. */
const CALM = 64

/**
 * A learning rate to begin with, for inputs of 0 .. 1: those of the recipes. A step of Adam is about eta a
 * weight, whatever the gradient. The activation and the slope of relu and tanh are larger than the sigmoid's,
 * and the deltas of the quadratic cost smaller. A velocity grows to 1 / (1 - momentum) gradients.
 */
export function usualEta({
  sizes,
  activation,
  cost,
  optimiser,
  miniBatchSize,
}: Ways & Pick<Network, 'sizes' | 'activation' | 'cost'> & { readonly miniBatchSize: number }): number {
  if (optimiser?.name === 'adam') return 0.001
  const isSteep = activation !== 'sigmoid' && sizes.length > 2
  const eta = isSteep ? 0.1 : cost === 'quadratic' ? 3 : 0.5
  if (optimiser === undefined || optimiser.name === 'sgd' || miniBatchSize >= CALM) return eta
  return eta * (1 - optimiser.momentum)
}
