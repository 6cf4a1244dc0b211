import { type Activation, activationsOf } from '../activation.ts'
import type { BoundExamples, Engine, Slots } from '../engine/engine.ts'
import { answerOf, type Examples } from '../examples.ts'
import { Matrix } from '../math/matrix.ts'
import { argmax, powerOf } from '../math/operations.ts'
import type { Gradient, Network } from '../network.ts'
import type { Optimiser } from '../optimiser.ts'
import { yieldToEventLoop } from './trainer.ts'

/** Statistics of one layer of neurons over a sample of examples. */
export interface LayerStatistics {
  /** Mean activation. */
  readonly activation: number
  /**
   * Share of activations where the activation function is nearly flat: of sigmoids and softmax, those within
   * 0.01 of 0 or of 1; of tanh, those within 0.02 of -1 or of 1; of relus, those that are 0.
   */
  readonly saturated: number
  /** Mean activation of each of the layer's neurons. */
  readonly neuronActivations: readonly number[]
  /** Share of saturated activations of each of the layer's neurons. */
  readonly neuronSaturated: readonly number[]
  /** Frobenius norm of the layer's weights. */
  readonly weightNorm: number
  /**
   * Frobenius norm of the weights' gradient over the mini-batch before; of a mini-batch of more than 1,000
   * examples the last 1,000 stand for it.
   */
  readonly gradientNorm: number
  /**
   * Frobenius norm of the step that this gradient asks for: of plain gradient descent eta * gradientNorm,
   * without decay; of another optimiser the last change of the weights, of Nesterov's momentum the velocity.
   */
  readonly updateNorm: number
}

/** Statistics of all layers over a sample of examples. */
export interface Statistics {
  /** Number of sampled examples: the last ones trained on, with the weights of this moment. */
  readonly sampled: number
  /** The first layer after the input first. */
  readonly layers: readonly LayerStatistics[]
  /** Predictions of each class in the sample. */
  readonly predictions: readonly number[]
  /** Examples of each class in the sample, by label. */
  readonly answers: readonly number[]
}

const LARGEST_SAMPLE = 60
const SMALLEST_SAMPLE = 10
/** Examples trained on for each one sampled: sampling takes less work than training, but in JavaScript. */
const INTERVAL = 600
/** Examples between two samples at the least, however few there are to train on. */
const SHORTEST_INTERVAL = 300
/** Examples over which a gradient is summed: more would take a good part of the time of training. */
const LARGEST_GRADIENT = 1000
/** Examples in work at a time, so that the thread stays responsive. */
const PART = 60

/** Takes statistics of a run at the same positions of every run, however it is sliced. */
export class Sampler {
  readonly #network: Network
  readonly #examples: Examples
  readonly #engine: Engine
  readonly #bound: BoundExamples
  readonly #miniBatchSize: number
  readonly #optimiser: Optimiser
  /** Examples that are looked at together: a mini-batch, or less. */
  readonly #chunk: number
  readonly #sample: number
  /** Examples trained on from one sample to the next: at most an epoch of them, unless that is very short. */
  readonly #interval: number
  /** Room for a gradient; now, so that a run that has begun needs no more memory. */
  readonly #gradient: Gradient

  /** @param bound the examples, made ready by the engine */
  constructor(
    network: Network,
    examples: Examples,
    engine: Engine,
    bound: BoundExamples,
    miniBatchSize: number,
    optimiser: Optimiser = { name: 'sgd' },
  ) {
    this.#network = network
    this.#examples = examples
    this.#engine = engine
    this.#bound = bound
    this.#miniBatchSize = miniBatchSize
    this.#optimiser = optimiser
    const zerosOf = ({ rows, cols }: Matrix): Matrix => new Matrix(rows, cols)
    this.#gradient = { nablaB: network.biases.map(zerosOf), nablaW: network.weights.map(zerosOf) }
    engine.clearGradient()
    this.#sample = Math.min(LARGEST_SAMPLE, Math.max(SMALLEST_SAMPLE, Math.ceil(examples.length / 100)))
    this.#interval = Math.min(INTERVAL * this.#sample, Math.max(SHORTEST_INTERVAL, examples.length))
    this.#chunk = Math.min(miniBatchSize, this.#sample, examples.length)
  }

  /**
   * Number of mini-batches of an epoch, from a position on, up to the next statistics, if the epoch has so
   * many left.
   */
  miniBatchesUntilDue(epoch: number, position: number): number {
    const trained = epoch * this.#examples.length + position
    const due = (Math.floor(trained / this.#interval) + 1) * this.#interval
    return Math.ceil((due - trained) / this.#miniBatchSize)
  }

  /** Whether the mini-batches between two positions of an epoch end with statistics. */
  isDue(epoch: number, from: number, to: number): boolean {
    const isFirstEpoch = epoch === 0 && to === this.#examples.length
    const passed = (position: number): number =>
      Math.floor((epoch * this.#examples.length + position) / this.#interval)
    return isFirstEpoch || passed(to) > passed(from)
  }

  /** The statistics at a position of an epoch's order. The network is to hold the engine's weights. */
  async measure(order: Uint32Array, position: number, eta: number): Promise<Statistics> {
    const start = Math.max(0, position - this.#sample)
    const { sizes } = this.#network
    const layers = activationsOf(this.#network).map(
      (activation, l) => new LayerSums(sizes[l + 1], activation),
    )
    const classes = sizes[layers.length]
    const counts = { predictions: zeros(classes), answers: zeros(classes) }
    for (let from = start; from < position; from += this.#chunk) {
      const chunk = order.subarray(from, Math.min(from + this.#chunk, position))
      this.#bound.propagate(chunk, 0, chunk.length, 0, 1, { cost: 0 })
      const slots = layers.map((_, l) => this.#bound.slots(l))
      for (const [l, sums] of layers.entries()) sums.add(slots[l], chunk.length)
      this.#count(chunk, slots[slots.length - 1], counts)
    }
    const sampled = position - start
    const norms = await this.#gradientNorms(order, position)
    const updates = this.#updateNorms(eta, norms)
    return {
      sampled,
      layers: layers.map((sums, l) => ({
        ...sums.means(sampled),
        weightNorm: normOf(this.#network.weights[l].data),
        gradientNorm: norms[l],
        updateNorm: updates[l],
      })),
      ...counts,
    }
  }

  #count(chunk: Uint32Array, output: Slots, counts: { predictions: number[]; answers: number[] }): void {
    const { activations, stride, neurons } = output
    for (const [slot, example] of chunk.entries()) {
      const row = slot * stride
      counts.predictions[argmax(activations, row, row + neurons)]++
      counts.answers[answerOf(this.#examples, example)]++
    }
  }

  /**
   * Norms of each layer's gradient over a mini-batch: of the sum of delta_e a_e^T over its examples e,
   * divided by its size.
   */
  async #gradientNorms(order: Uint32Array, position: number): Promise<number[]> {
    const size = Math.min(this.#miniBatchSize, this.#examples.length)
    const count = Math.min(size, LARGEST_GRADIENT)
    const last = order.subarray(position - count, position)
    const eachPart = async (work: (from: number, to: number) => void): Promise<void> => {
      for (let from = 0; from < count; from += PART) {
        if (from > 0) await yieldToEventLoop()
        work(from, Math.min(from + PART, count))
      }
    }
    await eachPart((from, to) => this.#bound.propagate(last, from, to, from, 1, { cost: 0 }))
    this.#engine.clearGradient()
    await eachPart((from, to) => this.#bound.sumGradient(last, from, to, from))
    this.#engine.storeGradient(this.#gradient)
    return this.#gradient.nablaW.map(({ data }) => (normOf(data) * (size / count)) / this.#miniBatchSize)
  }

  /** Norms of the last change of each layer's weights, as the optimiser makes it of the gradient. */
  #updateNorms(eta: number, gradientNorms: readonly number[]): number[] {
    const optimiser = this.#optimiser
    if (optimiser.name === 'sgd') return gradientNorms.map(norm => eta * norm)
    const { updates, moments } = this.#engine.storeState()
    const [first, second] = moments.map(layers => layers.map(({ weights }) => weights))
    if (optimiser.name !== 'adam') return first.map(normOf)
    const { beta1, beta2, epsilon } = optimiser
    const [rest1, rest2] = [beta1, beta2].map(beta => 1 - powerOf(beta, updates))
    return first.map((mean, l) =>
      normOf(mean.map((p, i) => (eta * p) / rest1 / (Math.sqrt(second[l][i] / rest2) + epsilon))),
    )
  }
}

/** Sums of a layer's activations over the examples of a sample. */
class LayerSums {
  readonly #activation: Activation
  readonly #activations: Float64Array
  readonly #saturated: Float64Array

  constructor(neurons: number, activation: Activation) {
    this.#activation = activation
    this.#activations = new Float64Array(neurons)
    this.#saturated = new Float64Array(neurons)
  }

  add({ activations, stride, neurons }: Slots, count: number): void {
    for (let slot = 0; slot < count; slot++) {
      for (let j = 0; j < neurons; j++) {
        const a = activations[slot * stride + j]
        this.#activations[j] += a
        if (this.#activation.isSaturated(a)) this.#saturated[j]++
      }
    }
  }

  means(
    count: number,
  ): Pick<LayerStatistics, 'activation' | 'saturated' | 'neuronActivations' | 'neuronSaturated'> {
    const neuronActivations = Array.from(this.#activations, sum => sum / count)
    const neuronSaturated = Array.from(this.#saturated, sum => sum / count)
    return {
      activation: meanOf(neuronActivations),
      saturated: meanOf(neuronSaturated),
      neuronActivations,
      neuronSaturated,
    }
  }
}

function normOf(numbers: Float64Array): number {
  let sum = 0
  for (let i = 0; i < numbers.length; i++) sum += numbers[i] * numbers[i]
  return Math.sqrt(sum)
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0)
}
