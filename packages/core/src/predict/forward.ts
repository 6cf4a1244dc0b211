import {
  type Activation,
  activationsOf,
  type HiddenActivation,
  type OutputActivation,
} from '../activation.ts'

/** Biases or weights of a layer, as a `Matrix` has them. */
export interface LayerNumbers {
  /** The numbers, row by row. */
  readonly data: Float64Array
}

/** Parameters of a trained network: all that inference needs. A `Network` has them, too. */
export interface NetworkParameters {
  /** Neurons a layer; the first layer is the input. */
  readonly sizes: readonly number[]
  /** Activation of the hidden layers; 'sigmoid' where it is not given. */
  readonly activation?: HiddenActivation | undefined
  /** Activation of the output layer; 'sigmoid' where it is not given. */
  readonly output?: OutputActivation | undefined
  /** biases[l] (sizes[l + 1] x 1) belongs to layer l + 1. */
  readonly biases: readonly LayerNumbers[]
  /**
   * weights[l] (sizes[l + 1] x sizes[l], row-major): entry (j, k) joins neuron k of layer l to neuron j of
   * layer l + 1.
   */
  readonly weights: readonly LayerNumbers[]
}

/** A layer as inference takes it. */
export interface Layer {
  /** A number a neuron. */
  readonly biases: Float64Array
  /** neurons x inputs, row-major. */
  readonly weights: Float64Array
  readonly activation: Activation
  /** Activations of the last pass: the array is kept, and not made for each pass. */
  readonly activations: Float64Array<ArrayBuffer>
}

/**
 * The layers of a network without the input, on the network's own numbers: a second copy of a large network
 * is dear.
 */
export function layersOf(parameters: NetworkParameters): Layer[] {
  const { sizes, biases, weights, activation = 'sigmoid', output = 'sigmoid' } = parameters
  return activationsOf({ sizes, activation, output }).map((activation, l) => {
    const [own, { data }] = [biases[l].data, weights[l]]
    return { biases: own, weights: data, activation, activations: new Float64Array(own.length) }
  })
}

/** Inputs of a layer that are not 0, in ascending order: the others would add nothing. */
export interface Active {
  /** Numbers of the inputs, from 0. */
  readonly indices: Uint32Array
  readonly values: Float64Array
  count: number
}

/** Room for the active inputs of any of the layers. */
export function roomFor(sizes: readonly number[]): Active {
  const length = Math.max(...sizes)
  return { indices: new Uint32Array(length), values: new Float64Array(length), count: 0 }
}

/** Input that each byte stands for: byte / 255. */
const SHARES = Float64Array.from({ length: 256 }, (_, byte) => byte / 255)

/** Lists the active inputs among bytes, as shares of 255. */
export function listBytes(active: Active, bytes: Uint8Array | Uint8ClampedArray): void {
  active.count = 0
  for (let k = 0; k < bytes.length; k++) {
    const byte = bytes[k]
    if (byte !== 0) add(active, k, SHARES[byte])
  }
}

/** Lists the active inputs among numbers. */
export function listNumbers(active: Active, numbers: Float64Array | Float32Array): void {
  active.count = 0
  for (let k = 0; k < numbers.length; k++) {
    const number = numbers[k]
    if (number !== 0) add(active, k, number)
  }
}

function add(active: Active, index: number, value: number): void {
  active.indices[active.count] = index
  active.values[active.count++] = value
}

/**
 * Computes the activations of every layer, in the engines' order of operations (engine/engine.ts, rule 1):
 * z_j starts at the bias and takes w_jk * a_k in ascending k.
 * @param active those of the input; changed. @returns the activations of the last layer, until the next pass
 */
export function forward(layers: readonly Layer[], active: Active): Float64Array {
  let last = new Float64Array(0)
  for (const layer of layers) {
    if (last.length > 0) listNumbers(active, last)
    activate(layer, active)
    last = layer.activations
  }
  return last
}

function activate({ biases, weights, activation, activations: a }: Layer, active: Active): void {
  const inputs = weights.length / a.length
  let j = 0
  for (; j + AT_ONCE <= a.length; j += AT_ONCE) addFour(a, j, biases, weights, inputs, active)
  for (; j < a.length; j++) {
    let z = biases[j]
    for (let i = 0; i < active.count; i++) {
      z += weights[j * inputs + active.indices[i]] * active.values[i]
    }
    a[j] = z
  }
  activation.fn(a)
}

/** Neurons summed at once: each addition waits only for the last one of its own neuron. */
const AT_ONCE = 4

/** The z of four neurons from j on. */
function addFour(
  z: Float64Array,
  j: number,
  biases: Float64Array,
  weights: Float64Array,
  inputs: number,
  { indices, values, count }: Active,
): void {
  const row0 = j * inputs
  const row1 = row0 + inputs
  const row2 = row1 + inputs
  const row3 = row2 + inputs
  let z0 = biases[j]
  let z1 = biases[j + 1]
  let z2 = biases[j + 2]
  let z3 = biases[j + 3]
  for (let i = 0; i < count; i++) {
    const k = indices[i]
    const value = values[i]
    z0 += weights[row0 + k] * value
    z1 += weights[row1 + k] * value
    z2 += weights[row2 + k] * value
    z3 += weights[row3 + k] * value
  }
  z[j] = z0
  z[j + 1] = z1
  z[j + 2] = z2
  z[j + 3] = z3
}
