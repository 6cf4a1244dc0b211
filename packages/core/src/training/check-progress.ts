import { checkCount, checkEta } from '../checks.ts'
import { OptionError } from '../errors.ts'
import type { EpochRecord, Evaluation } from './epoch-record.ts'
import type { Progress } from './progress.ts'

/** Holds what is said of a run's progress together. @throws OptionError ('resume') naming what does not fit. */
export function checkProgress(progress: Progress): void {
  const { options, epoch, position, order, examples, eta, history } = progress
  checkCount('epochs', options.epochs)
  checkCount('miniBatchSize', options.miniBatchSize)
  checkEta(options.eta)
  checkEta(eta)
  if (!Number.isSafeInteger(epoch) || epoch < 0 || epoch > options.epochs) {
    throw inconsistent(`stands in epoch ${epoch}`, `0 .. ${options.epochs}, its epochs`)
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

function checkEtaChanges({ epoch, position, etaChanges }: Progress): void {
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
