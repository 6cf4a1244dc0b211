import { answerOf, type Examples } from '../examples.ts'
import { sigmoid } from '../math/exp.ts'
import { sigmoid32 } from '../math/exp32.ts'
import { argmax, isAllFinite } from '../math/operations.ts'
import type { Network } from '../network.ts'
import type { RandomGenerator } from '../random/random-generator.ts'
import type {
  BoundExamples,
  Engine,
  EvaluationTally,
  GradientStep,
  Precision,
  Slots,
  Tally,
} from './engine.ts'

/** Numbers of the run's precision: to write a number into them is to round it. */
type Numbers = Float64Array | Float32Array

const { fround } = Math

/**
 * The written order of engine.ts, word for word and as plainly as it reads: the oracle of the SIMD engine's
 * bits, and the fallback without WebAssembly. Writing a number into an array rounds it to the precision;
 * within a sum, products are rounded before they are added.
 */
export class ReferenceEngine implements Engine {
  readonly name = 'reference'
  readonly precision: Precision
  readonly #layers: readonly Layer[]
  readonly #scratch: Scratch

  /**
   * @param sizes neurons a layer, checked already
   * @param slots largest number of examples in a mini-batch
   * @throws RangeError without enough memory
   */
  constructor(sizes: readonly number[], slots: number, precision: Precision) {
    this.precision = precision
    const numbers = allocatorOf(precision)
    this.#layers = sizes.slice(1).map((neurons, l) => new Layer(sizes[l], neurons, slots, numbers))
    this.#scratch = new Scratch(sizes, precision)
  }

  load({ weights, biases }: Network): void {
    for (const [l, layer] of this.#layers.entries()) {
      layer.biases.set(biases[l].data)
      transpose(weights[l].data, layer.neurons, layer.inputs, layer.weights)
    }
  }

  store({ weights, biases }: Network): void {
    for (const [l, layer] of this.#layers.entries()) {
      biases[l].data.set(layer.biases)
      transpose(layer.weights, layer.inputs, layer.neurons, weights[l].data)
    }
  }

  bind(examples: Examples): BoundExamples {
    return new ReferenceExamples(this.#layers, this.#scratch, examples)
  }

  release(): void {
    // The examples are the caller's: nothing was copied.
  }

  outputs(inputs: Uint8Array | Float64Array, into: Float64Array): Float64Array {
    const [{ inputs: inputSize }] = this.#layers
    const outputSize = this.#scratch.wanted.length
    const length = inputs.length / inputSize
    const x = inputs instanceof Float64Array ? inputs : Float64Array.from(inputs, byte => byte / 255)
    const y = new Float64Array(length * outputSize)
    into.set(this.bind({ kind: 'dense', length, inputSize, outputSize, x, y }).outputs(0, length))
    return into
  }

  shuffle(order: Uint32Array, last: number, count: number, rng: RandomGenerator): number {
    return rng.shuffleFrom(order, last, count)
  }

  divergedLayer(): number | undefined {
    const index = this.#layers.findIndex(
      ({ weights, biases }) => !isAllFinite(weights) || !isAllFinite(biases),
    )
    return index < 0 ? undefined : index + 1
  }
}

function allocatorOf(precision: Precision): (length: number) => Numbers {
  return precision === 'float64' ? length => new Float64Array(length) : length => new Float32Array(length)
}

/** Writes a matrix of rows x cols, row by row, as its columns. */
function transpose(from: Numbers, rows: number, cols: number, to: Numbers): void {
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) to[col * rows + row] = from[row * cols + col]
  }
}

/** One layer's parameters, and the activations and steps of each example of a mini-batch in its slot. */
class Layer {
  readonly inputs: number
  readonly neurons: number
  /** inputs x neurons: entry (k, j) joins input k to neuron j, so that an input touches one row. */
  readonly weights: Numbers
  readonly biases: Numbers
  /** slots x neurons. */
  readonly activations: Numbers
  /** slots x neurons: backpropagation's delta times -eta / miniBatchSize. */
  readonly steps: Numbers

  constructor(inputs: number, neurons: number, slots: number, numbers: (length: number) => Numbers) {
    this.inputs = inputs
    this.neurons = neurons
    this.weights = numbers(inputs * neurons)
    this.biases = numbers(neurons)
    this.activations = numbers(slots * neurons)
    this.steps = numbers(slots * neurons)
  }

  /** z_j = b_j + the sum of w_jk a_k over the active inputs k, in ascending k. */
  accumulate(active: ActiveInputs, z: Numbers): void {
    const { biases, neurons, weights } = this
    const { count, indices, values } = active
    const isSingle = weights instanceof Float32Array
    z.set(biases)
    for (let e = 0; e < count; e++) {
      const row = indices[e] * neurons
      const value = values[e]
      for (let j = 0; j < neurons; j++) {
        const product = weights[row + j] * value
        z[j] += isSingle ? fround(product) : product
      }
    }
  }

  /** b_j takes step_j, and w_jk takes a_k step_j for the active inputs k. */
  update(active: ActiveInputs, steps: Numbers): void {
    const { biases, neurons, weights } = this
    const { count, indices, values } = active
    const isSingle = weights instanceof Float32Array
    for (let j = 0; j < neurons; j++) biases[j] += steps[j]
    for (let e = 0; e < count; e++) {
      const row = indices[e] * neurons
      const value = values[e]
      for (let j = 0; j < neurons; j++) {
        const product = value * steps[j]
        weights[row + j] += isSingle ? fround(product) : product
      }
    }
  }

  /** errors_k = the sum of w_jk step_j, from 0 in ascending j. */
  sendBack(steps: Numbers, errors: Numbers): void {
    const { inputs, neurons, weights } = this
    const isSingle = weights instanceof Float32Array
    for (let k = 0; k < inputs; k++) {
      let sum = 0
      for (let j = 0; j < neurons; j++) {
        const product = weights[k * neurons + j] * steps[j]
        sum = isSingle ? fround(sum + fround(product)) : sum + product
      }
      errors[k] = sum
    }
  }
}

/** Inputs that are not 0: entry e says that input indices[e] is values[e]. */
interface ActiveInputs {
  count: number
  readonly indices: Uint32Array
  values: Numbers
}

/** Scratch arrays for the example at hand. */
class Scratch {
  readonly numbers: (length: number) => Numbers
  readonly activate: (z: number) => number
  /** byte / 255, for every byte. */
  readonly levels: Numbers
  readonly active: ActiveInputs
  /** All neurons of a layer below, none left out. */
  readonly all: ActiveInputs
  readonly wanted: Numbers
  readonly errors: Numbers
  readonly slopes: Numbers

  constructor(sizes: readonly number[], precision: Precision) {
    const numbers = allocatorOf(precision)
    const widest = sizes.reduce((most, size) => Math.max(most, size))
    this.numbers = numbers
    this.activate = precision === 'float64' ? sigmoid : sigmoid32
    this.levels = numbers(256)
    for (let byte = 0; byte < 256; byte++) this.levels[byte] = byte / 255
    this.active = { count: 0, indices: new Uint32Array(sizes[0]), values: numbers(sizes[0]) }
    this.all = { count: 0, indices: Uint32Array.from({ length: widest }, (_, k) => k), values: numbers(0) }
    this.wanted = numbers(sizes[sizes.length - 1])
    this.errors = numbers(widest)
    this.slopes = numbers(widest)
  }
}

class ReferenceExamples implements BoundExamples {
  readonly #layers: readonly Layer[]
  readonly #scratch: Scratch
  readonly #examples: Examples

  constructor(layers: readonly Layer[], scratch: Scratch, examples: Examples) {
    this.#layers = layers
    this.#scratch = scratch
    this.#examples = examples
  }

  train(order: Uint32Array, from: number, to: number, step: GradientStep, tally: Tally): void {
    for (let start = from; start < to; start += step.miniBatchSize) {
      const end = Math.min(start + step.miniBatchSize, to)
      this.propagate(order, start, end, 0, step, tally)
      this.update(order, start, end, 0)
    }
  }

  propagate(
    order: Uint32Array,
    from: number,
    to: number,
    slot: number,
    step: GradientStep,
    tally: Tally,
  ): void {
    const [factor] = this.#scratch.numbers(1).fill(-step.eta / step.miniBatchSize)
    for (let i = from; i < to; i++) {
      const at = slot + i - from
      this.#forward(order[i], at)
      tally.cost += this.#compare(order[i], at, factor)
      this.#backward(at)
    }
  }

  update(order: Uint32Array, from: number, to: number, slot: number): void {
    for (let i = from; i < to; i++) {
      const at = slot + i - from
      let below = this.#inputsOf(order[i])
      for (const layer of this.#layers) {
        layer.update(below, rowOf(layer.steps, layer, at))
        below = this.#allOf(layer, at)
      }
    }
  }

  slots(l: number): Slots {
    const { neurons, activations, steps } = this.#layers[l]
    return { neurons, stride: neurons, activations, steps }
  }

  evaluate(from: number, to: number, tally: EvaluationTally): void {
    for (let example = from; example < to; example++) {
      const output = this.#forward(example, 0)
      tally.cost += this.#compare(example, 0, 0)
      const prediction = argmax(output)
      tally.predictions[prediction]++
      if (prediction === answerOf(this.#examples, example)) tally.correct++
    }
  }

  outputs(from: number, to: number): Float64Array {
    const size = this.#scratch.wanted.length
    const outputs = new Float64Array((to - from) * size)
    for (let example = from; example < to; example++) {
      outputs.set(this.#forward(example, 0), (example - from) * size)
    }
    return outputs
  }

  /** The outputs for an example; the activations of all layers stay in the slot. */
  #forward(example: number, slot: number): Numbers {
    const { activate } = this.#scratch
    let below = this.#inputsOf(example)
    for (const layer of this.#layers) {
      const a = rowOf(layer.activations, layer, slot)
      layer.accumulate(below, a)
      for (let j = 0; j < a.length; j++) a[j] = activate(a[j])
      below = this.#allOf(layer, slot)
    }
    return below.values
  }

  /** Leaves factor (a - y) of the output layer in the errors, and returns the quadratic cost. */
  #compare(example: number, slot: number, factor: number): number {
    const { errors } = this.#scratch
    const output = this.#layers[this.#layers.length - 1]
    const a = rowOf(output.activations, output, slot)
    const y = this.#wantedOf(example)
    const isSingle = a instanceof Float32Array
    let cost = 0
    for (let j = 0; j < a.length; j++) {
      errors[j] = a[j] - y[j]
      const square = errors[j] * errors[j]
      cost = isSingle ? fround(cost + fround(square)) : cost + square
      errors[j] *= factor
    }
    return isSingle ? fround(cost * 0.5) : cost * 0.5
  }

  /**
   * The steps of a slot, layer by layer from the output: the errors times the sigmoid's derivative a (1 - a).
   */
  #backward(slot: number): void {
    const { errors, slopes } = this.#scratch
    for (let l = this.#layers.length - 1; l >= 0; l--) {
      const layer = this.#layers[l]
      const a = rowOf(layer.activations, layer, slot)
      const steps = rowOf(layer.steps, layer, slot)
      for (let j = 0; j < a.length; j++) {
        slopes[j] = 1 - a[j]
        slopes[j] *= a[j]
        steps[j] = errors[j] * slopes[j]
      }
      if (l > 0) layer.sendBack(steps, errors)
    }
  }

  /** The inputs of an example that are not 0, in ascending order. */
  #inputsOf(example: number): ActiveInputs {
    const { active, levels } = this.#scratch
    const { indices, values } = active
    const examples = this.#examples
    let count = 0
    if (examples.kind === 'sparse') {
      const end = examples.offsets[example + 1]
      for (let e = examples.offsets[example]; e < end; e++) {
        indices[count] = examples.indices[e]
        values[count++] = levels[examples.values[e]]
      }
    } else {
      const start = example * examples.inputSize
      for (let k = 0; k < examples.inputSize; k++) {
        values[count] = examples.x[start + k]
        indices[count] = k
        if (values[count] !== 0) count++
      }
    }
    active.count = count
    return active
  }

  #allOf(layer: Layer, slot: number): ActiveInputs {
    const { all } = this.#scratch
    all.count = layer.neurons
    all.values = rowOf(layer.activations, layer, slot)
    return all
  }

  #wantedOf(example: number): Numbers {
    const { wanted } = this.#scratch
    const examples = this.#examples
    if (examples.kind === 'dense') {
      wanted.set(examples.y.subarray(example * wanted.length, (example + 1) * wanted.length))
    } else {
      wanted.fill(0)
      wanted[examples.labels[example]] = 1
    }
    return wanted
  }
}

function rowOf(rows: Numbers, { neurons }: Layer, slot: number): Numbers {
  return rows.subarray(slot * neurons, (slot + 1) * neurons)
}
