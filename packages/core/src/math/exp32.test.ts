import { describe, expect, it } from 'vitest'
import { exp } from './exp.ts'
import { exp32, sigmoid32 } from './exp32.ts'

const { fround } = Math
const words = new DataView(new ArrayBuffer(4))

/** Number of float32 numbers between two of the same sign, one end included. */
function ulpsBetween(a: number, b: number): number {
  const place = (value: number): number => {
    words.setFloat32(0, value)
    return words.getInt32(0)
  }
  return Math.abs(place(a) - place(b))
}

/** Float32 numbers of -104 .. 89, evenly spread. */
const grid = Array.from({ length: 200_000 }, (_, i) => fround(-104 + (193 * i) / 200_000))

describe('exp32', () => {
  it('is within 1 ulp of the value in float64, rounded', () => {
    const worst = grid.reduce((most, x) => Math.max(most, ulpsBetween(exp32(x), fround(exp(x)))), 0)
    expect(worst).toBeLessThanOrEqual(1)
  })

  it('gives float32 numbers only', () => {
    for (const x of grid) expect(Object.is(fround(exp32(x)), exp32(x))).toBe(true)
  })

  it('is exact where it can be', () => {
    expect([0, -0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY].map(exp32)).toEqual([
      1,
      1,
      0,
      Number.POSITIVE_INFINITY,
    ])
    expect(exp32(Number.NaN)).toBeNaN()
    expect([89, -104, 1e30, -1e30].map(exp32)).toEqual([
      Number.POSITIVE_INFINITY,
      0,
      Number.POSITIVE_INFINITY,
      0,
    ])
  })
})

describe('sigmoid32', () => {
  it('is 1 / (1 + e ** -z)', () => {
    expect([0, -200, 200].map(sigmoid32)).toEqual([0.5, 0, 1])
    for (const z of grid.filter((_, i) => i % 97 === 0))
      expect(sigmoid32(z)).toBeCloseTo(1 / (1 + exp(-z)), 6)
  })
})
