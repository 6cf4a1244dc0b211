import type { BoundExamples, Engine, GradientStep, Slots } from '../engine/engine.ts'
import { answerOf, type Examples } from '../examples.ts'
import { argmax } from '../math/operations.ts'
import type { Network } from '../network.ts'
import { yieldToEventLoop } from './trainer.ts'

/** What a sample of examples does to one layer of neurons. */
export interface LayerStatistics {
  /** Mean activation, and the share of activations within 0.01 of 0 or of 1, where the sigmoid is nearly flat. */
  readonly activation: number
  readonly saturated: number
  /** The same for each of the layer's neurons. */
  readonly neuronActivations: readonly number[]
  readonly neuronSaturated: readonly number[]
  /**
   * The Frobenius norms of the layer's weights, of their gradient over the mini-batch before (for a mini-batch of more than 1,000
   * examples the last 1,000 stand for it), and of what that would add to them.
   */
  readonly weightNorm: number
  readonly gradientNorm: number
  readonly updateNorm: number
}

export interface Statistics {
  /** How many examples were looked at: the last ones trained on, with the weights of this moment. */
  readonly sampled: number
  /** The first layer after the input first. */
  readonly layers: readonly LayerStatistics[]
  /** How often each output neuron fired most, and how often it was the right answer. */
  readonly predictions: readonly number[]
  readonly answers: readonly number[]
}

const LARGEST_SAMPLE = 60
const SMALLEST_SAMPLE = 10
/** Of so many examples trained on, one is sampled: it takes less of the work of training, but in JavaScript. */
const INTERVAL = 600
/** Examples over which a gradient is summed: more would take a good part of the time of training. */
const LARGEST_GRADIENT = 1000
/** Examples that are in work at a time, so that the thread answers. */
const PART = 60
const SATURATED = 0.01

/** Takes statistics of a run at the same places of every run, however it is sliced. */
export class Sampler {
  readonly #network: Network
  readonly #examples: Examples
  readonly #engine: Engine
  readonly #bound: BoundExamples
  readonly #miniBatchSize: number
  /** Examples that are looked at together: a mini-batch, or less. */
  readonly #chunk: number
  readonly #sample: number
  /** Room for a gradient; now, so that a run that has begun needs no more memory. */
  readonly #gradient: Network

  /** @param bound the examples, made ready by the engine */
  constructor(
    network: Network,
    examples: Examples,
    engine: Engine,
    bound: BoundExamples,
    miniBatchSize: number,
  ) {
    this.#network = network
    this.#examples = examples
    this.#engine = engine
    this.#bound = bound
    this.#miniBatchSize = miniBatchSize
    this.#gradient = network.clone()
    this.#sample = Math.min(LARGEST_SAMPLE, Math.max(SMALLEST_SAMPLE, Math.ceil(examples.length / 100)))
    this.#chunk = Math.min(miniBatchSize, this.#sample, examples.length)
  }

  /** How many mini-batches of an epoch, from a position on, end with the next statistics, if the epoch has so many left. */
  miniBatchesUntilDue(epoch: number, position: number): number {
    const trained = epoch * this.#examples.length + position
    const interval = INTERVAL * this.#sample
    const due = (Math.floor(trained / interval) + 1) * interval
    return Math.ceil((due - trained) / this.#miniBatchSize)
  }

  /** Whether the mini-batches between two positions of an epoch end with statistics. */
  isDue(epoch: number, from: number, to: number): boolean {
    const isFirstEpoch = epoch === 0 && to === this.#examples.length
    const passed = (position: number): number =>
      Math.floor((epoch * this.#examples.length + position) / (INTERVAL * this.#sample))
    return isFirstEpoch || passed(to) > passed(from)
  }

  /** The statistics at a position of an epoch's order. The network is to hold the engine's weights. */
  async take(order: Uint32Array, position: number, eta: number): Promise<Statistics> {
    const start = Math.max(0, position - this.#sample)
    const layers = this.#network.sizes.slice(1).map(neurons => new LayerSums(neurons))
    const classes = this.#network.sizes.at(-1) ?? 0
    const counts = { predictions: zeros(classes), answers: zeros(classes) }
    for (let from = start; from < position; from += this.#chunk) {
      const chunk = order.subarray(from, Math.min(from + this.#chunk, position))
      this.#bound.propagate(chunk, 0, chunk.length, 0, this.#step, { cost: 0 })
      const slots = layers.map((_, l) => this.#bound.slots(l))
      for (const [l, sums] of layers.entries()) sums.add(slots[l], chunk.length)
      this.#count(chunk, slots.at(-1), counts)
    }
    const sampled = position - start
    const norms = await this.#gradientNorms(order, position)
    return {
      sampled,
      layers: layers.map((sums, l) => ({
        ...sums.means(sampled),
        weightNorm: normOf(this.#network.weights[l]?.data ?? new Float64Array(0)),
        gradientNorm: norms[l],
        updateNorm: eta * norms[l],
      })),
      ...counts,
    }
  }

  #count(
    chunk: Uint32Array,
    output: Slots | undefined,
    counts: { predictions: number[]; answers: number[] },
  ): void {
    if (!output) return
    const { activations, stride, neurons } = output
    for (const [slot, example] of chunk.entries()) {
      const row = slot * stride
      increment(counts.predictions, argmax(activations, row, row + neurons))
      increment(counts.answers, answerOf(this.#examples, example))
    }
  }

  /**
   * Of each layer the norm of the gradient over a mini-batch: of the sum of delta_e a_e^T over its examples e, divided by its size. The
   * sum is what the engine makes of weights of 0, by the update that it trains with; then it gets its own weights back.
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
    await eachPart((from, to) => this.#bound.propagate(last, from, to, from, this.#step, { cost: 0 }))
    const sums = this.#gradient
    for (const { data } of [...sums.biases, ...sums.weights]) data.fill(0)
    this.#engine.load(sums)
    await eachPart((from, to) => this.#bound.update(last, from, to, from))
    this.#engine.store(sums)
    this.#engine.load(this.#network)
    return sums.weights.map(({ data }) => (normOf(data) * (size / count)) / this.#miniBatchSize)
  }

  /** With -eta / miniBatchSize at -1 no eta drives the steps out of the range of numbers. */
  get #step(): GradientStep {
    return { miniBatchSize: this.#miniBatchSize, eta: this.#miniBatchSize }
  }
}

/** Sums of a layer's activations over the examples of a sample. */
class LayerSums {
  readonly #activations: Float64Array
  readonly #saturated: Float64Array

  constructor(neurons: number) {
    this.#activations = new Float64Array(neurons)
    this.#saturated = new Float64Array(neurons)
  }

  add(slots: Slots | undefined, count: number): void {
    if (!slots) return
    const { activations, stride, neurons } = slots
    for (let slot = 0; slot < count; slot++) {
      for (let j = 0; j < neurons; j++) {
        const a = activations[slot * stride + j]
        this.#activations[j] += a
        if (a < SATURATED || a > 1 - SATURATED) this.#saturated[j] = this.#saturated[j] + 1
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

function increment(counts: number[], index: number): void {
  counts[index]++
}
