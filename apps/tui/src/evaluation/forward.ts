import { type Network, type SparseExamples, sigmoid, transpose } from '@gradus/core'

/** A layer of n neurons after one of m. */
interface Layer {
  readonly biases: Float64Array
  /** The weights, transposed (m x n): one active neuron of the layer before needs one row. */
  readonly rows: Float64Array
  /** 0 .. n - 1. */
  readonly neurons: Uint32Array
}

/**
 * Computes outputs of a network, example by example: the very bits of `network.feedforward`, several times as fast, since
 * inputs that are 0 (they add nothing) are passed over.
 * @returns the outputs (one an output neuron) of example i
 */
export function forwardPass(network: Network, examples: SparseExamples): (i: number) => Float64Array {
  const { offsets, indices, values } = examples
  const layers = network.weights.map((weights, l): Layer => {
    const biases = network.biases[l]?.data ?? new Float64Array(weights.rows)
    return { biases, rows: transpose(weights).data, neurons: Uint32Array.from(biases.keys()) }
  })
  return i => {
    const [start, end] = [offsets[i] ?? 0, offsets[i + 1] ?? 0]
    let from: Uint32Array = Uint32Array.from(indices.subarray(start, end))
    let a: Float64Array = Float64Array.from(values.subarray(start, end), byte => byte / 255)
    for (const layer of layers) {
      a = activate(layer, from, a)
      from = layer.neurons
    }
    return a
  }
}

/** sigmoid(w a + b), where a[e] is the activation of neuron from[e] of the layer before, and that of all others is 0. */
function activate({ biases, rows }: Layer, from: Uint32Array, a: Float64Array): Float64Array {
  const size = biases.length
  const z = new Float64Array(size)
  for (let e = 0; e < a.length; e++) {
    const [activation, row] = [a[e] ?? 0, (from[e] ?? 0) * size]
    for (let j = 0; j < size; j++) z[j] = (z[j] ?? 0) + (rows[row + j] ?? 0) * activation
  }
  return z.map((sum, j) => sigmoid(sum + (biases[j] ?? 0)))
}
