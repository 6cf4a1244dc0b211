/** What is said of many numbers. */
export interface Statistics {
  readonly min: number
  readonly max: number
  readonly mean: number
  /** The standard deviation of all of them (as NumPy's std has it), not an estimate from a sample. */
  readonly std: number
  /** The Euclidean norm. */
  readonly norm: number
  /** How many are exactly 0. */
  readonly zeros: number
}

/** Computed on the numbers divided by the largest of their sizes, so that no square overflows or vanishes. */
export function statisticsOf(values: Float64Array): Statistics {
  const min = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
  const max = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
  const size = Math.max(Math.abs(min), Math.abs(max))
  const zeros = values.reduce((count, value) => count + Number(value === 0), 0)
  if (size === 0) return { min, max, mean: 0, std: 0, norm: 0, zeros }
  const count = values.length
  const mean = sumOf(values, value => value / size) / count
  const variance = sumOf(values, value => (value / size - mean) ** 2) / count
  const squares = sumOf(values, value => (value / size) ** 2)
  return {
    min,
    max,
    mean: mean * size,
    std: Math.sqrt(variance) * size,
    norm: Math.sqrt(squares) * size,
    zeros,
  }
}

function sumOf(values: Float64Array, term: (value: number) => number): number {
  return values.reduce((sum, value) => sum + term(value), 0)
}
