import { isAllFinite } from '../math/finite.ts'
import type { Matrix } from '../math/matrix.ts'

const { fround } = Math

/** One layer of neurons in float32, its weights transposed: a row an input. */
export class Layer32 {
  readonly inputs: number
  readonly neurons: number
  readonly #weights: Float32Array
  readonly #biases: Float32Array

  constructor(inputs: number, neurons: number) {
    this.inputs = inputs
    this.neurons = neurons
    this.#weights = new Float32Array(inputs * neurons)
    this.#biases = new Float32Array(neurons)
  }

  load(weights: Matrix, biases: Matrix): void {
    this.#biases.set(biases.data)
    for (let j = 0; j < this.neurons; j++) {
      for (let k = 0; k < this.inputs; k++)
        this.#weights[k * this.neurons + j] = weights.data[j * this.inputs + k] ?? 0
    }
  }

  store(weights: Matrix, biases: Matrix): void {
    biases.data.set(this.#biases)
    for (let j = 0; j < this.neurons; j++) {
      for (let k = 0; k < this.inputs; k++)
        weights.data[j * this.inputs + k] = this.#weights[k * this.neurons + j] ?? 0
    }
  }

  /** z = biases + weights values. @param indices of the inputs that have these values; all, in order, without. */
  accumulate(indices: Uint32Array | undefined, values: Float32Array, count: number, z: Float32Array): void {
    z.set(this.#biases)
    for (let i = 0; i < count; i++) {
      const row = (indices ? (indices[i] ?? 0) : i) * this.neurons
      const value = values[i] ?? 0
      for (let j = 0; j < this.neurons; j++) {
        z[j] = (z[j] ?? 0) + fround((this.#weights[row + j] ?? 0) * value)
      }
    }
  }

  /** biases += steps, and weights += values steps. */
  add(indices: Uint32Array | undefined, values: Float32Array, count: number, steps: Float32Array): void {
    for (let j = 0; j < this.neurons; j++) this.#biases[j] = (this.#biases[j] ?? 0) + (steps[j] ?? 0)
    for (let i = 0; i < count; i++) {
      const row = (indices ? (indices[i] ?? 0) : i) * this.neurons
      const value = values[i] ?? 0
      for (let j = 0; j < this.neurons; j++) {
        this.#weights[row + j] = (this.#weights[row + j] ?? 0) + fround(value * (steps[j] ?? 0))
      }
    }
  }

  /** The error of input k: the sum over the neurons of weight times step. */
  errorOf(k: number, steps: Float32Array): number {
    const row = k * this.neurons
    let sum = 0
    for (let j = 0; j < this.neurons; j++)
      sum = fround(sum + fround((this.#weights[row + j] ?? 0) * (steps[j] ?? 0)))
    return sum
  }

  isFinite(): boolean {
    return isAllFinite(this.#weights) && isAllFinite(this.#biases)
  }
}
