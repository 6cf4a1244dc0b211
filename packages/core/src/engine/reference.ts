import { answerOf, type Examples, rowsOf } from '../examples.ts'
import { isAllFinite } from '../math/operations.ts'
import { withMemory } from '../memory.ts'
import type { Gradient, Network } from '../network.ts'
import { Descent, type GradientStep, type Optimiser } from '../optimiser.ts'
import type {
  BoundExamples,
  Engine,
  EvaluationTally,
  NetworkShape,
  Precision,
  Slots,
  Tally,
} from './engine.ts'
import { allocatorOf, type Numbers } from './reference/arithmetic.ts'
import { type ActiveInputs, Layers, type Parameters } from './reference/layers.ts'

/**
 * The written order of engine.ts, word for word and as plainly as it reads: the oracle of the SIMD engine's
 * bits, and the fallback without WebAssembly. Writing a number into an array rounds it to the precision;
 * within a sum, products are rounded before they are added.
 */
export class ReferenceEngine implements Engine {
  readonly name = 'reference'
  readonly precision: Precision
  readonly optimiser: Optimiser | undefined
  readonly layers: Layers
  readonly input: InputList
  /** Sums of gradients, of each layer; none before there is room for them. */
  gradient: readonly Parameters[] = []
  readonly #descent: Descent

  /**
   * @param shape checked already
   * @param slots largest number of examples in a mini-batch
   * @param optimiser for general updates; without one they are fused
   * @throws RangeError without enough memory
   */
  constructor(shape: NetworkShape, slots: number, precision: Precision, optimiser?: Optimiser) {
    this.precision = precision
    this.optimiser = optimiser
    this.layers = new Layers(shape, slots, precision)
    this.input = new InputList(shape.sizes[0], precision)
    this.#descent = new Descent(optimiser, this.layers.parameters.flatMap(arraysOf))
  }

  load({ weights, biases }: Network): void {
    for (const [l, { parameters, inputs, neurons }] of this.layers.each.entries()) {
      parameters.biases.set(biases[l].data)
      transpose(weights[l].data, neurons, inputs, parameters.weights)
    }
  }

  store({ weights, biases }: Network): void {
    this.#write(this.layers.parameters, { nablaB: biases, nablaW: weights })
  }

  bind(examples: Examples): BoundExamples {
    return new ReferenceExamples(this, examples)
  }

  outputs(inputs: Uint8Array | Float64Array, into: Float64Array): Float64Array {
    const [{ inputs: inputSize }] = this.layers.each
    const outputSize = this.layers.output.neurons
    for (let row = 0; row * inputSize < inputs.length; row++) {
      this.input.read(inputs.subarray(row * inputSize, (row + 1) * inputSize))
      into.set(this.layers.forward(this.input, 0), row * outputSize)
    }
    return into
  }

  clearGradient(): void {
    const { layers } = this
    if (this.gradient.length === 0) this.gradient = withMemory(layers.bytes, () => layers.zeros())
    for (const sums of this.gradient.flatMap(arraysOf)) sums.fill(0)
  }

  storeGradient(into: Gradient): void {
    this.#write(this.gradient, into)
  }

  descend(step: GradientStep): void {
    this.#descent.update(this.layers.parameters.flatMap(arraysOf), this.gradient.flatMap(arraysOf), step)
  }

  divergedLayer(): number | undefined {
    const index = this.layers.parameters.findIndex(layer => !arraysOf(layer).every(isAllFinite))
    return index < 0 ? undefined : index + 1
  }

  /** Writes parameters, or sums, into matrices. */
  #write(from: readonly Parameters[], { nablaB, nablaW }: Gradient): void {
    for (const [l, { inputs, neurons }] of this.layers.each.entries()) {
      nablaB[l].data.set(from[l].biases)
      transpose(from[l].weights, inputs, neurons, nablaW[l].data)
    }
  }
}

function arraysOf({ biases, weights }: Parameters): Numbers[] {
  return [biases, weights]
}

/** Writes a matrix of rows x cols, row by row, as its columns. */
function transpose(from: Numbers, rows: number, cols: number, to: Numbers): void {
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) to[col * rows + row] = from[row * cols + col]
  }
}

/** The inputs of an example that are not 0, in ascending order. */
class InputList implements ActiveInputs {
  count = 0
  readonly indices: Uint32Array
  readonly values: Numbers
  /** byte / 255, for every byte. */
  readonly #levels: Numbers

  constructor(inputs: number, precision: Precision) {
    const numbers = allocatorOf(precision)
    this.indices = new Uint32Array(inputs)
    this.values = numbers(inputs)
    this.#levels = numbers(256)
    for (let byte = 0; byte < 256; byte++) this.#levels[byte] = byte / 255
  }

  /** Lists a row of numbers, or of bytes that stand for shares of 255. */
  read(row: Float64Array | Uint8Array): void {
    this.count = 0
    const isBytes = row instanceof Uint8Array
    for (let k = 0; k < row.length; k++) this.#add(k, isBytes ? this.#levels[row[k]] : row[k])
  }

  readExample(examples: Examples, example: number): void {
    if (examples.kind === 'dense') {
      this.read(rowsOf(examples, example, example + 1))
      return
    }
    this.count = 0
    const { indices, values, offsets } = examples
    for (let e = offsets[example]; e < offsets[example + 1]; e++)
      this.#add(indices[e], this.#levels[values[e]])
  }

  #add(index: number, value: number): void {
    this.indices[this.count] = index
    this.values[this.count] = value
    if (this.values[this.count] !== 0) this.count++
  }
}

class ReferenceExamples implements BoundExamples {
  readonly #engine: ReferenceEngine
  readonly #layers: Layers
  readonly #examples: Examples
  readonly #wanted: Numbers

  constructor(engine: ReferenceEngine, examples: Examples) {
    this.#engine = engine
    this.#layers = engine.layers
    this.#examples = examples
    this.#wanted = allocatorOf(engine.precision)(examples.outputSize)
  }

  train(order: Uint32Array, from: number, to: number, step: GradientStep, tally: Tally): void {
    const { miniBatchSize, eta } = step
    for (let start = from; start < to; start += miniBatchSize) {
      const end = Math.min(start + miniBatchSize, to)
      if (this.#engine.optimiser) {
        this.propagate(order, start, end, 0, 1, tally)
        this.#engine.clearGradient()
        this.sumGradient(order, start, end, 0)
        this.#engine.descend(step)
      } else {
        this.propagate(order, start, end, 0, -eta / miniBatchSize, tally)
        this.update(order, start, end, 0)
      }
    }
  }

  propagate(order: Uint32Array, from: number, to: number, slot: number, scale: number, tally: Tally): void {
    const [rounded] = allocatorOf(this.#engine.precision)(1).fill(scale)
    for (let i = from; i < to; i++) {
      const at = slot + i - from
      const y = this.#forward(order[i], at)
      tally.cost += this.#layers.cost(at, y)
      this.#layers.backward(at, y, rounded)
    }
  }

  update(order: Uint32Array, from: number, to: number, slot: number): void {
    this.#addTo(this.#layers.parameters, order, from, to, slot)
  }

  sumGradient(order: Uint32Array, from: number, to: number, slot: number): void {
    this.#addTo(this.#engine.gradient, order, from, to, slot)
  }

  slots(l: number): Slots {
    const { neurons, activations } = this.#layers.each[l]
    return { neurons, stride: neurons, activations }
  }

  evaluate(from: number, to: number, tally: EvaluationTally): void {
    for (let example = from; example < to; example++) {
      const y = this.#forward(example, 0)
      tally.cost += this.#layers.cost(0, y)
      const label = answerOf(this.#examples, example)
      tally.confusion.count(example, label, this.#layers.output.activationsAt(0))
    }
  }

  /** Leaves the activations for an example in the slot, and returns the outputs that are wanted. */
  #forward(example: number, slot: number): Numbers {
    const { input } = this.#engine
    input.readExample(this.#examples, example)
    this.#layers.forward(input, slot)
    return this.#wantedOf(example)
  }

  #addTo(targets: readonly Parameters[], order: Uint32Array, from: number, to: number, slot: number): void {
    const { input } = this.#engine
    for (let i = from; i < to; i++) {
      input.readExample(this.#examples, order[i])
      this.#layers.addTo(targets, input, slot + i - from)
    }
  }

  #wantedOf(example: number): Numbers {
    const wanted = this.#wanted
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
