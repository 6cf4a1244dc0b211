import { type LayerLayout, layOutGradient, type NetworkLayout } from './layout.ts'
import type { KernelMemory, Numbers } from './memory.ts'

/** Sums of gradients in the memory of the kernels. */
export class KernelGradient {
  readonly #memory: KernelMemory
  readonly #network: NetworkLayout
  #sums: NetworkLayout | undefined

  constructor(memory: KernelMemory, network: NetworkLayout) {
    this.#memory = memory
    this.#network = network
  }

  /**
   * The sums, as the biases and weights of a network that shares all else with the one that is trained: the
   * kernels' update adds to them.
   * @throws MemoryError the first time, without enough memory
   */
  get sums(): NetworkLayout {
    this.#sums ??= layOutGradient(this.#memory, this.#network)
    return this.#sums
  }

  clear(): void {
    for (const numbers of this.#arraysOf(this.sums)) numbers.fill(0)
  }

  /** Biases and weights, or sums, of every layer, with their padding. */
  #arraysOf({ layers }: NetworkLayout): Numbers[] {
    return layers.flatMap(({ biases, weights, inputs, stride }: LayerLayout) => [
      this.#memory.numbers(biases, stride),
      this.#memory.numbers(weights, inputs * stride),
    ])
  }
}
