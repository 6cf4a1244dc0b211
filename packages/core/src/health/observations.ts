import { type Activation, activationsOf } from '../activation.ts'
import {
  type FinishedEvent,
  type ProgressEvent,
  recordOf,
  type StartedEvent,
  type StatisticsEvent,
} from '../training/events.ts'
import type { EpochRecord, Evaluation } from '../training/progress.ts'
import type { LayerStatistics } from '../training/statistics.ts'
import type { DataProfile } from './data-profile.ts'
import type { HealthEvent } from './health.ts'

/** Statistics that are kept. */
const RECENT = 5

/** The events of a run so far, as the rules read them. */
export class Observations {
  readonly profile: DataProfile | undefined
  readonly started: StartedEvent
  finished: FinishedEvent | undefined
  /** The epoch of the last figures, counted from 0. */
  epoch: number
  /** The learning rate at hand. */
  eta: number
  /** The complete epochs. */
  readonly epochs: EpochRecord[] = []
  /** The last few statistics, the latest last. */
  readonly statistics: StatisticsEvent[] = []
  /** Activation functions of every layer after the input. */
  readonly #activations: readonly Activation[]
  readonly #classes: readonly string[] | undefined

  constructor(started: StartedEvent, profile: DataProfile | undefined, classes?: readonly string[]) {
    this.started = started
    this.profile = profile
    this.epoch = started.epoch
    this.eta = started.eta
    this.#activations = activationsOf(started.spec)
    this.#classes = classes
  }

  /** The name of a class in a sentence: its number, where it has none. */
  nameOf(label: number): string {
    return this.#classes ? this.#classes[label] : String(label)
  }

  record(event: Exclude<HealthEvent, StartedEvent | ProgressEvent>): void {
    if (event.type === 'epoch') this.complete(recordOf(event))
    else this.eta = event.eta
    if (event.type === 'finished') this.finished = event
    if (event.type === 'statistics') this.#keep(event)
  }

  /** Takes the record of an epoch that is complete: that of an event, or of the history of a run that goes on. */
  complete(record: EpochRecord): void {
    this.epochs.push(record)
    this.epoch = record.epoch
  }

  #keep(event: StatisticsEvent): void {
    this.epoch = event.epoch
    this.statistics.push(event)
    if (this.statistics.length > RECENT) this.statistics.shift()
  }

  get lastEpoch(): EpochRecord | undefined {
    return this.epochs.at(-1)
  }

  /**
   * The evaluation after the last epoch, on data that the network was not trained on, where there are any.
   */
  get evaluation(): Evaluation | undefined {
    return evaluationOf(this.lastEpoch)
  }

  /** The layers in the latest statistics, the first after the input first; none before there are any. */
  get layers(): readonly LayerStatistics[] {
    return this.statistics.at(-1)?.layers ?? []
  }

  /**
   * Neurons of a layer that are saturated on the same side for all sampled examples, in the latest
   * statistics: then hardly any gradient passes them.
   */
  stuckNeurons(layer: number): number[] {
    const { neuronActivations, neuronSaturated } = this.layers[layer]
    const activation = this.#activations[layer]
    // With one example on another side, the mean of a sample of up to 60 would not be so near to the end.
    return neuronActivations.flatMap((mean, neuron) =>
      neuronSaturated[neuron] === 1 && activation.isSaturated(mean) ? [neuron] : [],
    )
  }

  get outputSize(): number {
    const { sizes } = this.started.spec
    return sizes[sizes.length - 1]
  }

  /**
   * Mean cost of the best outputs that ignore the inputs; without a profile, for equally many examples of
   * each class. Where every example has the same wanted output this would be 0: then the mean cost of outputs
   * of 0.5.
   */
  get constantCost(): number {
    const cost = this.profile?.constantCost ?? (1 - 1 / this.outputSize) / 2
    return cost > 0 ? cost : this.outputSize / 8
  }

  /**
   * Whether the last epoch's mean cost is at least this share of the constant cost; false before the first
   * epoch.
   */
  costsAtLeast(share: number): boolean {
    return this.lastEpoch !== undefined && this.lastEpoch.cost >= share * this.constantCost
  }

  /** Mini-batches of the complete epochs. */
  get miniBatches(): number {
    const { data, miniBatchSize } = this.started.spec
    return this.epochs.length * Math.ceil(data.train / miniBatchSize)
  }

  /** Mean of a figure of each layer over the recent statistics, since a single mini-batch is noisy. */
  recent(figure: (layer: LayerStatistics) => number): number[] {
    return this.layers.map((_, l) => {
      const known = this.statistics.flatMap(({ layers }) => (layers[l] ? [figure(layers[l])] : []))
      return known.reduce((sum, value) => sum + value, 0) / known.length
    })
  }
}

/** The evaluation on the test data, or else on the validation data. */
function evaluationOf(record: EpochRecord | undefined): Evaluation | undefined {
  return record?.test ?? record?.validation
}
