import type { BoundExamples, GradientStep, Slots } from '../engine/engine.ts'
import { answerOf, type Examples, pairOf } from '../examples.ts'
import { argmax } from '../math/operations.ts'
import type { Network } from '../network.ts'

/** What a sample of examples does to one layer of neurons. */
export interface LayerStatistics {
  /** Mean activation, and the share of activations within 0.01 of 0 or of 1, where the sigmoid is nearly flat. */
  readonly activation: number
  readonly saturated: number
  /** The same for each of the layer's neurons. */
  readonly neuronActivations: readonly number[]
  readonly neuronSaturated: readonly number[]
  /** The Frobenius norms of the layer's weights, of their gradient over one mini-batch (estimated from ten of its examples), and of what that adds to them. */
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
/** Examples of a mini-batch whose gradient is measured: the work grows with their square. */
const LARGEST_GRADIENT = 10
const SATURATED = 0.01

/** Takes statistics of a run at the same places of every run, however it is sliced. */
export class Sampler {
  readonly #network: Network
  readonly #examples: Examples
  readonly #bound: BoundExamples
  readonly #miniBatchSize: number
  /** Examples that are looked at together: a mini-batch, or less. */
  readonly #chunk: number
  readonly #sample: number

  constructor(network: Network, examples: Examples, bound: BoundExamples, miniBatchSize: number) {
    this.#network = network
    this.#examples = examples
    this.#bound = bound
    this.#miniBatchSize = miniBatchSize
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
  take(order: Uint32Array, position: number, eta: number): Statistics {
    const start = Math.max(0, position - this.#sample)
    // With -eta / miniBatchSize at -1 no eta drives the steps out of the range of numbers.
    const step: GradientStep = { miniBatchSize: this.#miniBatchSize, eta: this.#miniBatchSize }
    const layers = this.#network.sizes.slice(1).map(neurons => new LayerSums(neurons))
    const classes = this.#network.sizes.at(-1) ?? 0
    const counts = { predictions: zeros(classes), answers: zeros(classes) }
    let norms: readonly number[] = []
    for (let from = start; from < position; from += this.#chunk) {
      const chunk = order.subarray(from, Math.min(from + this.#chunk, position))
      this.#bound.propagate(chunk, 0, chunk.length, 0, step, { cost: 0 })
      const slots = layers.map((_, l) => this.#bound.slots(l))
      for (const [l, sums] of layers.entries()) sums.add(slots[l], chunk.length)
      this.#count(chunk, slots.at(-1), counts)
      if (from === start) norms = this.#gradientNorms(chunk, slots)
    }
    const sampled = position - start
    return {
      sampled,
      layers: layers.map((sums, l) => ({
        ...sums.means(sampled),
        weightNorm: normOf(this.#network.weights[l]?.data ?? new Float64Array(0)),
        gradientNorm: norms[l] ?? 0,
        updateNorm: eta * (norms[l] ?? 0),
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
   * square is a sum over pairs of examples of (delta_e . delta_f) (a_e . a_f), which is less work than the matrix. Of a large mini-batch a part
   * is looked at: its pairs stand for all, those of an example with itself apart.
   */
  #gradientNorms(chunk: Uint32Array, layers: readonly Slots[]): number[] {
    const count = Math.min(chunk.length, LARGEST_GRADIENT)
    const size = Math.min(this.#miniBatchSize, this.#examples.length)
    const others = count > 1 ? (size * (size - 1)) / (count * (count - 1)) : 0
    let inputs = Array.from(chunk.subarray(0, count), i => pairOf(this.#examples, i)[0].data)
    return layers.map(layer => {
      const { same, different } = sumsOfProducts(rowsOf(layer, layer.steps, count), inputs)
      inputs = rowsOf(layer, layer.activations, count)
      return Math.sqrt(Math.max(0, (size / count) * same + others * different)) / this.#miniBatchSize
    })
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
        const a = activations[slot * stride + j] ?? 0
        this.#activations[j] = (this.#activations[j] ?? 0) + a
        if (a < SATURATED || a > 1 - SATURATED) this.#saturated[j] = (this.#saturated[j] ?? 0) + 1
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

function rowsOf({ stride, neurons }: Slots, numbers: Slots['steps'], count: number): Float64Array[] {
  return Array.from(
    { length: count },
    (_, slot) => new Float64Array(numbers.subarray(slot * stride, slot * stride + neurons)),
  )
}

/** The sums over pairs of rows of (a_e . a_f) (b_e . b_f): of those with e = f, and of the others. */
function sumsOfProducts(
  a: readonly Float64Array[],
  b: readonly Float64Array[],
): { readonly same: number; readonly different: number } {
  let [same, different] = [0, 0]
  for (const [e, rowA] of a.entries()) {
    const rowB = b[e] ?? rowA
    const places = nonZeroPlaces(rowB)
    same += dot(rowA, rowA) * dotAt(places, rowB, rowB)
    for (let f = 0; f < e; f++) {
      different += 2 * dot(rowA, a[f] ?? rowA) * dotAt(places, rowB, b[f] ?? rowB)
    }
  }
  return { same, different }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += (a[k] ?? 0) * (b[k] ?? 0)
  return sum
}

function nonZeroPlaces(row: Float64Array): Uint32Array {
  const places = new Uint32Array(row.length)
  let count = 0
  for (let k = 0; k < row.length; k++) {
    if (row[k] !== 0) places[count++] = k
  }
  return places.subarray(0, count)
}

function dotAt(places: Uint32Array, a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < places.length; i++) {
    const k = places[i] ?? 0
    sum += (a[k] ?? 0) * (b[k] ?? 0)
  }
  return sum
}

function normOf(numbers: Float64Array): number {
  return Math.sqrt(dot(numbers, numbers))
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0)
}

function increment(counts: number[], index: number): void {
  counts[index] = (counts[index] ?? 0) + 1
}
