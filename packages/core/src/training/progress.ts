import { type Confusions, isOfEvaluation, sumOf } from '../confusion.ts'
import { OptionError } from '../errors.ts'
import type { Network } from '../network.ts'
import { checkSpec, type Place, passedChanges, type Spec } from '../spec.ts'

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
  /** The sum of the quadratic costs of this epoch's examples so far. */
  readonly costSum: number
  readonly history: readonly EpochRecord[]
  /** The predictions after the last complete epoch. Progress that an earlier program wrote has none. */
  readonly confusions?: Confusions | undefined
  /** Seconds of work of the whole run so far, and those of training in this epoch. */
  readonly trainSeconds: number
  readonly evaluateSeconds: number
  readonly epochTrainSeconds: number
}

/** Evaluation of a network on a set of examples. */
export interface Evaluation {
  readonly correct: number
  readonly total: number
  /** Mean quadratic cost |a - y| ** 2 / 2. */
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
  /** Correct predictions on the test data, where there are any, and the number of those examples. */
  readonly correct?: number
  readonly total?: number
  readonly test?: Evaluation
  readonly validation?: Evaluation
  /** Mean quadratic cost of the epoch's examples, each measured before its mini-batch's update. */
  readonly cost: number
  /** As it was at the end of the epoch. */
  readonly eta: number
  /** Seconds of work; waiting does not count. */
  readonly trainSeconds: number
  readonly evaluateSeconds: number
}

/**
 * A run at the end of a mini-batch: `sgd(network, examples, { ...progress.spec, resume: progress })` goes on
 * with it.
 */
export interface Checkpoint {
  /** With its generator as it stands. */
  readonly network: Network
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
  const etas = [spec.eta, ...passedChanges(spec, place).map(change => change.eta)]
  const other = history.find(record => !etas.includes(record.eta))
  if (other) throw inconsistent(`had eta ${other.eta} in epoch ${other.epoch}`, `one of ${etas.join(', ')}`)
}

function isPossible({ cost, eta, test, validation }: EpochRecord): boolean {
  return Number.isFinite(cost) && Number.isFinite(eta) && isCounted(test) && isCounted(validation)
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
