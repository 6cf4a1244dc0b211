import { mathGoldens } from '@gradus/fixtures'
import { describe, expect, it } from 'vitest'
import { ulpsBetween } from '../../test/ulps.ts'
import { exp } from './exp.ts'

describe('exp', () => {
  it('is within 1 ulp of the correctly rounded value over the whole range', () => {
    const worst = Math.max(...mathGoldens.exp.map(([x, value]) => ulpsBetween(exp(x), value)))
    expect(worst).toBeLessThanOrEqual(1)
    expect(mathGoldens.exp.length).toBeGreaterThan(1_500)
  })

  it('is exact where it can be', () => {
    expect(exp(0)).toBe(1)
    expect(exp(-0)).toBe(1)
    expect(exp(Number.NEGATIVE_INFINITY)).toBe(0)
    expect(exp(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY)
    expect(exp(Number.NaN)).toBeNaN()
  })

  it('overflows where the true value does, and not before', () => {
    for (const x of [...mathGoldens.expOverflows, 710, 1e10, Number.MAX_VALUE])
      expect(exp(x)).toBe(Number.POSITIVE_INFINITY)
    expect(exp(709.782712893384)).toBeLessThan(Number.POSITIVE_INFINITY)
  })

  it('underflows to 0 through the subnormal numbers', () => {
    expect(exp(-745.1332191019411)).toBe(Number.MIN_VALUE)
    for (const x of [-745.1332191019412, -746, -1e10, -Number.MAX_VALUE]) expect(exp(x)).toBe(0)
  })
})
