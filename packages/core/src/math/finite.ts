/** Whether no number is NaN or infinite. */
export function isAllFinite(values: Float64Array | Float32Array): boolean {
  // 0 times a finite number is 0, and NaN otherwise: quicker than a question for each.
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] * 0
  return sum === 0
}
