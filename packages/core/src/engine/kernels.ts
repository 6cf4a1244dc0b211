/**
 * The inner loops of the scalar engine. Rows of weights are padded to whole blocks of {@link BLOCK} neurons, so that eight
 * sums stay in registers while one pass goes over the inputs; the padding is 0 and stays so.
 */
export const BLOCK = 8

/**
 * No array has a higher index (sizes.ts sees to that), so that masking changes none; but it tells the compiler that w + 7 cannot
 * overflow, which spares a check for every weight: 6 % of an epoch.
 */
export const LAST_INDEX = 2 ** 30 - 1

/** Inputs of a layer that are not left out: input e is values[offset + e] and its weights start at rows[e]. */
export interface ActiveInputs {
  count: number
  rows: Int32Array
  values: Float64Array
  offset: number
}

/** z[zOffset + j] = biases[j] + the sum of value * weights[row + j] over the active inputs, for j < stride. */
export function accumulate(
  inputs: ActiveInputs,
  weights: Float64Array,
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
      const w = ((rows[e] ?? 0) + j) & LAST_INDEX
      z0 += value * (weights[w] ?? 0)
      z1 += value * (weights[w + 1] ?? 0)
      z2 += value * (weights[w + 2] ?? 0)
      z3 += value * (weights[w + 3] ?? 0)
      z4 += value * (weights[w + 4] ?? 0)
      z5 += value * (weights[w + 5] ?? 0)
      z6 += value * (weights[w + 6] ?? 0)
      z7 += value * (weights[w + 7] ?? 0)
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

/** weights[row + j] += value * steps[stepsOffset + j] over the active inputs, for j < stride. */
export function scatter(
  inputs: ActiveInputs,
  weights: Float64Array,
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
      const w = ((rows[e] ?? 0) + j) & LAST_INDEX
      weights[w] = (weights[w] ?? 0) + value * s0
      weights[w + 1] = (weights[w + 1] ?? 0) + value * s1
      weights[w + 2] = (weights[w + 2] ?? 0) + value * s2
      weights[w + 3] = (weights[w + 3] ?? 0) + value * s3
      weights[w + 4] = (weights[w + 4] ?? 0) + value * s4
      weights[w + 5] = (weights[w + 5] ?? 0) + value * s5
      weights[w + 6] = (weights[w + 6] ?? 0) + value * s6
      weights[w + 7] = (weights[w + 7] ?? 0) + value * s7
    }
  }
}

/**
 * errors[k] = the sum of weights[k * stride + j] * steps[stepsOffset + j] over j < outputs, for k < inputs. Four inputs go side by side, which
 * leaves each one's order of summation as it is and lets the processor overlap them.
 */
export function backpropagate(
  weights: Float64Array,
  stride: number,
  steps: Float64Array,
  stepsOffset: number,
  outputs: number,
  errors: Float64Array,
  inputs: number,
): void {
  let k = 0
  for (; k + 4 <= inputs; k += 4) {
    let e0 = 0
    let e1 = 0
    let e2 = 0
    let e3 = 0
    const row = k * stride
    for (let j = 0; j < outputs; j++) {
      const step = steps[stepsOffset + j] ?? 0
      e0 += (weights[row + j] ?? 0) * step
      e1 += (weights[row + stride + j] ?? 0) * step
      e2 += (weights[row + 2 * stride + j] ?? 0) * step
      e3 += (weights[row + 3 * stride + j] ?? 0) * step
    }
    errors[k] = e0
    errors[k + 1] = e1
    errors[k + 2] = e2
    errors[k + 3] = e3
  }
  for (; k < inputs; k++) {
    let sum = 0
    for (let j = 0; j < outputs; j++) sum += (weights[k * stride + j] ?? 0) * (steps[stepsOffset + j] ?? 0)
    errors[k] = sum
  }
}
