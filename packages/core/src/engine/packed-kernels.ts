import { BLOCK, LAST_BYTE } from './kernels.ts'

/**
 * The inner loops of kernels.ts for inputs that are bytes: entry e of `packed` holds an input's index above its byte in the lowest eight
 * bits, so that one word is read for an input instead of four numbers.
 */
export function pack(index: number, byte: number): number {
  return (index << 8) | byte
}

/** The inputs that the bytes stand for: byte / 255. */
const byteInputs = Float64Array.from({ length: 256 }, (_, byte) => byte / 255)

/** z[zOffset + j] = biases[j] + the sum of input * weight (index, j) over the entries from .. to, for j < stride. */
export function accumulatePacked(
  packed: Uint32Array,
  from: number,
  to: number,
  weights: DataView,
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
      const w = (Math.imul(entry >>> 8, 8 * stride) + 8 * j) & LAST_BYTE
      z0 += input * weights.getFloat64(w, true)
      z1 += input * weights.getFloat64(w + 8, true)
      z2 += input * weights.getFloat64(w + 16, true)
      z3 += input * weights.getFloat64(w + 24, true)
      z4 += input * weights.getFloat64(w + 32, true)
      z5 += input * weights.getFloat64(w + 40, true)
      z6 += input * weights.getFloat64(w + 48, true)
      z7 += input * weights.getFloat64(w + 56, true)
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

/**
 * weight (index, j) += input * steps[stepsOffset + j] over the entries from .. to, for j < stride. Two blocks go together where there are
 * two: no sums have to stay in registers here.
 */
export function scatterPacked(
  packed: Uint32Array,
  from: number,
  to: number,
  weights: DataView,
  stride: number,
  steps: Float64Array,
  stepsOffset: number,
): void {
  let j = 0
  for (; j + 2 * BLOCK <= stride; j += 2 * BLOCK) {
    const at = stepsOffset + j
    const s0 = steps[at + 0] ?? 0
    const s1 = steps[at + 1] ?? 0
    const s2 = steps[at + 2] ?? 0
    const s3 = steps[at + 3] ?? 0
    const s4 = steps[at + 4] ?? 0
    const s5 = steps[at + 5] ?? 0
    const s6 = steps[at + 6] ?? 0
    const s7 = steps[at + 7] ?? 0
    const s8 = steps[at + 8] ?? 0
    const s9 = steps[at + 9] ?? 0
    const s10 = steps[at + 10] ?? 0
    const s11 = steps[at + 11] ?? 0
    const s12 = steps[at + 12] ?? 0
    const s13 = steps[at + 13] ?? 0
    const s14 = steps[at + 14] ?? 0
    const s15 = steps[at + 15] ?? 0
    for (let e = from; e < to; e++) {
      const entry = packed[e] ?? 0
      const input = byteInputs[entry & 0xff] ?? 0
      const w = (Math.imul(entry >>> 8, 8 * stride) + 8 * j) & LAST_BYTE
      weights.setFloat64(w + 0, weights.getFloat64(w + 0, true) + input * s0, true)
      weights.setFloat64(w + 8, weights.getFloat64(w + 8, true) + input * s1, true)
      weights.setFloat64(w + 16, weights.getFloat64(w + 16, true) + input * s2, true)
      weights.setFloat64(w + 24, weights.getFloat64(w + 24, true) + input * s3, true)
      weights.setFloat64(w + 32, weights.getFloat64(w + 32, true) + input * s4, true)
      weights.setFloat64(w + 40, weights.getFloat64(w + 40, true) + input * s5, true)
      weights.setFloat64(w + 48, weights.getFloat64(w + 48, true) + input * s6, true)
      weights.setFloat64(w + 56, weights.getFloat64(w + 56, true) + input * s7, true)
      weights.setFloat64(w + 64, weights.getFloat64(w + 64, true) + input * s8, true)
      weights.setFloat64(w + 72, weights.getFloat64(w + 72, true) + input * s9, true)
      weights.setFloat64(w + 80, weights.getFloat64(w + 80, true) + input * s10, true)
      weights.setFloat64(w + 88, weights.getFloat64(w + 88, true) + input * s11, true)
      weights.setFloat64(w + 96, weights.getFloat64(w + 96, true) + input * s12, true)
      weights.setFloat64(w + 104, weights.getFloat64(w + 104, true) + input * s13, true)
      weights.setFloat64(w + 112, weights.getFloat64(w + 112, true) + input * s14, true)
      weights.setFloat64(w + 120, weights.getFloat64(w + 120, true) + input * s15, true)
    }
  }
  for (; j < stride; j += BLOCK) {
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
      const w = (Math.imul(entry >>> 8, 8 * stride) + 8 * j) & LAST_BYTE
      weights.setFloat64(w, weights.getFloat64(w, true) + input * s0, true)
      weights.setFloat64(w + 8, weights.getFloat64(w + 8, true) + input * s1, true)
      weights.setFloat64(w + 16, weights.getFloat64(w + 16, true) + input * s2, true)
      weights.setFloat64(w + 24, weights.getFloat64(w + 24, true) + input * s3, true)
      weights.setFloat64(w + 32, weights.getFloat64(w + 32, true) + input * s4, true)
      weights.setFloat64(w + 40, weights.getFloat64(w + 40, true) + input * s5, true)
      weights.setFloat64(w + 48, weights.getFloat64(w + 48, true) + input * s6, true)
      weights.setFloat64(w + 56, weights.getFloat64(w + 56, true) + input * s7, true)
    }
  }
}
