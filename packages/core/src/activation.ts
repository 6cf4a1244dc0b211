import { exp, sigmoid, sigmoidPrime } from './math/exp.ts'
import { tanh, tanhPrime } from './math/tanh.ts'

/** The name of an activation function, as options and model files give it. */
export type ActivationName = HiddenActivation | OutputActivation
/** The name of an activation function of hidden layers. */
export type HiddenActivation = 'sigmoid' | 'tanh' | 'relu'
/** The name of an activation function of the output layer. */
export type OutputActivation = 'sigmoid' | 'softmax'

/** All activation functions of hidden layers. */
export const ACTIVATIONS: readonly HiddenActivation[] = ['sigmoid', 'tanh', 'relu']
/** All activation functions of the output layer. */
export const OUTPUTS: readonly OutputActivation[] = ['sigmoid', 'softmax']

/** An activation function beside its derivative. */
export interface Activation {
  readonly name: ActivationName
  /** Turns the weighted inputs z of a layer into its activations, in place, and returns them. */
  fn<Z extends Float64Array>(z: Z): Z
  /** The derivative da_j/dz_j at a neuron, from its activation a. */
  prime(a: number): number
  /** Whether the function is nearly flat where a neuron's activation is a: hardly any gradient passes it. */
  isSaturated(a: number): boolean
  /** Its number in engine/assembly/. */
  readonly kernel: number
}

const BY_NAME: Readonly<Record<ActivationName, Activation>> = {
  sigmoid: {
    name: 'sigmoid',
    fn: z => each(z, sigmoid),
    prime: sigmoidPrime,
    isSaturated: a => a < 0.01 || a > 0.99,
    kernel: 0,
  },
  tanh: {
    name: 'tanh',
    fn: z => each(z, tanh),
    prime: tanhPrime,
    isSaturated: a => a < -0.98 || a > 0.98,
    kernel: 1,
  },
  relu: {
    name: 'relu',
    fn: z => each(z, relu),
    prime: reluPrime,
    isSaturated: a => a <= 0,
    kernel: 2,
  },
  softmax: {
    name: 'softmax',
    fn: softmax,
    prime: sigmoidPrime,
    isSaturated: a => a < 0.01 || a > 0.99,
    kernel: 3,
  },
}

/** relu(z) = max(z, 0). NaN stays NaN: a run that diverges is to be noticed. */
export function relu(z: number): number {
  if (z < 0) return 0
  return z
}

/** The derivative of relu, from the activation a = relu(z): 1 where the neuron fires, else 0. */
export function reluPrime(a: number): number {
  return a > 0 ? 1 : 0
}

/**
 * Softmax, in place: a_j = e ** z_j / sum_k e ** z_k (Nielsen, chapter 3, equation 78). The largest z is taken
 * off first, so that no power overflows; the sum ascends.
 */
export function softmax<Z extends Float64Array>(z: Z): Z {
  const most = largestOf(z)
  let sum = 0
  for (let j = 0; j < z.length; j++) {
    z[j] = exp(z[j] - most)
    sum += z[j]
  }
  return each(z, power => power / sum)
}

/** The largest number, the first one unless a later one is larger. */
export function largestOf(z: ArrayLike<number>): number {
  let most = z[0]
  for (let j = 1; j < z.length; j++) if (z[j] > most) most = z[j]
  return most
}

/** The layers of a network, without their numbers. */
export interface Architecture {
  /** Neurons a layer; the first layer is the input. */
  readonly sizes: readonly number[]
  /** Activation of the hidden layers. */
  readonly activation: HiddenActivation
  /** Activation of the output layer. */
  readonly output: OutputActivation
}

/** The activation of every layer after the input. */
export function activationsOf({ sizes, activation, output }: Architecture): Activation[] {
  return sizes.slice(1).map((_, l) => BY_NAME[l === sizes.length - 2 ? output : activation])
}

/** Replaces every number by that of a function. */
export function each<Z extends Float64Array | Float32Array>(z: Z, f: (z: number) => number): Z {
  for (let j = 0; j < z.length; j++) z[j] = f(z[j])
  return z
}
