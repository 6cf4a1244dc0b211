import { mathGoldens } from '@gradus/fixtures'
import { describe, expect, it } from 'vitest'
import { ulpsBetween } from '../../test/ulps.ts'
import { log1p } from './log1p.ts'

describe('log1p', () => {
  it('is within 1 ulp of the correctly rounded value', () => {
    const worst = Math.max(...mathGoldens.log1p.map(([x, value]) => ulpsBetween(log1p(x), value)))
    expect(worst).toBeLessThanOrEqual(1)
    expect(mathGoldens.log1p.length).toBeGreaterThan(900)
  })

  it('is exact where it can be', () => {
    expect(log1p(0)).toBe(0)
    expect(log1p(-0)).toBe(-0)
    expect(log1p(-1)).toBe(Number.NEGATIVE_INFINITY)
    expect(log1p(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY)
    for (const x of [Number.NaN, -1.5, Number.NEGATIVE_INFINITY]) expect(log1p(x)).toBeNaN()
  })
})
