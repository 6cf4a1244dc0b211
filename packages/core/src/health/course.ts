import type { FinishedEvent, StartedEvent, StatisticsEvent } from '../training/events.ts'
import type { EpochRecord, Evaluation } from '../training/progress.ts'
import type { LayerStatistics } from '../training/statistics.ts'
import type { DataProfile } from './data-profile.ts'
import type { HealthEvent } from './health.ts'

/** How many statistics are kept. */
const RECENT = 5

/** What a run has told so far, as the rules read it. */
export class Course {
  readonly profile: DataProfile | undefined
  readonly started: StartedEvent
  finished: FinishedEvent | undefined
  /** The epoch of the last event, counted from 0. */
  epoch: number
  eta: number
  /** The complete epochs. */
  readonly epochs: EpochRecord[] = []
  /** The last few of this run, the latest last. */
  readonly statistics: StatisticsEvent[] = []

  constructor(started: StartedEvent, profile: DataProfile | undefined) {
    this.started = started
    this.profile = profile
    this.epoch = started.epoch
    this.eta = started.eta
  }

  see(event: Exclude<HealthEvent, StartedEvent>): void {
    this.eta = event.type === 'statistics' ? (etaOf(event) ?? this.eta) : event.eta
    if (event.type === 'finished') {
      this.finished = event
      return
    }
    this.epoch = event.epoch
    if (event.type === 'epoch') this.epochs.push(event)
    if (event.type === 'statistics') this.#keep(event)
  }

  #keep(event: StatisticsEvent): void {
    this.statistics.push(event)
    if (this.statistics.length > RECENT) this.statistics.shift()
  }

  get lastEpoch(): EpochRecord | undefined {
    return this.epochs.at(-1)
  }

  /** How the network did after the last epoch on data that it was not trained on, where there are any. */
  get evaluation(): Evaluation | undefined {
    return evaluationOf(this.lastEpoch)
  }

  /** The layers as last looked at, the first after the input first; none before. */
  get layers(): readonly LayerStatistics[] {
    return this.statistics.at(-1)?.layers ?? []
  }

  get outputSize(): number {
    return this.started.sizes.at(-1) ?? 1
  }

  /**
   * Mean cost of outputs that ignore the inputs, as good as such can be; of equally many examples a class where nothing is known. Where
   * the same is wanted of every example, so that it would be 0: of outputs of 0.5, which know nothing.
   */
  get constantCost(): number {
    const cost = this.profile?.constantCost ?? (1 - 1 / this.outputSize) / 2
    return cost > 0 ? cost : this.outputSize / 8
  }

  /** Whether the last epoch's mean cost is at least this share of that of constant outputs; false before there is an epoch. */
  costs(share: number): boolean {
    return this.lastEpoch !== undefined && this.lastEpoch.cost >= share * this.constantCost
  }

  /** Mini-batches of the complete epochs. */
  get miniBatches(): number {
    return this.epochs.length * Math.ceil(this.started.examples / this.started.miniBatchSize)
  }

  /** Of each layer the mean of a figure over the recent statistics: one mini-batch tells little of what is usual. */
  recent(figure: (layer: LayerStatistics) => number): number[] {
    return this.layers.map((_, l) => {
      const known = this.statistics.flatMap(({ layers }) => (layers[l] ? [figure(layers[l])] : []))
      return known.reduce((sum, value) => sum + value, 0) / known.length
    })
  }
}

/** Of the mini-batch that the gradients were measured on; undefined where they are 0. */
function etaOf({ layers }: StatisticsEvent): number | undefined {
  const layer = layers.find(({ gradientNorm, updateNorm }) => gradientNorm > 0 && updateNorm > 0)
  return layer && Number((layer.updateNorm / layer.gradientNorm).toPrecision(12))
}

/** On the test data, or else on the validation data. */
function evaluationOf(record: EpochRecord | undefined): Evaluation | undefined {
  return record?.test ?? record?.validation
}
