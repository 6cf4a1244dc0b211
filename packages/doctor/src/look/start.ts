import {
  costNamed,
  type EpochEvent,
  type Examples,
  examplesAt,
  Matrix,
  networkOf,
  type Spec,
  type StatisticsEvent,
  sgd,
} from '@gradus/core'
import type { DataProfile } from '@gradus/core/health'
import { specChanges } from '../change.ts'
import type { Sighting } from '../sighting.ts'
import { percent } from '../words.ts'

/** Examples that the first network is tried on: statistics are those of a hundredth of them. */
const SAMPLE = 3000
/** Numbers of their inputs, so that large ones need no more memory than the data. */
const NUMBERS = 10_000_000
/** Examples that the gradient is taken over. */
const GRADIENT = 1000
/** A learning rate that changes no weight. */
const NOTHING = 1e-30

/** A layer of the first network. */
export interface StartLayer {
  /** Share of activations where the activation function is nearly flat; of relus, those that are 0. */
  readonly saturated: number
  /** Share of its neurons that are so for every example: they get next to no gradient. */
  readonly dead: number
  /** Frobenius norm of the gradient of its weights. */
  readonly gradient: number
}

/** The first network, before anything is learned. */
export interface Start {
  /** Its mean cost on a sample of the training data. */
  readonly cost: number
  /** Mean cost of the best outputs that ignore the inputs. */
  readonly constantCost: number
  /** The first layer after the input first. */
  readonly layers: readonly StartLayer[]
}

/** The events of a run that learns nothing, whose statistics are those of the first network. */
export interface FirstEvents {
  readonly statistics: StatisticsEvent
  readonly epoch: EpochEvent
}

/**
 * Tries the first network on a sample of the training data.
 * @returns undefined where its numbers are out of range
 */
export async function tryFirst(spec: Spec, train: Examples): Promise<FirstEvents | undefined> {
  const { sizes, activation, output, cost, initialiser, seed, precision } = spec
  const network = networkOf({ sizes, activation, output, cost, initialiser, seed })
  const options = { epochs: 1, miniBatchSize: GRADIENT, eta: NOTHING, precision, statistics: true }
  let statistics: StatisticsEvent | undefined
  for await (const event of sgd(network, sampleOf(train), options)) {
    if (event.type === 'statistics') statistics = event
    if (event.type === 'epoch' && statistics) return { statistics, epoch: event }
  }
  return undefined
}

/** So many examples, evenly chosen; of fewer each several times. */
function sampleOf(train: Examples): Examples {
  const { length, inputSize } = train
  const count = Math.max(1, Math.min(SAMPLE, Math.floor(NUMBERS / inputSize)))
  const step = Math.max(1, length / count)
  return examplesAt(
    train,
    Uint32Array.from({ length: count }, (_, i) => Math.floor(i * step) % length),
  )
}

/** The figures of the first network. */
export function startOf(spec: Spec, profile: DataProfile, { statistics, epoch }: FirstEvents): Start {
  return {
    cost: epoch.cost,
    constantCost: constantCostOf(spec, profile),
    layers: statistics.layers.map(({ saturated, neuronSaturated, gradientNorm }) => ({
      saturated,
      dead: neuronSaturated.filter(share => share === 1).length / neuronSaturated.length,
      gradient: gradientNorm,
    })),
  }
}

/** Both costs with logarithms are linear in the wanted outputs, so that their means stand for all of them. */
function constantCostOf({ cost }: Spec, { constantCost, meanOutputs }: DataProfile): number {
  if (cost === 'quadratic') return constantCost
  const means = Matrix.column(meanOutputs)
  return costNamed(cost).fn(means, means)
}

/** Share of saturated outputs from which on the quadratic cost lets hardly any gradient back. */
const SATURATED = 1 / 3

/** Notes on the first network: certain answers of its outputs, before anything is learned. */
export function sightStart(spec: Spec, { cost, constantCost, layers }: Start): Sighting[] {
  const outputs = layers.at(-1)
  if (!outputs || outputs.saturated < SATURATED || cost <= constantCost || constantCost === 0) return []
  const times = Number((cost / constantCost).toPrecision(2))
  return [
    {
      ...{ code: 'outputs-saturated', question: 'start', severity: 'note' },
      sentence: `The first outputs are certain before anything is learned: ${percent(outputs.saturated)} of them are saturated, and they cost ${times} times as much as the best constant answers; begin with smaller weights.`,
      figures: { saturated: outputs.saturated, cost, constantCost },
      suspects: specChanges(spec).filter(({ question }) => question === 'start'),
    },
  ]
}
