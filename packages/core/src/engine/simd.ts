import type { Examples } from '../examples.ts'
import { isAllFinite } from '../math/operations.ts'
import type { Gradient, Network } from '../network.ts'
import type { GradientStep, OptimiserState, Parameters } from '../optimiser.ts'
import type { BoundExamples, Engine, Learning, NetworkShape, Precision } from './engine.ts'
import {
  denseSource,
  type KernelContext,
  KernelExamples,
  KernelRows,
  LARGEST_CALL,
  sparseSource,
} from './simd/bound-examples.ts'
import { KernelChance } from './simd/chance.ts'
import { KernelDescent } from './simd/descent.ts'
import { KernelDistortion } from './simd/distortion.ts'
import { instantiateKernels } from './simd/kernels.ts'
import { type LayerLayout, layOut, type ParametersLayout } from './simd/layout.ts'
import { KernelMemory, KernelShuffler } from './simd/memory.ts'

/** Fewest slots: an evaluation does as many examples at once. */
const FEWEST_SLOTS = 16

/** The engine in WebAssembly, several numbers a step: the kernels of assembly/, on a memory of its own. */
export class SimdEngine implements Engine {
  readonly name = 'simd'
  readonly precision: Precision
  readonly shuffler: KernelShuffler
  readonly #context: KernelContext
  readonly #isShifted: boolean
  readonly #distortion: KernelDistortion | undefined
  #bytes: KernelRows | undefined
  #numbers: KernelRows | undefined

  /**
   * @param module the compiled kernels of the precision.
   * @param shape checked already.
   * @param slots largest number of examples in a mini-batch.
   * @param bytes that it and the examples take, roughly
   * @throws RangeError without enough memory.
   */
  constructor(
    module: WebAssembly.Module,
    shape: NetworkShape,
    slots: number,
    precision: Precision,
    learning: Learning,
    bytes: number,
  ) {
    const { chance } = learning
    this.precision = precision
    const memory = new KernelMemory(precision, bytes)
    const kernels = instantiateKernels(module, memory.memory)
    memory.startAt(kernels.constantsEnd.value)
    const enough = Math.max(slots, FEWEST_SLOTS)
    const limits = chance?.limits
    this.#distortion = chance && limits && new KernelDistortion(memory, chance, limits, enough)
    const network = layOut(memory, shape, enough, chance !== undefined && chance.dropout.hidden > 0)
    this.#context = {
      memory,
      kernels,
      network,
      descent: new KernelDescent(memory, network, learning, Math.max(enough, LARGEST_CALL)),
      chance: new KernelChance(memory, chance),
      slots: enough,
    }
    this.#isShifted = limits === undefined && chance !== undefined && chance.shift > 0
    this.shuffler = new KernelShuffler(memory, kernels)
  }

  load({ weights, biases }: Network): void {
    for (const [l, layer] of this.#context.network.layers.entries()) {
      this.#load(layer, { biases: biases[l].data, weights: weights[l].data })
    }
  }

  store({ weights, biases }: Network): void {
    this.#write(this.#context.network, { nablaB: biases, nablaW: weights })
  }

  bind(examples: Examples): BoundExamples {
    const { memory, slots } = this.#context
    // Now, so that a run that has begun needs no more memory.
    this.shuffler.reserve(examples.length)
    const { length } = examples
    if (examples.kind === 'dense') {
      const source = denseSource(memory, this.#context, examples)
      return new KernelExamples(this.#context, source, source, length)
    }
    const source = sparseSource(memory, slots, examples, this.#isShifted)
    const trained = this.#distortion?.source(source, examples)
    return new KernelExamples(this.#context, source, trained ?? source, length)
  }

  outputs(inputs: Uint8Array | Float64Array, into: Float64Array): Float64Array {
    if (inputs instanceof Float64Array) {
      this.#numbers ??= new KernelRows(this.#context, 'numbers')
      return this.#numbers.outputs(inputs, into)
    }
    this.#bytes ??= new KernelRows(this.#context, 'bytes')
    return this.#bytes.outputs(inputs, into)
  }

  get isFused(): boolean {
    return this.#context.descent.isFused
  }

  shrink(step: GradientStep): void {
    const { kernels, network, descent } = this.#context
    kernels.shrink(network.address, descent.describe(step, 0))
  }

  clearGradient(): void {
    this.#context.descent.clearSums()
  }

  storeGradient(into: Gradient): void {
    this.#write(this.#context.descent.sums, into)
  }

  descend(step: GradientStep): void {
    const { kernels, network, descent } = this.#context
    kernels.descend(network.address, descent.describe(step, 1))
  }

  storeState(): OptimiserState {
    const { descent } = this.#context
    const moments = descent.moments.map(({ layers }) =>
      layers.map(layer => {
        const { inputs, neurons, stride } = layer
        const weights = new Float64Array(neurons * inputs)
        transposeTiled(this.#weights(layer), stride, inputs, neurons, weights, inputs)
        return { biases: Float64Array.from(this.#biases(layer)), weights }
      }),
    )
    return { updates: descent.updates, moments }
  }

  loadState({ updates, moments }: OptimiserState): void {
    const { descent } = this.#context
    descent.updates = updates
    for (const [i, { layers }] of descent.moments.entries()) {
      for (const [l, layer] of layers.entries()) this.#load(layer, moments[i][l])
    }
  }

  divergedLayer(): number | undefined {
    const index = this.#context.network.layers.findIndex(
      layer => !isAllFinite(this.#weights(layer)) || !isAllFinite(this.#biases(layer)),
    )
    return index < 0 ? undefined : index + 1
  }

  release(): void {
    this.#context.memory.release()
  }

  /** inputs x stride. */
  #weights({ weights, inputs, stride }: LayerLayout) {
    return this.#context.memory.numbers(weights, inputs * stride)
  }

  #biases({ biases, neurons }: LayerLayout) {
    return this.#context.memory.numbers(biases, neurons)
  }

  #load(layer: LayerLayout, { biases, weights }: Parameters): void {
    const { stride, inputs, neurons } = layer
    this.#biases(layer).set(biases)
    transposeTiled(weights, inputs, neurons, inputs, this.#weights(layer), stride)
  }

  /** Writes the biases and weights of a layout into matrices. */
  #write({ layers }: ParametersLayout, { nablaB, nablaW }: Gradient): void {
    for (const [l, layer] of layers.entries()) {
      const { stride, inputs, neurons } = layer
      nablaB[l].data.set(this.#biases(layer))
      transposeTiled(this.#weights(layer), stride, inputs, neurons, nablaW[l].data, inputs)
    }
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
