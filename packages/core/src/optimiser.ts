/** Numbers of the precision that a run computes in: to write a number into them is to round it. */
type Numbers = Float64Array | Float32Array

/** The step of gradient descent that a mini-batch ends with. */
export interface GradientStep {
  /** The nominal size, also for the short last mini-batch of an epoch. */
  readonly miniBatchSize: number
  readonly eta: number
}

/** Changes parameters by the sums of their gradients over a mini-batch, each number on its own. */
export interface Optimiser {
  /** Arrays that go on from update to update, as long as the parameters and of their precision. */
  init(parameters: Numbers): Numbers[]
  /**
   * Changes the parameters in place. Every product and every sum is rounded to their precision.
   * @param sums as many as parameters
   * @param state the arrays of `init`
   */
  update(parameters: Numbers, sums: Numbers, state: readonly Numbers[], step: GradientStep): void
}

/** Plain stochastic gradient descent: w -= eta / miniBatchSize * sum. It keeps no state. */
export const plainSgd: Optimiser = {
  init: () => [],
  update(parameters, sums, _state, { miniBatchSize, eta }) {
    const isSingle = parameters instanceof Float32Array
    const scale = isSingle ? Math.fround(eta / miniBatchSize) : eta / miniBatchSize
    for (let i = 0; i < parameters.length; i++) {
      const product = scale * sums[i]
      parameters[i] -= isSingle ? Math.fround(product) : product
    }
  },
}

/** An optimiser at work on the biases and weights of a network. */
export class Descent {
  readonly #optimiser: Optimiser
  readonly #states: readonly (readonly Numbers[])[]

  /** @param optimiser plain stochastic gradient descent by default */
  constructor(optimiser: Optimiser | undefined, parameters: readonly Numbers[]) {
    this.#optimiser = optimiser ?? plainSgd
    this.#states = parameters.map(numbers => this.#optimiser.init(numbers))
  }

  /** Changes each of the arrays that it was made for, by the sums of as many gradients. */
  update(parameters: readonly Numbers[], sums: readonly Numbers[], step: GradientStep): void {
    for (const [i, state] of this.#states.entries())
      this.#optimiser.update(parameters[i], sums[i], state, step)
  }
}
