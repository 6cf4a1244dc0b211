import { sigmoid } from '../math/sigmoid.ts'
import type { NetworkParameters } from './parameters.ts'

/** A layer as inference takes it: what one neuron below adds to all of its neurons lies together. */
export interface Layer {
  /** A number a neuron. */
  readonly biases: Float64Array
  /** The weights by the neuron below: inputs x neurons, row-major. */
  readonly columns: Float64Array
  /** Those of the last pass: what is kept need not be made for each. */
  readonly activations: Float64Array<ArrayBuffer>
}

/** The layers of a network, the input's left out; copies. */
export function layersOf({ sizes, biases, weights }: NetworkParameters): Layer[] {
  return weights.map(({ data }, l) => {
    const own = new Float64Array(biases[l]?.data ?? [])
    return {
      biases: own,
      columns: transposed(data, sizes[l] ?? 0),
      activations: new Float64Array(own.length),
    }
  })
}

/** @param w neurons x inputs, row-major */
function transposed(w: Float64Array, inputs: number): Float64Array {
  const columns = new Float64Array(w.length)
  const neurons = w.length / inputs
  for (let j = 0; j < neurons; j++) {
    for (let k = 0; k < inputs; k++) columns[k * neurons + j] = w[j * inputs + k] ?? 0
  }
  return columns
}

/** Inputs of a layer that are not 0, in ascending order: what is 0 would add nothing. */
export interface Active {
  /** Their places. */
  readonly indices: Uint32Array
  readonly values: Float64Array
  count: number
}

/** Inputs that are taken at once: their sums are the same, but are fetched and stored once. */
const AT_ONCE = 4

/** Room for the active inputs of any of the layers. */
export function roomFor(sizes: readonly number[]): Active {
  const length = Math.max(...sizes) + AT_ONCE
  return { indices: new Uint32Array(length), values: new Float64Array(length), count: 0 }
}

/** What a byte stands for. */
const SHARES = Float64Array.from({ length: 256 }, (_, byte) => byte / 255)

/** Finds the active ones of bytes, as shares of 255. */
export function takeBytes(active: Active, bytes: Uint8Array | Uint8ClampedArray): void {
  active.count = 0
  for (let k = 0; k < bytes.length; k++) {
    const byte = bytes[k] ?? 0
    if (byte !== 0) add(active, k, SHARES[byte] ?? 0)
  }
  end(active)
}

/** Finds the active ones of numbers. */
export function takeNumbers(active: Active, numbers: Float64Array | Float32Array): void {
  active.count = 0
  for (let k = 0; k < numbers.length; k++) {
    const number = numbers[k] ?? 0
    if (number !== 0) add(active, k, number)
  }
  end(active)
}

function add(active: Active, index: number, value: number): void {
  active.indices[active.count] = index
  active.values[active.count++] = value
}

/** Fills the last group with zeros. */
function end({ values, count }: Active): void {
  values.fill(0, count, count + AT_ONCE)
}

/**
 * Computes the activations of every layer, in the engines' order of operations (engine/engine.ts, rule 1): z_j starts at the bias and
 * takes w_jk * a_k in ascending k.
 * @param active those of the input; changed. @returns the activations of the last layer, until the next pass
 */
export function forward(layers: readonly Layer[], active: Active): Float64Array {
  let last = new Float64Array(0)
  for (const layer of layers) {
    if (last.length > 0) takeNumbers(active, last)
    activate(layer, active)
    last = layer.activations
  }
  return last
}

function activate({ biases, columns, activations: a }: Layer, { indices, values, count }: Active): void {
  const neurons = a.length
  a.set(biases)
  for (let i = 0; i < count; i += AT_ONCE) {
    const [v0, v1, v2, v3] = [values[i] ?? 0, values[i + 1] ?? 0, values[i + 2] ?? 0, values[i + 3] ?? 0]
    const k0 = (indices[i] ?? 0) * neurons
    const k1 = (indices[i + 1] ?? 0) * neurons
    const k2 = (indices[i + 2] ?? 0) * neurons
    const k3 = (indices[i + 3] ?? 0) * neurons
    for (let j = 0; j < neurons; j++) {
      const z = (a[j] ?? 0) + (columns[k0 + j] ?? 0) * v0 + (columns[k1 + j] ?? 0) * v1
      a[j] = z + (columns[k2 + j] ?? 0) * v2 + (columns[k3 + j] ?? 0) * v3
    }
  }
  for (let j = 0; j < neurons; j++) a[j] = sigmoid(a[j] ?? 0)
}
