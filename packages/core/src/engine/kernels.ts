/**
 * The inner loops of the scalar engine. Rows of weights are padded to whole blocks of {@link BLOCK} neurons, so that eight
 * sums stay in registers while one pass goes over the inputs; the padding is 0 and stays so. The weights are read through a DataView
 * (little-endian on every machine): the compiler then needs fewer instructions for a weight than through a Float64Array.
 */
export const BLOCK = 8

/**
 * No byte of the weights has a higher offset (sizes.ts sees to that), so that masking changes none; but it tells the compiler that
 * w + 56 cannot overflow, which spares a check for every weight.
 */
export const LAST_BYTE = 2 ** 30 - 1

/** Inputs of a layer that are not left out: input e is values[offset + e] and its weights start at the byte rows[e]. */
export interface ActiveInputs {
  count: number
  rows: Int32Array
  values: Float64Array
  offset: number
}

/** z[zOffset + j] = biases[j] + the sum of value * weight (row, j) over the active inputs, for j < stride. */
export function accumulate(
  inputs: ActiveInputs,
  weights: DataView,
  stride: number,
  biases: Float64Array,
  z: Float64Array,
  zOffset: number,
): void {
  const { count, rows, values, offset } = inputs
  for (let j = 0; j < stride; j += BLOCK) {
    let z0 = biases[j] ?? 0
    let z1 = biases[j + 1] ?? 0
    let z2 = biases[j + 2] ?? 0
    let z3 = biases[j + 3] ?? 0
    let z4 = biases[j + 4] ?? 0
    let z5 = biases[j + 5] ?? 0
    let z6 = biases[j + 6] ?? 0
    let z7 = biases[j + 7] ?? 0
    for (let e = 0; e < count; e++) {
      const value = values[offset + e] ?? 0
      const w = ((rows[e] ?? 0) + 8 * j) & LAST_BYTE
      z0 += value * weights.getFloat64(w, true)
      z1 += value * weights.getFloat64(w + 8, true)
      z2 += value * weights.getFloat64(w + 16, true)
      z3 += value * weights.getFloat64(w + 24, true)
      z4 += value * weights.getFloat64(w + 32, true)
      z5 += value * weights.getFloat64(w + 40, true)
      z6 += value * weights.getFloat64(w + 48, true)
      z7 += value * weights.getFloat64(w + 56, true)
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

/** weight (row, j) += value * steps[stepsOffset + j] over the active inputs, for j < stride. */
export function scatter(
  inputs: ActiveInputs,
  weights: DataView,
  stride: number,
  steps: Float64Array,
  stepsOffset: number,
): void {
  const { count, rows, values, offset } = inputs
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
    for (let e = 0; e < count; e++) {
      const value = values[offset + e] ?? 0
      const w = ((rows[e] ?? 0) + 8 * j) & LAST_BYTE
      weights.setFloat64(w, weights.getFloat64(w, true) + value * s0, true)
      weights.setFloat64(w + 8, weights.getFloat64(w + 8, true) + value * s1, true)
      weights.setFloat64(w + 16, weights.getFloat64(w + 16, true) + value * s2, true)
      weights.setFloat64(w + 24, weights.getFloat64(w + 24, true) + value * s3, true)
      weights.setFloat64(w + 32, weights.getFloat64(w + 32, true) + value * s4, true)
      weights.setFloat64(w + 40, weights.getFloat64(w + 40, true) + value * s5, true)
      weights.setFloat64(w + 48, weights.getFloat64(w + 48, true) + value * s6, true)
      weights.setFloat64(w + 56, weights.getFloat64(w + 56, true) + value * s7, true)
    }
  }
}

/**
 * errors[k] = the sum of weight (k, j) * steps[stepsOffset + j] over j < outputs, for k < inputs. Four inputs go side by side, which
 * leaves each one's order of summation as it is and lets the processor overlap them.
 */
export function backpropagate(
  weights: DataView,
  stride: number,
  steps: Float64Array,
  stepsOffset: number,
  outputs: number,
  errors: Float64Array,
  inputs: number,
): void {
  const rowBytes = 8 * stride
  let k = 0
  for (; k + 4 <= inputs; k += 4) {
    let e0 = 0
    let e1 = 0
    let e2 = 0
    let e3 = 0
    for (let j = 0; j < outputs; j++) {
      const step = steps[stepsOffset + j] ?? 0
      const w = (k * rowBytes + 8 * j) & LAST_BYTE
      e0 += weights.getFloat64(w, true) * step
      e1 += weights.getFloat64(w + rowBytes, true) * step
      e2 += weights.getFloat64(w + 2 * rowBytes, true) * step
      e3 += weights.getFloat64(w + 3 * rowBytes, true) * step
    }
    errors[k] = e0
    errors[k + 1] = e1
    errors[k + 2] = e2
    errors[k + 3] = e3
  }
  for (; k < inputs; k++) {
    let sum = 0
    for (let j = 0; j < outputs; j++) {
      sum += weights.getFloat64(k * rowBytes + 8 * j, true) * (steps[stepsOffset + j] ?? 0)
    }
    errors[k] = sum
  }
}
