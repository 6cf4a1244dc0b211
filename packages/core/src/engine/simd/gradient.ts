import { Descent, type GradientStep, type Optimiser } from '../../optimiser.ts'
import { type LayerLayout, layOutGradient, type NetworkLayout } from './layout.ts'
import type { KernelMemory, Numbers } from './memory.ts'

/** Sums of gradients in the memory of the kernels, and the optimiser that uses them. */
export class KernelGradient {
  /** Whether updates are general, by an optimiser. */
  readonly isGeneral: boolean
  readonly #memory: KernelMemory
  readonly #network: NetworkLayout
  readonly #descent: Descent
  #sums: NetworkLayout | undefined

  /** @param optimiser for general updates; without one they are fused */
  constructor(memory: KernelMemory, network: NetworkLayout, optimiser: Optimiser | undefined) {
    this.isGeneral = optimiser !== undefined
    this.#memory = memory
    this.#network = network
    this.#descent = new Descent(optimiser, this.#arraysOf(network))
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

  /** Changes biases and weights by the sums. */
  descend(step: GradientStep): void {
    this.#descent.update(this.#arraysOf(this.#network), this.#arraysOf(this.sums), step)
  }

  /** Biases and weights, or sums, of every layer, with their padding. */
  #arraysOf({ layers }: NetworkLayout): Numbers[] {
    return layers.flatMap(({ biases, weights, inputs, stride }: LayerLayout) => [
      this.#memory.numbers(biases, stride),
      this.#memory.numbers(weights, inputs * stride),
    ])
  }
}
