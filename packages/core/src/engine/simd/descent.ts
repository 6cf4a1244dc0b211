import { powerOf } from '../../math/operations.ts'
import { betasOf, type GradientStep, type Optimiser, type OptimiserName, STATES } from '../../optimiser.ts'
import type { Learning } from '../engine.ts'
import { layOutBeside, layOutGradient, type NetworkLayout, type ParametersLayout } from './layout.ts'
import type { KernelMemory } from './memory.ts'

/** Numbers of optimisers, as ../assembly/descent.ts has them. */
const KERNELS: Readonly<Record<OptimiserName, number>> = { sgd: 0, momentum: 1, nesterov: 2, adam: 3 }

/** The Descent of ../assembly/descent.ts: numbers of a step, those of the run, and words. */
const OF_STEP = 5
const OF_RUN = 7
const WORDS = 7

/** Gradient descent in the memory of the kernels: sums of gradients, and what the optimiser keeps. */
export class KernelDescent {
  /** For each of the optimiser's `STATES`, numbers beside the biases and weights. */
  readonly moments: readonly ParametersLayout[]
  readonly #memory: KernelMemory
  readonly #network: NetworkLayout
  readonly #learning: Learning
  readonly #address: number
  /** For each update of a call, Adam's two corrections. */
  readonly #corrections: number
  #sums: NetworkLayout | undefined
  #areSumsClear = true
  #updates = 0
  /** The powers of Adam's betas after so many updates. */
  #powers: readonly number[] = []

  /**
   * @param most updates of a call
   * @throws RangeError without enough memory
   */
  constructor(memory: KernelMemory, network: NetworkLayout, learning: Learning, most: number) {
    const { optimiser } = learning
    this.#memory = memory
    this.#network = network
    this.#learning = learning
    this.#address = memory.allocate((OF_STEP + OF_RUN) * memory.numberSize + 4 * WORDS)
    this.moments = STATES[optimiser.name].map(() => layOutBeside(memory, network))
    this.#corrections = memory.allocate(betasOf(optimiser).length * most * memory.numberSize)
    this.updates = 0
    // Now, so that a run that has begun needs no more memory.
    if (!this.isFused) this.#sums = layOutGradient(memory, network)
    this.#describeRun()
  }

  get isFused(): boolean {
    return this.#learning.optimiser.name === 'sgd'
  }

  /**
   * The sums, as the biases and weights of a network that shares all else with the one that is trained.
   * @throws MemoryError the first time, without enough memory
   */
  get sums(): NetworkLayout {
    this.#sums ??= layOutGradient(this.#memory, this.#network)
    return this.#sums
  }

  /** The sums, for the kernels' update to add to. */
  get openSums(): NetworkLayout {
    this.#areSumsClear = false
    return this.sums
  }

  /** Sets the sums to 0. A general update leaves them so. */
  clearSums(): void {
    const { parameters, parameterBytes } = this.sums
    if (!this.#areSumsClear) this.#memory.bytes(parameters, parameterBytes).fill(0)
    this.#areSumsClear = true
  }

  /** Updates so far. */
  get updates(): number {
    return this.#updates
  }

  set updates(updates: number) {
    this.#updates = updates
    this.#powers = betasOf(this.#learning.optimiser).map(beta => powerOf(beta, updates))
  }

  /** Counts the updates that come next, and returns the address of their description for the kernels. */
  describe({ miniBatchSize, eta }: GradientStep, updates: number): number {
    const { optimiser, decay } = this.#learning
    const scale = this.isFused ? -eta / miniBatchSize : 1
    const step = [scale, 1 - eta * decay.l2, eta * decay.l1, 1 / miniBatchSize, eta]
    this.#memory.numbers(this.#address, OF_STEP).set(step)
    const betas = betasOf(optimiser)
    const corrections = this.#memory.numbers(this.#corrections, updates * betas.length)
    for (let i = 0; i < corrections.length; i += betas.length) {
      this.#powers = this.#powers.map((power, k) => power * betas[k])
      for (const [k, power] of this.#powers.entries()) corrections[i + k] = 1 / (1 - power)
    }
    if (!this.isFused) {
      this.#updates += updates
      this.#areSumsClear = true
    }
    this.#words.set([this.#corrections], WORDS - 1)
    return this.#address
  }

  /** Writes those parts of the description that stay. */
  #describeRun(): void {
    const { optimiser, decay } = this.#learning
    const { l1, l2 } = decay
    const { numberSize } = this.#memory
    const ofRun = [l2, l1, ...constantsOf(optimiser)]
    this.#memory.numbers(this.#address + OF_STEP * numberSize, OF_RUN).set(ofRun)
    const distances = [...(this.#sums ? [this.#sums] : []), ...this.moments].map(
      ({ parameters }) => parameters - this.#network.parameters,
    )
    const shrinks = Number(l1 > 0 || l2 > 0)
    this.#words.set([KERNELS[optimiser.name], shrinks, this.#sums ? this.#sums.address : 0, ...distances])
  }

  get #words(): Uint32Array {
    return this.#memory.words(this.#address + (OF_STEP + OF_RUN) * this.#memory.numberSize, WORDS)
  }
}

/** Adam's beta1, what it leaves of 1, the same of beta2, and epsilon; or the momentum. */
function constantsOf(optimiser: Optimiser): number[] {
  if (optimiser.name === 'sgd') return []
  if (optimiser.name !== 'adam') return [optimiser.momentum]
  const { beta1, beta2, epsilon } = optimiser
  return [beta1, 1 - beta1, beta2, 1 - beta2, epsilon]
}
