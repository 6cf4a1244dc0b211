import { sigmoid } from '../math/sigmoid.ts'
import type { NetworkParameters } from './parameters.ts'

/**
 * The activations of every layer, the input included, in the engines' order of operations (engine/engine.ts, rule 1): z_j starts at
 * the bias and takes w_jk * a_k in ascending k; inputs that are 0 are left out.
 * @param x sizes[0] inputs
 */
export function forward({ biases, weights }: NetworkParameters, x: Float64Array): Float64Array[] {
  const activations = [x]
  let active = indicesOfActive(x)
  let below = x
  for (const [l, { data: w }] of weights.entries()) {
    const a = Float64Array.from(biases[l]?.data ?? [])
    for (let j = 0; j < a.length; j++)
      a[j] = sigmoid(weightedInput(a[j] ?? 0, w, j * below.length, below, active))
    activations.push(a)
    below = a
    active = Uint32Array.from(a, (_, k) => k)
  }
  return activations
}

function indicesOfActive(x: Float64Array): Uint32Array {
  const indices = new Uint32Array(x.length)
  let count = 0
  for (let k = 0; k < x.length; k++) if (x[k] !== 0) indices[count++] = k
  return indices.subarray(0, count)
}

function weightedInput(
  bias: number,
  w: Float64Array,
  row: number,
  a: Float64Array,
  active: Uint32Array,
): number {
  let z = bias
  for (let i = 0; i < active.length; i++) {
    const k = active[i] ?? 0
    z += (w[row + k] ?? 0) * (a[k] ?? 0)
  }
  return z
}
