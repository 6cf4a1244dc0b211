import { checkOneOf } from './checks.ts'
import { OptionError } from './errors.ts'
import { powerOf } from './math/operations.ts'

/** The name of an optimiser, as options give it. */
export type OptimiserName = Optimiser['name']

/**
 * A way to change biases and weights by the gradient: plain stochastic gradient descent; with a momentum,
 * which is the share of the velocity that is left after an update (Nielsen, chapter 3, equations 107 and 108,
 * with mu = momentum); with Nesterov's, which looks ahead (Sutskever et al. 2013); or Adam (Kingma and Ba
 * 2014, https://arxiv.org/abs/1412.6980).
 */
export type Optimiser = PlainSgd | Momentum | Adam

/** Plain stochastic gradient descent. */
export interface PlainSgd {
  /** Name of the optimiser. */
  readonly name: 'sgd'
}

/** Gradient descent with a velocity. */
export interface Momentum {
  /** Name of the optimiser: 'nesterov' looks ahead. */
  readonly name: 'momentum' | 'nesterov'
  /** Share of the velocity that is left after an update, 0 to below 1: mu. */
  readonly momentum: number
}

/** Steps that the mean and the mean square of each gradient decide, both falling off exponentially. */
export interface Adam {
  /** Name of the optimiser. */
  readonly name: 'adam'
  /** Share of the mean that is left after an update, 0 to below 1. */
  readonly beta1: number
  /** Share of the mean square that is left after an update, 0 to below 1. */
  readonly beta2: number
  /** A number above 0 that is added to the root of the mean square, by which the step is divided. */
  readonly epsilon: number
}

/** An optimiser, or its name: numbers that are left out get their usual values. */
export type GivenOptimiser =
  | OptimiserName
  | {
      /** Name of the optimiser. */
      readonly name: OptimiserName
      /** As {@link Momentum} has it; 0.9 by default. */
      readonly momentum?: number | undefined
      /** As {@link Adam} has it; 0.9 by default. */
      readonly beta1?: number | undefined
      /** As {@link Adam} has it; 0.999 by default. */
      readonly beta2?: number | undefined
      /** As {@link Adam} has it; 1e-8 by default. */
      readonly epsilon?: number | undefined
    }

/** All optimisers. */
export const OPTIMISERS: readonly OptimiserName[] = ['sgd', 'momentum', 'nesterov', 'adam']

/** Arrays of numbers that each optimiser keeps, as long as biases and weights. */
export const STATES: Readonly<Record<OptimiserName, readonly string[]>> = {
  sgd: [],
  momentum: ['velocity'],
  nesterov: ['velocity'],
  adam: ['mean', 'square'],
}

/** The whole optimiser. @throws OptionError for a name or a number that is none of its */
export function optimiserOf(given: GivenOptimiser): Optimiser {
  const { name, momentum, ...adam } = typeof given === 'string' ? { name: given } : given
  checkOneOf('optimiser', name, OPTIMISERS)
  const isAdam = name === 'adam'
  if (name !== 'momentum' && name !== 'nesterov') refuse(name, { momentum })
  if (!isAdam) refuse(name, adam)
  if (name === 'sgd') return { name }
  if (!isAdam) {
    const share = momentum ?? 0.9
    checkShare('momentum', share)
    return { name, momentum: share }
  }
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = adam
  checkShare('beta1', beta1)
  checkShare('beta2', beta2)
  if (Number.isFinite(Math.fround(epsilon)) && Math.fround(epsilon) > 0)
    return { name, beta1, beta2, epsilon }
  throw new OptionError(
    'optimiser',
    `The optimiser's epsilon is ${epsilon}: expected a number above 0, such as 1e-8.`,
  )
}

/** @throws OptionError for a number that an optimiser does not know */
function refuse(name: OptimiserName, numbers: Readonly<Record<string, unknown>>): void {
  const other = Object.keys(numbers).find(key => numbers[key] !== undefined)
  if (other === undefined) return
  throw new OptionError(
    'optimiser',
    `The optimiser ${name} has a ${other}: expected none. Leave it out, or take an optimiser that knows it.`,
  )
}

/** @throws OptionError unless it is a share below 1 that stays so in float32 */
function checkShare(name: string, value: number): void {
  if (value >= 0 && Math.fround(value) < 1) return
  throw new OptionError(
    'optimiser',
    `The optimiser's ${name} is ${value}: expected a number of 0 to below 1, such as 0.9.`,
  )
}

/** Numbers of the precision that a run computes in: to write a number into them is to round it. */
type Numbers = Float64Array | Float32Array

/** Biases and weights of a layer, or sums of their gradients, or what an optimiser keeps for them. */
export interface Parameters<Kind extends Float64Array | Float32Array = Float64Array | Float32Array> {
  /** A number a neuron. */
  readonly biases: Kind
  /** Neurons x inputs, row-major. */
  readonly weights: Kind
}

/** The step of gradient descent that a mini-batch ends with. */
export interface GradientStep {
  /** The nominal size, also for the short last mini-batch of an epoch. */
  readonly miniBatchSize: number
  /** The learning rate. */
  readonly eta: number
}

/** Decay of the weights (Nielsen, chapter 3, "Regularization"). */
export interface Decay {
  /** Lambda of L1 regularization, divided by the number of training examples. */
  readonly l1: number
  /** Lambda of L2 regularization, divided by the number of training examples. */
  readonly l2: number
}

/** The state of an optimiser: with the weights, all that it takes to go on. */
export interface OptimiserState {
  /** Updates so far. */
  readonly updates: number
  /** For each of the optimiser's `STATES` the numbers of every layer, as float64. */
  readonly moments: readonly (readonly Parameters<Float64Array>[])[]
}

/**
 * Gradient descent on the biases and weights of a network, with its decay and its optimiser, in the written
 * order (engine/engine.ts, rule 5): each number on its own, every operation rounded to the precision.
 */
export class Descent {
  /** The way to use the gradients. */
  readonly optimiser: Optimiser
  readonly #decay: Decay
  readonly #layers: readonly Parameters[]
  readonly #moments: readonly (readonly Parameters[])[]
  #updates = 0
  /** Adam's beta1 and beta2 to the power of the updates: by repeated products, one more an update. */
  #powers: readonly number[]

  /** @param layers biases and weights, which it changes in place */
  constructor(layers: readonly Parameters[], optimiser: Optimiser, decay: Decay) {
    this.optimiser = optimiser
    this.#decay = decay
    this.#layers = layers
    this.#moments = STATES[optimiser.name].map(() => layers.map(zerosLike))
    this.#powers = betasOf(optimiser).map(() => 1)
  }

  /** Its state, as copies. */
  get state(): OptimiserState {
    const copyOf = ({ biases, weights }: Parameters) => ({
      biases: Float64Array.from(biases),
      weights: Float64Array.from(weights),
    })
    return { updates: this.#updates, moments: this.#moments.map(layers => layers.map(copyOf)) }
  }

  /** Goes on from a state of the same optimiser, for layers of the same shapes. */
  set state({ updates, moments }: OptimiserState) {
    this.#updates = updates
    this.#powers = betasOf(this.optimiser).map(beta => powerOf(beta, updates))
    for (const [i, layers] of moments.entries()) {
      for (const [l, { biases, weights }] of layers.entries()) {
        this.#moments[i][l].biases.set(biases)
        this.#moments[i][l].weights.set(weights)
      }
    }
  }

  /** Lets the weights decay as plain gradient descent does before its update: w = (1 - eta l2) w - eta l1 sgn(w). */
  shrink({ eta }: GradientStep): void {
    const { l1, l2 } = this.#decay
    if (l1 === 0 && l2 === 0) return
    for (const { weights } of this.#layers) {
      const round = rounderOf(weights)
      const factor = round(1 - eta * l2)
      const step = round(eta * l1)
      for (let i = 0; i < weights.length; i++)
        weights[i] = round(factor * weights[i]) - signed(step, weights[i])
    }
  }

  /** One update by the sums of a mini-batch's gradients. */
  update(sums: readonly Parameters[], step: GradientStep): void {
    this.#updates++
    this.#powers = betasOf(this.optimiser).map((beta, i) => this.#powers[i] * beta)
    if (this.optimiser.name === 'sgd') this.shrink(step)
    for (const [l, { biases, weights }] of this.#layers.entries()) {
      const moments = this.#moments.map(layers => layers[l])
      this.#change(
        biases,
        sums[l].biases,
        moments.map(({ biases }) => biases),
        step,
        { l1: 0, l2: 0 },
      )
      this.#change(
        weights,
        sums[l].weights,
        moments.map(({ weights }) => weights),
        step,
        this.#decay,
      )
    }
  }

  #change(
    w: Numbers,
    sums: Numbers,
    [first, second]: readonly Numbers[],
    step: GradientStep,
    decay: Decay,
  ): void {
    const { optimiser } = this
    const { eta, miniBatchSize } = step
    const round = rounderOf(w)
    if (optimiser.name === 'sgd') {
      const scale = round(eta / miniBatchSize)
      for (let i = 0; i < w.length; i++) w[i] -= round(scale * sums[i])
      return
    }
    const [share, l1, l2, rate] = [1 / miniBatchSize, decay.l1, decay.l2, eta].map(round)
    /** The gradient of the whole cost at a number. */
    const gradient = (i: number): number => {
      const decayed = round(round(share * sums[i]) + round(l2 * w[i]))
      return round(decayed + signed(l1, w[i]))
    }
    if (optimiser.name === 'adam') {
      const { beta1, beta2, epsilon } = optimiser
      const [b1, rest1, b2, rest2, small] = [beta1, 1 - beta1, beta2, 1 - beta2, epsilon].map(round)
      const [scale1, scale2] = this.#powers.map(power => round(1 / (1 - power)))
      for (let i = 0; i < w.length; i++) {
        const g = gradient(i)
        first[i] = round(b1 * first[i]) + round(rest1 * g)
        second[i] = round(b2 * second[i]) + round(rest2 * round(g * g))
        const root = round(round(Math.sqrt(round(second[i] * scale2))) + small)
        w[i] -= round(round(rate * round(first[i] * scale1)) / root)
      }
      return
    }
    const mu = round(optimiser.momentum)
    for (let i = 0; i < w.length; i++) {
      const push = round(rate * gradient(i))
      first[i] = round(mu * first[i]) - push
      w[i] += optimiser.name === 'momentum' ? first[i] : round(round(mu * first[i]) - push)
    }
  }
}

/** Adam's rates of decay, whose powers correct its moments; none of other optimisers. */
export function betasOf(optimiser: Optimiser): number[] {
  return optimiser.name === 'adam' ? [optimiser.beta1, optimiser.beta2] : []
}

/** size for a number above 0, -size for one below, else 0. */
function signed(size: number, x: number): number {
  return x > 0 ? size : x < 0 ? -size : 0
}

function rounderOf(numbers: Numbers): (x: number) => number {
  return numbers instanceof Float32Array ? Math.fround : x => x
}

function zerosLike({ biases, weights }: Parameters): Parameters {
  return { biases: biases.slice().fill(0), weights: weights.slice().fill(0) }
}
