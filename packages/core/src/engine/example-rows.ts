import type { DenseExamples, Examples, SparseExamples } from '../examples.ts'
import { argmax } from '../math/operations.ts'
import type { ActiveInputs } from './kernels.ts'

/** Examples as the engine's loops read them, whatever form they are kept in. */
export interface ExampleRows {
  readonly length: number
  /** Touches what `gather` will read of order[from .. to), so that the processor fetches it all at once from memory. */
  prefetch(order: Uint32Array, from: number, to: number): void
  /** Lists the inputs of example i that are not 0; the weights of input k start at k * stride. */
  gather(i: number, stride: number, inputs: ActiveInputs): void
  /** Writes the wanted output of example i. */
  target(i: number, y: Float64Array): void
  /** The right answer of example i. */
  answer(i: number): number
}

/** Gives examples the form that the engine's loops read. */
export function exampleRows(examples: Examples): ExampleRows {
  return examples.kind === 'sparse' ? new SparseRows(examples) : new DenseRows(examples)
}

const byteInputs = Float64Array.from({ length: 256 }, (_, byte) => byte / 255)

/** Entries between two touches: a cache line of 64 bytes holds 32 indices. */
const TOUCH = 32

class SparseRows implements ExampleRows {
  readonly length: number
  /** What was touched, added up: without a use the compiler would leave the reading out. */
  touched = 0
  readonly #offsets: Uint32Array
  readonly #indices: Uint16Array
  readonly #values: Uint8Array
  readonly #labels: Uint8Array

  constructor({ length, offsets, indices, values, labels }: SparseExamples) {
    this.length = length
    this.#offsets = offsets
    this.#indices = indices
    this.#values = values
    this.#labels = labels
  }

  prefetch(order: Uint32Array, from: number, to: number): void {
    let sum = 0
    for (let i = from; i < to; i++) {
      const example = order[i] ?? 0
      const end = this.#offsets[example + 1] ?? 0
      for (let e = this.#offsets[example] ?? 0; e < end; e += TOUCH) {
        sum = (sum + (this.#indices[e] ?? 0) + (this.#values[e] ?? 0)) | 0
      }
    }
    this.touched = sum
  }

  gather(i: number, stride: number, inputs: ActiveInputs): void {
    const { rows, values } = inputs
    const indices = this.#indices
    const bytes = this.#values
    const start = this.#offsets[i] ?? 0
    const count = (this.#offsets[i + 1] ?? 0) - start
    for (let e = 0; e < count; e++) {
      rows[e] = Math.imul(indices[start + e] ?? 0, stride)
      values[e] = byteInputs[bytes[start + e] ?? 0] ?? 0
    }
    inputs.count = count
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
  readonly length: number
  readonly #x: Float64Array
  readonly #y: Float64Array
  readonly #inputSize: number
  readonly #outputSize: number

  constructor({ length, x, y, inputSize, outputSize }: DenseExamples) {
    this.length = length
    this.#x = x
    this.#y = y
    this.#inputSize = inputSize
    this.#outputSize = outputSize
  }

  /** Nothing: dense rows follow one another, and the processor foresees that. */
  prefetch(): void {}

  gather(i: number, stride: number, inputs: ActiveInputs): void {
    const { rows, values } = inputs
    const start = i * this.#inputSize
    let count = 0
    for (let k = 0; k < this.#inputSize; k++) {
      const value = this.#x[start + k] ?? 0
      if (value === 0) continue
      rows[count] = k * stride
      values[count] = value
      count++
    }
    inputs.count = count
  }

  target(i: number, y: Float64Array): void {
    y.set(this.#wanted(i))
  }

  answer(i: number): number {
    return argmax(this.#wanted(i))
  }

  #wanted(i: number): Float64Array {
    return this.#y.subarray(i * this.#outputSize, (i + 1) * this.#outputSize)
  }
}
