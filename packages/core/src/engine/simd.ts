import type { Examples } from '../examples.ts'
import type { Matrix } from '../math/matrix.ts'
import { isAllFinite } from '../math/operations.ts'
import type { Network } from '../network.ts'
import type { RandomGenerator } from '../random/random-generator.ts'
import type { BoundExamples, Engine, Precision } from './engine.ts'
import {
  denseSource,
  type KernelContext,
  KernelExamples,
  KernelRows,
  sparseSource,
} from './simd/bound-examples.ts'
import { instantiateKernels } from './simd/kernels.ts'
import { type LayerLayout, layOut } from './simd/layout.ts'
import { KernelMemory, Shuffler } from './simd/memory.ts'

/** Fewest slots: an evaluation does as many examples at once. */
const FEWEST_SLOTS = 16

/** The engine in WebAssembly, several numbers a step: the kernels of assembly/, on a memory of its own. */
export class SimdEngine implements Engine {
  readonly name = 'simd'
  readonly precision: Precision
  readonly #context: KernelContext
  /** Address from which the memory of examples begins. */
  readonly #examples: number
  #shuffler: Shuffler
  #bytes: KernelRows | undefined
  #numbers: KernelRows | undefined

  /**
   * @param module the compiled kernels of the precision.
   * @param sizes neurons a layer, checked already.
   * @param slots largest number of examples in a mini-batch.
   * @throws RangeError without enough memory.
   */
  constructor(module: WebAssembly.Module, sizes: readonly number[], slots: number, precision: Precision) {
    this.precision = precision
    const memory = new KernelMemory(precision)
    const kernels = instantiateKernels(module, memory.memory)
    memory.startAt(kernels.constantsEnd.value)
    const enough = Math.max(slots, FEWEST_SLOTS)
    this.#context = { memory, kernels, network: layOut(memory, sizes, enough), slots: enough }
    this.#examples = memory.end
    this.#shuffler = new Shuffler(memory, kernels)
  }

  load(network: Network): void {
    for (const [layer, weights, biases] of this.#parameters(network)) {
      const { stride, inputs, neurons } = layer
      this.#biases(layer).set(biases.data)
      transposeTiled(weights.data, inputs, neurons, inputs, this.#weights(layer), stride)
    }
  }

  store(network: Network): void {
    for (const [layer, weights, biases] of this.#parameters(network)) {
      const { stride, inputs, neurons } = layer
      biases.data.set(this.#biases(layer))
      transposeTiled(this.#weights(layer), stride, inputs, neurons, weights.data, inputs)
    }
  }

  bind(examples: Examples): BoundExamples {
    const { memory, slots } = this.#context
    // Now, so that a run that has begun needs no more memory.
    this.#shuffler.reserve(examples.length)
    const source =
      examples.kind === 'sparse'
        ? sparseSource(memory, slots, examples)
        : denseSource(memory, this.#context, examples)
    return new KernelExamples(this.#context, source, examples.length)
  }

  release(): void {
    const { memory, kernels } = this.#context
    memory.release(this.#examples)
    this.#shuffler = new Shuffler(memory, kernels)
    this.#bytes = undefined
    this.#numbers = undefined
  }

  outputs(inputs: Uint8Array | Float64Array, into: Float64Array): Float64Array {
    if (inputs instanceof Float64Array) {
      this.#numbers ??= new KernelRows(this.#context, 'numbers')
      return this.#numbers.outputs(inputs, into)
    }
    this.#bytes ??= new KernelRows(this.#context, 'bytes')
    return this.#bytes.outputs(inputs, into)
  }

  shuffle(order: Uint32Array, last: number, count: number, rng: RandomGenerator): number {
    return this.#shuffler.shuffle(order, last, count, rng)
  }

  divergedLayer(): number | undefined {
    const index = this.#context.network.layers.findIndex(
      layer => !isAllFinite(this.#weights(layer)) || !isAllFinite(this.#biases(layer)),
    )
    return index < 0 ? undefined : index + 1
  }

  /** inputs x stride. */
  #weights({ weights, inputs, stride }: LayerLayout) {
    return this.#context.memory.numbers(weights, inputs * stride)
  }

  #biases({ biases, neurons }: LayerLayout) {
    return this.#context.memory.numbers(biases, neurons)
  }

  #parameters(network: Network): (readonly [LayerLayout, Matrix, Matrix])[] {
    return this.#context.network.layers.map(
      (layer, l) => [layer, network.weights[l], network.biases[l]] as const,
    )
  }
}

type Numbers = Float64Array | Float32Array

/** Entries of a side of a tile: its rows and columns both stay in the cache. */
const TILE = 16

/**
 * Transposes the rows x cols matrix `from`, whose rows are `stride` apart, into `to`. Faster than a call an
 * entry.
 */
function transposeTiled(
  from: Numbers,
  stride: number,
  rows: number,
  cols: number,
  to: Numbers,
  toStride: number,
): void {
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(top + TILE, rows)
    for (let left = 0; left < cols; left += TILE) {
      const right = Math.min(left + TILE, cols)
      for (let row = top; row < bottom; row++) {
        for (let col = left; col < right; col++) to[col * toStride + row] = from[row * stride + col]
      }
    }
  }
}
