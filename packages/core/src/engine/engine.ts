import type { Chance } from '../chance.ts'
import type { ConfusionTally } from '../confusion.ts'
import type { Examples } from '../examples.ts'
import type { Gradient, Network } from '../network.ts'
import type { Decay, GradientStep, Optimiser, OptimiserState } from '../optimiser.ts'
import type { Shuffler } from '../random/random-generator.ts'

/**
 * Name of an engine: 'reference' is the written order of operations in JavaScript, 'simd' the same in
 * WebAssembly, several times as fast. Both give the same bits.
 */
export type EngineName = 'reference' | 'simd'

/** Precision that every number of a run is rounded to. */
export type Precision = 'float64' | 'float32'

/** All that an engine is to know of a network before its numbers. */
export type NetworkShape = Pick<Network, 'sizes' | 'activation' | 'output' | 'cost'>

/** All that an engine is to know of the ways to learn. */
export interface Learning {
  readonly optimiser: Optimiser
  readonly decay: Decay
  /** Dropout and augmentation; undefined without them. */
  readonly chance: Chance | undefined
}

/** Plain stochastic gradient descent. */
export const PLAIN: Learning = { optimiser: { name: 'sgd' }, decay: { l1: 0, l2: 0 }, chance: undefined }

/**
 * Computes mini-batches fast. Every engine, on every runtime and processor, gives the same
 * weights bit for bit, because each follows this order of operations. All numbers are of the run's precision,
 * the network's own are rounded to it first; every product and every sum is rounded on its own (no fused
 * multiply-add).
 *
 * 1. **Activations.** z_j starts at the bias b_j and takes w_jk * a_k in ascending k. In the first layer the
 *    inputs that are 0 are left out; in later layers none is. A byte v of sparse examples is the input v /
 *    255. `exp`, `tanh` and `log` are those of math/.
 *    - sigmoid: a_j = 1 / (1 + exp(-z_j)), slope_j = a_j * (1 - a_j).
 *    - tanh: a_j = tanh(z_j), slope_j = 1 - a_j * a_j.
 *    - relu: a_j = 0 where z_j < 0, else z_j; slope_j = 1 where a_j > 0, else 0.
 *    - softmax: m is the largest z (z_0, or a later one that is larger), e_j = exp(z_j - m), and a_j = e_j
 *      over the sum of all e, from 0 in ascending j.
 * 2. **Cost.** Those of an epoch are added up in the order of the examples.
 *    - quadratic: the sum over the output neurons, from 0 in ascending j, of (a_j - y_j) * (a_j - y_j); then
 *      times 0.5.
 *    - cross-entropy, in float64 in both precisions: minus the sum, from 0 in ascending j, of y_j * log(a_j) +
 *      (1 - y_j) * log(1 - a_j).
 *    - log-likelihood, in float64: minus the sum, from 0 in ascending j, of y_j * log(a_j).
 *    Below a floor that stands for what was rounded to 0, an argument of a logarithm counts as the floor: in
 *    float64 2 ** -1022 for a and 2 ** -54 for 1 - a, in float32 2 ** -149 and 2 ** -25.
 * 3. **Output deltas**, times a scale s: for the quadratic cost (s * (a_j - y_j)) * slope_j, for the others
 *    s * (a_j - y_j).
 * 4. **Hidden deltas.** The sum over the next layer's neurons, from 0 in ascending j, of w_jk * delta_j; then
 *    times slope_k. They carry the same scale.
 * 5. **Update**, after the deltas of the whole mini-batch are known. In the first layer the inputs that are 0
 *    are left out. The size of a mini-batch is the nominal one, also for the short last one of an epoch.
 *    - **Fused**, for plain gradient descent: s = -eta / miniBatchSize. Where weights decay, each becomes
 *      f * w - d first, with f = 1 - eta * l2 and d = eta * l1 with the sign of w (0 for 0), both computed in
 *      float64 and then rounded. Then example by example, in their order, b_j takes delta_j and w_jk takes
 *      a_k * delta_j.
 *    - **General**, by an optimiser: s = 1. Sums of gradients begin at 0 and take the same numbers in the
 *      same order. Then `Descent` (optimiser.ts) changes every bias and weight by its sum.
 * 6. **Chance**, while a network trains: numbers come from `Chance` (chance.ts) for the example's index and the
 *    epoch.
 *    - Dropout of hidden layers: with mask_j = 1 / (1 - p), rounded, or 0 for a neuron that is dropped, a_j *
 *      mask_j goes on, and slope_j * mask_j (of the a_j before) takes the place of slope_j.
 *    - An image of bytes is distorted in whole numbers, by distortion.ts, or only shifted by whole pixels; those
 *      outside of it are lost. Then inputs are dropped: one that is kept is x_k * (1 / (1 - p)), that factor
 *      rounded.
 *
 * The textbook sums gradients first, as the general one; for plain gradient descent both give the same numbers
 * but for rounding.
 */
export interface Engine {
  readonly name: EngineName
  readonly precision: Precision
  /** Does the swaps of a shuffle faster than the generator; not every engine has one. */
  readonly shuffler?: Shuffler

  /** Takes over the network's biases and weights. */
  load(network: Network): void

  /** Writes the biases and weights into the network. */
  store(network: Network): void

  /**
   * Makes examples ready. They may be bound once and used in any number of calls; they must fit the sizes.
   */
  bind(examples: Examples): BoundExamples

  /**
   * Writes the outputs for rows of inputs, a row each: of bytes, each v standing for v / 255, or of numbers.
   * @param inputs rows x the first of the sizes @param into room for at least rows x the last of the sizes
   */
  outputs(inputs: Uint8Array | Float64Array, into: Float64Array): Float64Array

  /** Whether its updates are fused; else they are general. */
  readonly isFused: boolean

  /** Lets the weights decay, before a fused update. */
  shrink(step: GradientStep): void

  /** Sets the sums of gradients to 0. The first time, it makes room for them. @throws MemoryError */
  clearGradient(): void

  /** Writes the sums of gradients, since they were 0. */
  storeGradient(into: Gradient): void

  /** A general update by the sums of gradients. */
  descend(step: GradientStep): void

  /** A copy of what the optimiser keeps, with weights row-major as a network's are. */
  storeState(): OptimiserState

  /** Goes on with what an optimiser of the same name kept. */
  loadState(state: OptimiserState): void

  /**
   * The first layer, counted from 1 as the sizes are from 0, with a bias or weight that is NaN or infinite.
   */
  divergedLayer(): number | undefined

  /** Ends its use. An engine that has a memory of its own leaves it to the next one. */
  release?(): void
}

/**
 * One set of examples, bound to an engine. `order` holds the examples' indices in the order of this epoch.
 */
export interface BoundExamples {
  /** Trains on the whole mini-batches order[from .. to) of an epoch, the last of which may be short. */
  train(order: Uint32Array, from: number, to: number, step: EpochStep, tally: Tally): void

  /**
   * The first half of one mini-batch, for some of its examples: computes the deltas of order[from .. to),
   * times `scale`, with the weights held still, and keeps them at `slot` and after (0 is the mini-batch's
   * first example).
   * @param epoch whose chance befalls the examples; none does without it
   */
  propagate(
    order: Uint32Array,
    from: number,
    to: number,
    slot: number,
    scale: number,
    tally: Tally,
    epoch?: number,
  ): void

  /** The second half, fused: adds to biases and weights what `propagate` kept for the same examples. */
  update(order: Uint32Array, from: number, to: number, slot: number, epoch?: number): void

  /** The same, but adds to the sums of gradients. */
  sumGradient(order: Uint32Array, from: number, to: number, slot: number, epoch?: number): void

  /**
   * Activations that `propagate` left in the slots of a layer, the first one being 0. The view lasts until
   * the next call.
   */
  slots(layer: number): Slots

  /** Counts the predictions for the examples from .. to, and adds up their costs. */
  evaluate(from: number, to: number, tally: EvaluationTally): void
}

/** The step of the mini-batches of an epoch. */
export interface EpochStep extends GradientStep {
  /** Counted from 0. */
  readonly epoch: number
}

/** A layer's rows, one a slot, each of `neurons` numbers and what pads them to `stride`. */
export interface Slots {
  readonly neurons: number
  readonly stride: number
  readonly activations: Float64Array | Float32Array
}

/** Running totals over examples. */
export interface Tally {
  /** The sum of the examples' costs. */
  cost: number
}

export interface EvaluationTally extends Tally {
  readonly confusion: ConfusionTally
}
