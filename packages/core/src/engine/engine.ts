import type { Examples } from '../examples.ts'
import type { Network } from '../network.ts'
import type { RandomGenerator } from '../random/random-generator.ts'

export type EngineName = 'reference' | 'simd'

/** Precision that every number of a run is rounded to. */
export type Precision = 'float64' | 'float32'

/**
 * Computes mini-batches fast. Every engine, on every runtime and processor, gives the same
 * weights bit for bit, because each follows this order of operations. All numbers are of the run's precision,
 * the network's own are rounded to it first; every product and every sum is rounded on its own (no fused
 * multiply-add).
 *
 * 1. **Activations.** z_j starts at the bias b_j and takes w_jk * a_k in ascending k. In the first layer the
 *    inputs that are 0 are left out; in later layers none is. A byte v of sparse examples is the input v /
 *    255. a_j = sigmoid(z_j), with the `exp` of math/exp.ts.
 * 2. **Cost.** The sum over the output neurons, from 0 in ascending j, of (a_j - y_j) * (a_j - y_j); then
 *    times 0.5. Those of an epoch are added up in the order of the examples.
 * 3. **Output step.** (f * (a_j - y_j)) * (a_j * (1 - a_j)) with f = -eta / miniBatchSize: what
 *    backpropagation calls delta, carrying the step of gradient descent. The size is the nominal one, also
 *    for the short last mini-batch of an epoch.
 * 4. **Hidden step.** The sum over the next layer's neurons, from 0 in ascending j, of w_jk * step_j; then
 *    times (a_k * (1 - a_k)).
 * 5. **Update**, after the deltas of the whole mini-batch are known: example by example, in their order, b_j
 *    takes step_j and w_jk takes a_k * step_j. In the first layer the inputs that are 0 are left out.
 *
 * The textbook sums the gradients of a mini-batch first and then subtracts once: the same numbers but for
 * rounding.
 */
export interface Engine {
  readonly name: EngineName
  readonly precision: Precision

  /** Takes over the network's biases and weights. */
  load(network: Network): void

  /** Writes the biases and weights into the network. */
  store(network: Network): void

  /**
   * Makes examples ready. They may be bound once and used in any number of calls; they must fit the sizes.
   */
  bind(examples: Examples): BoundExamples

  /** Frees what was bound, for what is bound next: no BoundExamples may be used any more. */
  release(): void

  /**
   * Writes the outputs for rows of inputs, a row each: of bytes, each v standing for v / 255, or of numbers.
   * @param inputs rows x the first of the sizes @param into room for at least rows x the last of the sizes
   */
  outputs(inputs: Uint8Array | Float64Array, into: Float64Array): Float64Array

  /**
   * A part of an epoch's shuffle: up to `count` of its swaps, from the entry `last` downwards, with the draws
   * of `rng`.
   * @returns where the next part begins; 0 when the shuffle is complete.
   */
  shuffle(order: Uint32Array, last: number, count: number, rng: RandomGenerator): number

  /**
   * The first layer, counted from 1 as the sizes are from 0, with a bias or weight that is NaN or infinite.
   */
  divergedLayer(): number | undefined
}

/**
 * One set of examples, bound to an engine. `order` holds the examples' indices in the order of this epoch.
 */
export interface BoundExamples {
  /** Trains on the whole mini-batches order[from .. to), the last of which may be short. */
  train(order: Uint32Array, from: number, to: number, step: GradientStep, tally: Tally): void

  /**
   * The first half of one mini-batch, for some of its examples: computes the steps of order[from .. to) with
   * the weights held still, and keeps them at `slot` and after (0 is the mini-batch's first example).
   */
  propagate(
    order: Uint32Array,
    from: number,
    to: number,
    slot: number,
    step: GradientStep,
    tally: Tally,
  ): void

  /** The second half: applies the steps that `propagate` kept for the same examples. */
  update(order: Uint32Array, from: number, to: number, slot: number): void

  /**
   * Results of `propagate` in the slots of a layer, the first one being 0. The views last until the next
   * call.
   */
  slots(layer: number): Slots

  /** Counts the predictions for the examples from .. to, and adds up their costs. */
  evaluate(from: number, to: number, tally: EvaluationTally): void

  /** The outputs of the examples from .. to, a row an example. */
  outputs(from: number, to: number): Float64Array
}

/** A layer's rows, one a slot, each of `neurons` numbers and what pads them to `stride`. */
export interface Slots {
  readonly neurons: number
  readonly stride: number
  readonly activations: Float64Array | Float32Array
  /** -eta / miniBatchSize times dC/dz. */
  readonly steps: Float64Array | Float32Array
}

export interface GradientStep {
  readonly miniBatchSize: number
  readonly eta: number
}

/** Running totals over examples. */
export interface Tally {
  /** The sum of the quadratic costs |a - y| ** 2 / 2. */
  cost: number
}

export interface EvaluationTally extends Tally {
  /** Examples whose label is predicted: its output neuron fires most (the first one wins). */
  correct: number
  /** Predictions of each class. */
  readonly predictions: number[]
}
