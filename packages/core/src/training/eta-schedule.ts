import { checkStep, type StepOptions } from '../engine/precision.ts'
import { OptionError } from '../errors.ts'
import type { EtaChange } from './progress.ts'

/** Changes of the learning rate planned before a run, such as those of a run that it repeats. */
export class EtaSchedule {
  readonly #changes: readonly EtaChange[]
  #index = 0

  /** @param changes in order. @param passed where a run goes on: the changes up to there were made before. */
  constructor(changes: readonly EtaChange[], passed?: Pick<EtaChange, 'epoch' | 'position'>) {
    this.#changes = passed
      ? changes.filter(
          change =>
            change.epoch > passed.epoch ||
            (change.epoch === passed.epoch && change.position > passed.position),
        )
      : changes
  }

  /** The new learning rate, where it changes here. */
  next(epoch: number, position: number): number | undefined {
    let eta: number | undefined
    for (let change = this.#changes[this.#index]; change; change = this.#changes[this.#index]) {
      if (change.epoch > epoch || (change.epoch === epoch && change.position > position)) break
      eta = change.eta
      this.#index++
    }
    return eta
  }

  /** Number of mini-batches of this epoch, from a position on, up to the next change. */
  miniBatchesUntilDue(epoch: number, position: number, miniBatchSize: number): number {
    const change = this.#changes[this.#index]
    if (change?.epoch !== epoch) return Number.POSITIVE_INFINITY
    return Math.ceil((change.position - position) / miniBatchSize)
  }
}

/** The learning rate of the mini-batch that ends at a place of a run that began with `eta`. */
export function etaBefore(
  { epoch, position }: Pick<EtaChange, 'epoch' | 'position'>,
  eta: number,
  changes: readonly EtaChange[],
): number {
  const isBefore = (change: EtaChange): boolean =>
    change.epoch < epoch || (change.epoch === epoch && change.position < position)
  return changes.findLast(isBefore)?.eta ?? eta
}

/** @throws OptionError naming the first change that is invalid or out of order. */
export function checkEtaChanges(changes: readonly EtaChange[], options: StepOptions): void {
  if (!Array.isArray(changes)) {
    throw new OptionError('etaChanges', `etaChanges is ${String(changes)}: expected a list of changes.`)
  }
  let last: Pick<EtaChange, 'epoch' | 'position'> = { epoch: 0, position: 0 }
  for (const change of changes) {
    const { epoch, position, eta } = change
    const isPosition = [epoch, position].every(count => Number.isSafeInteger(count) && count >= 0)
    const isLater = epoch > last.epoch || (epoch === last.epoch && position >= last.position)
    if (!isPosition || !isLater) {
      throw new OptionError(
        'etaChanges',
        `etaChanges has a change in epoch ${epoch} after ${position} examples: expected whole numbers, in order.`,
      )
    }
    checkStep(eta, options)
    last = change
  }
}
