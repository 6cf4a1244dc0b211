import type { DenseExamples, Examples, SparseExamples } from '../examples.ts'
import { argmax } from '../math/operations.ts'
import { type ActiveInputs, accumulate, scatter } from './kernels.ts'
import type { Layer } from './layer.ts'
import { accumulatePacked, pack, scatterPacked } from './packed-kernels.ts'

/** Examples as the first layer reads them, whatever form they are kept in. Inputs that are 0 are left out. */
export interface ExampleRows {
  /** Touches what will be read of order[from .. to), so that the processor fetches it all at once from memory. */
  prefetch(order: Uint32Array, from: number, to: number): void
  /** Leaves the first layer's z for example i in the slot of its activations. */
  accumulate(i: number, first: Layer, slot: number): void
  /** Adds input * steps of the slot to the first layer's weights, for every input of example i. */
  scatter(i: number, first: Layer, slot: number): void
  /** Writes the wanted output of example i. */
  target(i: number, y: Float64Array): void
  /** The right answer of example i. */
  answer(i: number): number
}

/** Gives examples the form that the first layer reads. */
export function exampleRows(examples: Examples): ExampleRows {
  return examples.kind === 'sparse' ? new SparseRows(examples) : new DenseRows(examples)
}

/** Entries between two touches: a cache line of 64 bytes holds 16. */
const TOUCH = 16

class SparseRows implements ExampleRows {
  /** What was touched, added up: without a use the compiler would leave the reading out. */
  touched = 0
  /** Where the examples' entries begin in `packed`, and the end of the last. */
  readonly #offsets: Uint32Array
  readonly #packed: Uint32Array
  readonly #labels: Uint8Array

  constructor({ length, offsets, indices, values, labels }: SparseExamples) {
    const first = offsets[0] ?? 0
    const count = (offsets[length] ?? 0) - first
    this.#offsets = offsets.map(offset => offset - first)
    this.#packed = new Uint32Array(count)
    for (let e = 0; e < count; e++) this.#packed[e] = pack(indices[first + e] ?? 0, values[first + e] ?? 0)
    this.#labels = labels
  }

  prefetch(order: Uint32Array, from: number, to: number): void {
    let sum = 0
    for (let i = from; i < to; i++) {
      const example = order[i] ?? 0
      const end = this.#offsets[example + 1] ?? 0
      for (let e = this.#offsets[example] ?? 0; e < end; e += TOUCH) sum = (sum + (this.#packed[e] ?? 0)) | 0
    }
    this.touched = sum
  }

  accumulate(i: number, { weights, stride, biases, activations }: Layer, slot: number): void {
    const start = this.#offsets[i] ?? 0
    const end = this.#offsets[i + 1] ?? 0
    accumulatePacked(this.#packed, start, end, weights, stride, biases, activations, slot * stride)
  }

  scatter(i: number, { weights, stride, steps }: Layer, slot: number): void {
    const start = this.#offsets[i] ?? 0
    const end = this.#offsets[i + 1] ?? 0
    scatterPacked(this.#packed, start, end, weights, stride, steps, slot * stride)
  }

  target(i: number, y: Float64Array): void {
    y.fill(0)
    y[this.#labels[i] ?? 0] = 1
  }

  answer(i: number): number {
    return this.#labels[i] ?? 0
  }
}

class DenseRows implements ExampleRows {
  readonly #x: Float64Array
  readonly #y: Float64Array
  readonly #inputSize: number
  readonly #outputSize: number
  readonly #inputs: ActiveInputs

  constructor({ x, y, inputSize, outputSize }: DenseExamples) {
    this.#x = x
    this.#y = y
    this.#inputSize = inputSize
    this.#outputSize = outputSize
    this.#inputs = {
      count: 0,
      rows: new Int32Array(inputSize),
      values: new Float64Array(inputSize),
      offset: 0,
    }
  }

  /** Nothing: dense rows follow one another, and the processor foresees that. */
  prefetch(): void {}

  accumulate(i: number, { weights, stride, biases, activations }: Layer, slot: number): void {
    accumulate(this.#gather(i, stride), weights, stride, biases, activations, slot * stride)
  }

  scatter(i: number, { weights, stride, steps }: Layer, slot: number): void {
    scatter(this.#gather(i, stride), weights, stride, steps, slot * stride)
  }

  target(i: number, y: Float64Array): void {
    y.set(this.#wanted(i))
  }

  answer(i: number): number {
    return argmax(this.#wanted(i))
  }

  /** Lists the inputs of example i that are not 0. */
  #gather(i: number, stride: number): ActiveInputs {
    const { rows, values } = this.#inputs
    const start = i * this.#inputSize
    let count = 0
    for (let k = 0; k < this.#inputSize; k++) {
      const value = this.#x[start + k] ?? 0
      if (value === 0) continue
      rows[count] = 8 * k * stride
      values[count] = value
      count++
    }
    this.#inputs.count = count
    return this.#inputs
  }

  #wanted(i: number): Float64Array {
    return this.#y.subarray(i * this.#outputSize, (i + 1) * this.#outputSize)
  }
}
