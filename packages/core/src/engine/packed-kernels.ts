import { BLOCK, LAST_INDEX } from './kernels.ts'

/**
 * The inner loops of kernels.ts for inputs that are bytes: entry e of `packed` holds an input's index above its byte in the lowest eight
 * bits, so that one word is read for an input instead of four numbers.
 */
export function pack(index: number, byte: number): number {
  return (index << 8) | byte
}

/** The inputs that the bytes stand for: byte / 255. */
const byteInputs = Float64Array.from({ length: 256 }, (_, byte) => byte / 255)

/** z[zOffset + j] = biases[j] + the sum of input * weights[index * stride + j] over the entries from .. to, for j < stride. */
export function accumulatePacked(
  packed: Uint32Array,
  from: number,
  to: number,
  weights: Float64Array,
  stride: number,
  biases: Float64Array,
  z: Float64Array,
  zOffset: number,
): void {
  for (let j = 0; j < stride; j += BLOCK) {
    let z0 = biases[j] ?? 0
    let z1 = biases[j + 1] ?? 0
    let z2 = biases[j + 2] ?? 0
    let z3 = biases[j + 3] ?? 0
    let z4 = biases[j + 4] ?? 0
    let z5 = biases[j + 5] ?? 0
    let z6 = biases[j + 6] ?? 0
    let z7 = biases[j + 7] ?? 0
    for (let e = from; e < to; e++) {
      const entry = packed[e] ?? 0
      const input = byteInputs[entry & 0xff] ?? 0
      const w = (Math.imul(entry >>> 8, stride) + j) & LAST_INDEX
      z0 += input * (weights[w] ?? 0)
      z1 += input * (weights[w + 1] ?? 0)
      z2 += input * (weights[w + 2] ?? 0)
      z3 += input * (weights[w + 3] ?? 0)
      z4 += input * (weights[w + 4] ?? 0)
      z5 += input * (weights[w + 5] ?? 0)
      z6 += input * (weights[w + 6] ?? 0)
      z7 += input * (weights[w + 7] ?? 0)
    }
    const at = zOffset + j
    z[at] = z0
    z[at + 1] = z1
    z[at + 2] = z2
    z[at + 3] = z3
    z[at + 4] = z4
    z[at + 5] = z5
    z[at + 6] = z6
    z[at + 7] = z7
  }
}

/** weights[index * stride + j] += input * steps[stepsOffset + j] over the entries from .. to, for j < stride. */
export function scatterPacked(
  packed: Uint32Array,
  from: number,
  to: number,
  weights: Float64Array,
  stride: number,
  steps: Float64Array,
  stepsOffset: number,
): void {
  for (let j = 0; j < stride; j += BLOCK) {
    const at = stepsOffset + j
    const s0 = steps[at] ?? 0
    const s1 = steps[at + 1] ?? 0
    const s2 = steps[at + 2] ?? 0
    const s3 = steps[at + 3] ?? 0
    const s4 = steps[at + 4] ?? 0
    const s5 = steps[at + 5] ?? 0
    const s6 = steps[at + 6] ?? 0
    const s7 = steps[at + 7] ?? 0
    for (let e = from; e < to; e++) {
      const entry = packed[e] ?? 0
      const input = byteInputs[entry & 0xff] ?? 0
      const w = (Math.imul(entry >>> 8, stride) + j) & LAST_INDEX
      weights[w] = (weights[w] ?? 0) + input * s0
      weights[w + 1] = (weights[w + 1] ?? 0) + input * s1
      weights[w + 2] = (weights[w + 2] ?? 0) + input * s2
      weights[w + 3] = (weights[w + 3] ?? 0) + input * s3
      weights[w + 4] = (weights[w + 4] ?? 0) + input * s4
      weights[w + 5] = (weights[w + 5] ?? 0) + input * s5
      weights[w + 6] = (weights[w + 6] ?? 0) + input * s6
      weights[w + 7] = (weights[w + 7] ?? 0) + input * s7
    }
  }
}
