import { decodeTensor, type EncodedTensor, type SeedText } from '@gradus/fixtures'
import { expect } from 'vitest'
import { Matrix } from '../src/math/matrix.ts'

/** A golden's seed as the library takes it. */
export function seedOf(text: SeedText): bigint | bigint[] {
  return typeof text === 'string' ? BigInt(text) : text.map(BigInt)
}

export function matrixOf(encoded: EncodedTensor): Matrix {
  const { rows, cols, data } = decodeTensor(encoded)
  return new Matrix(rows, cols, data)
}

/** |a - b| / |b|, by the Euclidean norm over all entries. */
export function relativeDistance(a: Matrix, b: Matrix): number {
  expect([a.rows, a.cols]).toEqual([b.rows, b.cols])
  const norm = (values: Float64Array): number => Math.hypot(...values)
  const distance = norm(a.data.map((value, i) => value - (b.data[i] ?? Number.NaN)))
  return distance === 0 ? 0 : distance / norm(b.data)
}

/** Holds every matrix to its golden, within `tolerance` of the golden's norm. */
export function expectClose(
  actual: readonly Matrix[],
  goldens: readonly EncodedTensor[],
  tolerance = 1e-12,
): void {
  expect(actual.length).toBe(goldens.length)
  goldens.forEach((golden, l) => {
    expect(relativeDistance(actual[l] ?? new Matrix(1, 1), matrixOf(golden))).toBeLessThanOrEqual(tolerance)
  })
}
