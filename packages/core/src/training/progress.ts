import { type Confusions, isOfEvaluation, sumOf } from '../confusion.ts'
import { OptionError } from '../errors.ts'
import type { Matrix } from '../math/matrix.ts'
import type { Network } from '../network.ts'
import { type OptimiserState, STATES } from '../optimiser.ts'
import { bestEpoch } from '../schedule.ts'
import { checkSpec, type Place, passedChanges, type Spec, scheduledEta } from '../spec.ts'

/**
 * Progress of a run: with the network, its generator included, all that it takes to go on with the same bits.
 */
export interface Progress extends Place {
  /** Its changes of eta are those that were made, and those that are still to come. */
  readonly spec: Spec
  /** The fingerprint of the network that belongs to it. */
  readonly network: number
  /** The epoch at hand, from 0; as many are complete. */
  readonly epoch: number
  /**
   * Examples of this epoch trained on: the end of a mini-batch. At 0 the epoch's shuffle is still to come.
   */
  readonly position: number
  /** The examples' indices in the order of this epoch (at position 0: of the one before). */
  readonly order: Uint32Array
  /** The sum of the costs of this epoch's examples so far, without those of the weights. */
  readonly costSum: number
  /** Records of the complete epochs, in order. */
  readonly history: readonly EpochRecord[]
  /** The predictions after the last complete epoch. Progress that an earlier program wrote has none. */
  readonly confusions?: Confusions | undefined
  /** State of the optimiser: none for plain gradient descent. */
  readonly optimiser?: OptimiserState | undefined
  /** Best epoch of a run that keeps it, once one is complete. */
  readonly best?: BestEpoch | undefined
  /** Seconds of training in the whole run so far. */
  readonly trainSeconds: number
  /** Seconds of evaluations in the whole run so far. */
  readonly evaluateSeconds: number
  /** Seconds of training in this epoch. */
  readonly epochTrainSeconds: number
}

/** The epoch with the best accuracy on the validation data so far, and the weights at its end. */
export interface BestEpoch {
  /** Counted from 0. */
  readonly epoch: number
  /** Biases, of the shapes of `Network.biases`. */
  readonly biases: readonly Matrix[]
  /** Weights, of the shapes of `Network.weights`. */
  readonly weights: readonly Matrix[]
}

/** Evaluation of a network on a set of examples. */
export interface Evaluation {
  /** Number of examples whose label is predicted. */
  readonly correct: number
  /** Number of examples. */
  readonly total: number
  /** Mean cost of an example, without that of the weights. */
  readonly cost: number
  /** Predictions of each class; they add up to `total`. */
  readonly predictions: readonly number[]
  /** Correct predictions of each class; they add up to `correct`. Records of earlier programs have none. */
  readonly correctPredictions?: readonly number[] | undefined
}

/** Record of a complete epoch. */
export interface EpochRecord {
  /** Counted from 0. */
  readonly epoch: number
  /** Correct predictions on the test data, where there are any. */
  readonly correct?: number
  /** Number of test examples, where there are any. */
  readonly total?: number
  /** Evaluation on the test data, where there are any. */
  readonly test?: Evaluation
  /** Evaluation on the validation data, where there are any. */
  readonly validation?: Evaluation
  /** Evaluation on the sample of the training data, where there is one, by the weights at the epoch's end. */
  readonly training?: Evaluation
  /**
   * Mean cost of the epoch's examples, each measured before its mini-batch's update, and the cost of the
   * weights at the epoch's end where they decay: lambda / 2n times their squares, or lambda / n times their
   * sizes.
   */
  readonly cost: number
  /** The part of it that is the cost of the weights, where they decay. */
  readonly decayCost?: number
  /** As it was at the end of the epoch. */
  readonly eta: number
  /** Seconds of training; waiting does not count. */
  readonly trainSeconds: number
  /** Seconds of evaluation; waiting does not count. */
  readonly evaluateSeconds: number
}

/**
 * A run at the end of a mini-batch: `sgd(network, examples, { ...progress.spec, resume: progress })` goes on
 * with it.
 */
export interface Checkpoint {
  /** The network, with its generator as it stands. */
  readonly network: Network
  /** The state of the run besides it. */
  readonly progress: Progress
}

/**
 * Checks that the parts of a run's progress fit together.
 * @throws OptionError ('resume') naming the part that does not.
 */
export function checkProgress(progress: Progress): void {
  const { spec, epoch, position, order, history } = progress
  const { epochs, miniBatchSize, data } = spec
  checkSpec(spec)
  if (!Number.isSafeInteger(epoch) || epoch < 0 || epoch > epochs) {
    throw inconsistent(`stands in epoch ${epoch}`, `0 .. ${epochs}, its epochs`)
  }
  if (epoch === epochs && position > 0) {
    throw inconsistent(`stands at example ${position} of epoch ${epoch}`, `the end of its ${epoch} epochs`)
  }
  const atBoundary = position === data.train || position % miniBatchSize === 0
  if (!Number.isSafeInteger(position) || position < 0 || position > data.train || !atBoundary) {
    throw inconsistent(
      `stands at example ${position} of epoch ${epoch}`,
      `the end of a mini-batch of ${miniBatchSize} within ${data.train} examples`,
    )
  }
  if (!isPermutation(order, data.train)) {
    throw inconsistent(
      `has an order of ${order.length} entries`,
      `every number of 0 .. ${data.train - 1} once`,
    )
  }
  if (history.length !== epoch || history.some((record, i) => record.epoch !== i)) {
    throw inconsistent(
      `has a history of ${history.length} epochs`,
      `the ${epoch} epochs that are complete, in order`,
    )
  }
  const impossible = history.find(record => !isPossible(record))
  if (impossible) {
    throw inconsistent(
      `has results of epoch ${impossible.epoch} that cannot be`,
      'finite costs, and predictions that add up to the total',
    )
  }
  checkConfusions(progress)
  checkEtas(progress)
  checkOptimiser(progress)
  checkBest(progress)
  if (position === 0 && (progress.costSum !== 0 || progress.epochTrainSeconds !== 0)) {
    throw inconsistent(
      `stands before epoch ${epoch} with a sum of costs of ${progress.costSum} and ${progress.epochTrainSeconds} seconds in it`,
      'none',
    )
  }
  for (const seconds of [
    progress.trainSeconds,
    progress.evaluateSeconds,
    progress.epochTrainSeconds,
    progress.costSum,
  ]) {
    if (!Number.isFinite(seconds) || seconds < 0)
      throw inconsistent(`has a sum of ${seconds}`, 'a finite number of at least 0')
  }
}

function checkConfusions({ history, confusions = {} }: Progress): void {
  const record = history[history.length - 1]
  for (const set of ['validation', 'test'] as const) {
    const [confusion, evaluation] = [confusions[set], record?.[set]]
    if (confusion && !(evaluation && isOfEvaluation(confusion, evaluation))) {
      throw inconsistent(
        `has counts of predictions on the ${set} data that cannot be`,
        'those of its last complete epoch',
      )
    }
  }
}

function checkEtas({ spec, history, ...place }: Progress): void {
  const changes = passedChanges(spec, place)
  for (const { epoch, eta } of history) {
    const etas = [undefined, ...changes].map(change => scheduledEta(spec, epoch, change, history))
    if (!etas.includes(eta))
      throw inconsistent(`had eta ${eta} in epoch ${epoch}`, `one of ${etas.join(', ')}`)
  }
}

function checkOptimiser({ spec, epoch, position, optimiser }: Progress): void {
  const { miniBatchSize, sizes, data } = spec
  const name = spec.optimiser?.name ?? 'sgd'
  if (name === 'sgd') {
    if (optimiser) throw inconsistent('has an optimiser with a state', 'none for plain gradient descent')
    return
  }
  const updates = epoch * Math.ceil(data.train / miniBatchSize) + Math.ceil(position / miniBatchSize)
  const isWhole =
    optimiser?.updates === updates &&
    optimiser.moments.length === STATES[name].length &&
    optimiser.moments.every(layers => isOfSizes(layers, sizes))
  if (isWhole) return
  throw inconsistent(
    optimiser
      ? `has the state of an optimiser after ${optimiser.updates} updates`
      : 'has no state of its optimiser',
    `that of ${name} after ${updates} updates, of the network's shapes`,
  )
}

function isOfSizes(
  layers: readonly { readonly biases: ArrayLike<number>; readonly weights: ArrayLike<number> }[],
  sizes: readonly number[],
): boolean {
  return (
    layers.length === sizes.length - 1 &&
    layers.every(({ biases, weights }, l) => {
      return biases.length === sizes[l + 1] && weights.length === sizes[l] * sizes[l + 1]
    })
  )
}

function checkBest({ spec, history, best }: Progress): void {
  const expected = spec.keep === 'best' ? bestEpoch(history) : undefined
  if (best?.epoch !== expected) {
    const epochOf = (epoch: number | undefined): string => (epoch === undefined ? 'none' : `epoch ${epoch}`)
    throw inconsistent(`has the weights of ${epochOf(best?.epoch)} as the best`, epochOf(expected))
  }
  const layers = best?.biases.map(({ data }, l) => ({ biases: data, weights: best.weights[l].data }))
  if (layers && !isOfSizes(layers, spec.sizes)) {
    throw inconsistent('has best weights of other shapes', "those of its network's")
  }
}

function isPossible({ cost, eta, test, validation, training }: EpochRecord): boolean {
  return [cost, eta].every(Number.isFinite) && [test, validation, training].every(isCounted)
}

function isCounted(evaluation: Evaluation | undefined): boolean {
  if (evaluation === undefined) return true
  const { correct, total, cost, predictions, correctPredictions } = evaluation
  const isClassCount =
    correctPredictions === undefined ||
    (correctPredictions.length === predictions.length && sumOf(correctPredictions) === correct)
  return correct <= total && sumOf(predictions) === total && isClassCount && Number.isFinite(cost)
}

function isPermutation(order: Uint32Array, length: number): boolean {
  const seen = new Uint8Array(length)
  for (const i of order) {
    if (i >= length || seen[i] === 1) return false
    seen[i] = 1
  }
  return order.length === length
}

function inconsistent(found: string, expected: string): OptionError {
  return new OptionError(
    'resume',
    `The run to resume ${found}: expected ${expected}. Resume from a checkpoint as it was saved.`,
  )
}

const PRIME = 0x01000193

/**
 * Fingerprint of a network (its biases, weights and generator's state): a 32-bit number, by FNV-1a. It is for
 * accidents, not for adversaries. The two words of a float64 go in together, so that the processor's byte
 * order does not matter.
 */
export function fingerprintOf(network: Network): number {
  let hash = 0x811c9dc5
  for (const { data } of [...network.biases, ...network.weights]) {
    const words = new Uint32Array(data.buffer, data.byteOffset, 2 * data.length)
    for (let i = 0; i < words.length; i += 2) {
      hash = Math.imul(hash ^ words[i] ^ words[i + 1], PRIME)
    }
  }
  for (const character of JSON.stringify(network.rng.state))
    hash = Math.imul(hash ^ character.charCodeAt(0), PRIME)
  return hash >>> 0
}
