import { sigmoid, sigmoidPrime } from './math/exp.ts'

/** The name of an activation function, as options and model files give it. */
export type ActivationName = 'sigmoid'

/** All activation functions. */
export const ACTIVATIONS: readonly ActivationName[] = ['sigmoid']

/** An activation function beside its derivative. */
export interface Activation {
  readonly name: ActivationName
  /** Turns the weighted inputs z of a layer into its activations, in place, and returns them. */
  fn<Z extends Float64Array>(z: Z): Z
  /** The derivative at a neuron, from its activation a. */
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
}

/** The layers of a network, without their numbers. */
export interface Architecture {
  /** Neurons a layer; the first layer is the input. */
  readonly sizes: readonly number[]
  /** Activation of the hidden layers, and of the output layer. */
  readonly activation: ActivationName
  readonly output: ActivationName
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
