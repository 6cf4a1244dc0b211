import { type EtaChange, isBefore } from '../spec.ts'

/** Changes of the learning rate planned before a run, such as those of a run that it repeats. */
export class EtaPlan {
  readonly #changes: readonly EtaChange[]
  #index = 0

  /** @param changes in order. */
  constructor(changes: readonly EtaChange[]) {
    this.#changes = changes
  }

  /** Changes that are still to come. */
  get rest(): readonly EtaChange[] {
    return this.#changes.slice(this.#index)
  }

  /** The new learning rate, where it changes here. */
  next(epoch: number, position: number): number | undefined {
    let eta: number | undefined
    for (let change = this.#changes[this.#index]; change; change = this.#changes[this.#index]) {
      if (isBefore({ epoch, position }, change)) break
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
