import { type Activation, activationsOf } from '../activation.ts'
import type { Confusions } from '../confusion.ts'
import type { CostName } from '../cost.ts'
import { log } from '../math/log.ts'
import type { Spec } from '../spec.ts'
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
import { usualEtaFor } from './usual-eta.ts'
import { enumerate, percent, rounded } from './wording.ts'

/** Statistics that are kept. */
const RECENT = 5

/** From this many times the usual learning rate on, it is the first to blame. */
const FAR_ABOVE = 2
/** Share of a hidden layer's activations. */
const SATURATED = 0.985
/** Share of the constant cost: below it, the network learns enough in spite of a weak layer. */
const HIGH_COST = 0.5
/** Samples in which a relu is 0 for every example, so that it is called dead. */
const SEVERAL = 2
/** Share of a layer's relus: with so many dead, next to nothing passes it. */
const WHOLE = 0.9

/** A hidden layer of relus that are 0 whatever the input: no gradient passes them, so that they stay so. */
interface DeadLayer {
  /** Counted from 1, as sizes are from 0. */
  readonly layer: number
  /** Whether nearly all of the layer is dead. */
  readonly isWhole: boolean
  readonly evidence: string
}

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
  /** Predictions after the last epoch, on validation and on test data. */
  #confusions: Confusions | undefined

  constructor(started: StartedEvent, profile: DataProfile | undefined, classes?: readonly string[]) {
    this.started = started
    this.profile = profile
    this.epoch = started.epoch
    this.eta = started.eta
    this.#activations = activationsOf(started.spec)
    this.#classes = classes
    this.#confusions = started.confusions
  }

  /** The name of a class in a sentence: its number, where it has none. */
  nameOf(label: number): string {
    return this.#classes ? this.#classes[label] : String(label)
  }

  /** Names of classes in a sentence, with their noun: "class 3", "classes 3 and 6". */
  namesOf(labels: readonly number[]): string {
    return `${labels.length === 1 ? 'class' : 'classes'} ${enumerate(labels.map(c => this.nameOf(c)))}`
  }

  /**
   * Classes without training examples: those that the network is tried on all the same, or those that occur
   * nowhere. What is no class, but an output that is wanted beside others, lacks nothing.
   */
  classesWithoutExamples(tried: boolean): number[] {
    const { classes = [], meanOutputs = [] } = this.profile ?? {}
    return classes.flatMap((examples, c) =>
      examples === 0 && meanOutputs[c] === 0 && this.#isTried(c) === tried ? [c] : [],
    )
  }

  #isTried(label: number): boolean {
    const { test, validation } = this.#confusions ?? {}
    const counts = [this.started.answers, test?.examples, validation?.examples]
    return counts.some(examples => examples !== undefined && examples[label] > 0)
  }

  record(event: Exclude<HealthEvent, StartedEvent | ProgressEvent>): void {
    if (event.type === 'epoch') {
      this.complete(recordOf(event))
      this.#confusions = event.confusions
    } else this.eta = event.eta
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

  get spec(): Spec {
    return this.started.spec
  }

  /** Whether a learning rate is so far above the usual one for the Spec that it is the first to blame. */
  isFarTooHigh(eta: number): boolean {
    return eta >= FAR_ABOVE * this.usualEta
  }

  /** A learning rate to try where this one may be too high: the usual one, if that is clearly less. */
  smallerThan(eta: number): number {
    return rounded(this.isFarTooHigh(eta) ? this.usualEta : eta / 3)
  }

  /** A learning rate to try where this one is too low: the usual one, if that is clearly more. */
  largerThan(eta: number): number {
    return rounded(eta < this.usualEta / 3 ? this.usualEta : eta * 10)
  }

  /** The learning rate that is usual for the Spec and the data. */
  get usualEta(): number {
    return usualEtaFor(this.spec, this.profile)
  }

  /**
   * The share of the first hidden layer's activations that is saturated, if next to no gradient passes it and
   * the cost is high. Relus are no such layer: half of them are 0 as a rule, and the others pass all of it.
   */
  get saturatedFirst(): number | undefined {
    if (this.spec.activation === 'relu' || this.layers.length < 2 || !this.costsAtLeast(HIGH_COST))
      return undefined
    const [saturated] = this.recent(layer => layer.saturated)
    return saturated < SATURATED ? undefined : saturated
  }

  /** The first hidden layer of relus of which more than half are dead. */
  get deadLayer(): DeadLayer | undefined {
    const { layers, spec } = this
    if (spec.activation !== 'relu') return undefined
    return layers.slice(0, -1).flatMap((_, l) => this.#deadIn(l) ?? [])[0]
  }

  /** A single sample suffices if nearly all relus are dead in it; a few may only fire too rarely for one. */
  #deadIn(l: number): DeadLayer | undefined {
    const samples = this.statistics.map(({ layers }) => layers[l].neuronSaturated)
    const neurons = samples[0].length
    const dead = samples[0].filter((_, j) => samples.every(shares => shares[j] === 1)).length
    const isWhole = dead >= WHOLE * neurons
    if (dead <= neurons / 2 || (samples.length < SEVERAL && !isWhole)) return undefined
    const examples = sumOver(this.statistics, ({ sampled }) => sampled)
    return {
      layer: l + 1,
      isWhole,
      evidence: `${dead} of ${neurons} relus of hidden layer ${l + 1} (${percent(dead / neurons)}) are dead, that is, 0 for all of ${examples} sampled examples`,
    }
  }

  get outputSize(): number {
    const { sizes } = this.spec
    return sizes[sizes.length - 1]
  }

  /**
   * Mean cost of the best outputs that ignore the inputs; without a profile, for equally many examples of
   * each class. Where every example has the same wanted output this would be 0: then the mean cost of outputs
   * of 0.5, or of a softmax of equal outputs.
   */
  get constantCost(): number {
    const { outputSize, profile } = this
    const means = profile?.meanOutputs ?? Array.from({ length: outputSize }, () => 1 / outputSize)
    const { constantCost = (1 - 1 / outputSize) / 2 } = profile ?? {}
    const cost = this.spec.cost === 'quadratic' ? constantCost : CONSTANT_COSTS[this.spec.cost](means)
    return cost > 0 ? cost : UNDECIDED[this.spec.cost](outputSize)
  }

  /** Whether the last epoch's cost is at least this share of the constant cost; false before there is one. */
  costsAtLeast(share: number): boolean {
    return this.lastEpoch !== undefined && costOf(this.lastEpoch) >= share * this.constantCost
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

/** Mean cost of an epoch's examples, without that of the weights, which are the same for all outputs. */
export function costOf({ cost, decayCost = 0 }: EpochRecord): number {
  return cost - decayCost
}

/** Costs of constant outputs, from the mean of each wanted output: entropies. */
const CONSTANT_COSTS: Readonly<Record<Exclude<CostName, 'quadratic'>, (means: readonly number[]) => number>> =
  {
    'cross-entropy': means => sumOver(means, mean => entropy(mean) + entropy(1 - mean)),
    'log-likelihood': means => {
      const sum = sumOver(means, mean => mean)
      return sumOver(means, mean => sum * entropy(mean / sum))
    },
  }

/** Costs of outputs that are all the same. */
const UNDECIDED: Readonly<Record<CostName, (outputs: number) => number>> = {
  quadratic: outputs => outputs / 8,
  'cross-entropy': outputs => outputs * log(2),
  'log-likelihood': outputs => log(outputs),
}

function entropy(share: number): number {
  return share > 0 ? -share * log(share) : 0
}

function sumOver<T>(items: readonly T[], term: (item: T) => number): number {
  return items.reduce((sum, item) => sum + term(item), 0)
}

/** The evaluation on the test data, or else on the validation data. */
function evaluationOf(record: EpochRecord | undefined): Evaluation | undefined {
  return record?.test ?? record?.validation
}
