import { checkCount, checkEta } from '../checks.ts'
import type { Precision } from '../engine/engine.ts'
import { OptionError } from '../errors.ts'
import type { Network } from '../network.ts'

/** Options that decide the bits of a run. */
export interface TrainingOptions {
  readonly epochs: number
  readonly miniBatchSize: number
  readonly eta: number
  /** 'float64' without it. */
  readonly precision?: Precision | undefined
}

/**
 * Progress of a run: with the network, its generator included, all that it takes to go on with the same bits.
 */
export interface Progress {
  /** Options that the run began with. */
  readonly options: TrainingOptions
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
  /** The learning rate at hand, and every change of it. */
  readonly eta: number
  readonly etaChanges: readonly EtaChange[]
  readonly history: readonly EpochRecord[]
  /** Seconds of work of the whole run so far, and those of training in this epoch. */
  readonly trainSeconds: number
  readonly evaluateSeconds: number
  readonly epochTrainSeconds: number
  /** The training examples. */
  readonly examples: { readonly length: number; readonly hash?: string | undefined }
}

/** From this example of this epoch on, the learning rate was eta. */
export interface EtaChange {
  readonly epoch: number
  readonly position: number
  readonly eta: number
}

/** Evaluation of a network on a set of examples. */
export interface Evaluation {
  readonly correct: number
  readonly total: number
  /** Mean quadratic cost |a - y| ** 2 / 2. */
  readonly cost: number
  /** Predictions of each class; they add up to `total`. */
  readonly predictions: readonly number[]
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
 * A run at the end of a mini-batch: `sgd(network, examples, { ...progress.options, resume: progress })` goes
 * on with it.
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
  const { options, epoch, position, order, examples, eta, history } = progress
  checkCount('epochs', options.epochs)
  checkCount('miniBatchSize', options.miniBatchSize)
  checkEta(options.eta)
  checkEta(eta)
  if (!Number.isSafeInteger(epoch) || epoch < 0 || epoch > options.epochs) {
    throw inconsistent(`stands in epoch ${epoch}`, `0 .. ${options.epochs}, its epochs`)
  }
  if (epoch === options.epochs && position > 0) {
    throw inconsistent(`stands at example ${position} of epoch ${epoch}`, `the end of its ${epoch} epochs`)
  }
  const atBoundary = position === examples.length || position % options.miniBatchSize === 0
  if (!Number.isSafeInteger(position) || position < 0 || position > examples.length || !atBoundary) {
    throw inconsistent(
      `stands at example ${position} of epoch ${epoch}`,
      `the end of a mini-batch of ${options.miniBatchSize} within ${examples.length} examples`,
    )
  }
  if (!isPermutation(order, examples.length)) {
    throw inconsistent(
      `has an order of ${order.length} entries`,
      `every number of 0 .. ${examples.length - 1} once`,
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
  checkEtaChanges(progress)
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

function checkEtaChanges({ options, epoch, position, eta, etaChanges, history }: Progress): void {
  let [lastEpoch, lastPosition] = [0, 0]
  for (const change of etaChanges) {
    checkEta(change.eta)
    const isLater =
      change.epoch > lastEpoch || (change.epoch === lastEpoch && change.position >= lastPosition)
    // A change that came during an epoch's evaluation belongs to the next epoch.
    const isPast = change.epoch < epoch || (change.epoch === epoch && change.position <= position)
    if (!isLater || !(isPast || (change.epoch === epoch + 1 && change.position === 0))) {
      throw inconsistent(
        `changed eta at example ${change.position} of epoch ${change.epoch}`,
        'a place that it has passed, in order',
      )
    }
    ;[lastEpoch, lastPosition] = [change.epoch, change.position]
  }
  const etas = [options.eta, ...etaChanges.map(change => change.eta)]
  const last = etas[etas.length - 1]
  if (eta !== last) throw inconsistent(`has eta ${eta}`, `${last}, as it began with or changed it to last`)
  const other = history.find(record => !etas.includes(record.eta))
  if (other) throw inconsistent(`had eta ${other.eta} in epoch ${other.epoch}`, `one of ${etas.join(', ')}`)
}

function isPossible({ cost, eta, test, validation }: EpochRecord): boolean {
  return Number.isFinite(cost) && Number.isFinite(eta) && isCounted(test) && isCounted(validation)
}

function isCounted(evaluation: Evaluation | undefined): boolean {
  if (evaluation === undefined) return true
  const { correct, total, cost, predictions } = evaluation
  const predicted = predictions.reduce((sum, count) => sum + count, 0)
  return correct <= total && predicted === total && Number.isFinite(cost)
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
