import {
  type EtaChange,
  etaAt,
  isBefore,
  type Place,
  passedChanges,
  type Spec,
  scheduledEta,
} from '../spec.ts'
import type { EpochRecord, Progress } from './progress.ts'

/** The learning rate of a run: as its schedule has it, with changes that were planned and changes by hand. */
export class LearningRate {
  readonly #spec: Spec
  readonly #changes: EtaChange[]
  readonly #plan: EtaPlan
  #now: number

  /** @param resume progress of an earlier run that this one goes on with */
  constructor(spec: Spec, resume: Progress | undefined) {
    const { etaChanges, eta } = spec
    this.#spec = spec
    this.#changes = resume ? passedChanges(resume.spec, resume) : []
    this.#plan = new EtaPlan(resume ? etaChanges.slice(passedChanges(spec, resume).length) : etaChanges)
    this.#now = resume ? etaAt(resume.spec, resume, resume.history) : eta
  }

  /** Eta of the next mini-batch. */
  get now(): number {
    return this.#now
  }

  /** Changes that were made. */
  get changes(): EtaChange[] {
    return [...this.#changes]
  }

  /** The Spec with the changes that were made, and those that are still to come. */
  get spec(): Spec {
    return { ...this.#spec, etaChanges: [...this.#changes, ...this.#plan.rest] }
  }

  /** Number of mini-batches of this epoch, from a position on, up to the next planned change. */
  miniBatchesUntilDue({ epoch, position }: Place): number {
    return this.#plan.miniBatchesUntilDue(epoch, position, this.#spec.miniBatchSize)
  }

  /** The new eta at a position, asked for by hand or planned; undefined if it stays. */
  next({ epoch, position }: Place, asked: number | undefined): number | undefined {
    const planned = this.#plan.next(epoch, position)
    const eta = asked ?? planned
    return eta === this.#now ? undefined : eta
  }

  /** Changes eta from a position on. */
  change(from: Place, eta: number): EtaChange {
    const change = { ...from, eta }
    this.#now = eta
    this.#changes.push(change)
    return change
  }

  /** Takes eta of an epoch that begins. @param history complete epochs */
  beginEpoch(epoch: number, history: readonly EpochRecord[]): void {
    this.#now = scheduledEta(this.#spec, epoch, this.#changes.at(-1), history)
  }

  /** Eta of the mini-batch that ends at a position. */
  before(place: Place, history: readonly EpochRecord[]): number {
    const epoch = place.position > 0 ? place.epoch : Math.max(0, place.epoch - 1)
    const change = this.#changes.findLast(change => isBefore(change, place))
    return scheduledEta(this.#spec, epoch, change, history)
  }
}

/** Changes of the learning rate planned before a run, such as those of a run that it repeats. */
class EtaPlan {
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
