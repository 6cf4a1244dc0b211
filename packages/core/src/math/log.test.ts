import { mathGoldens } from '@gradus/fixtures'
import { describe, expect, it } from 'vitest'
import { ulpsBetween } from '../../test/ulps.ts'
import { log, log1p } from './log.ts'

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

describe('log', () => {
  it('is within 1 ulp of the correctly rounded value', () => {
    const worst = Math.max(...mathGoldens.log.map(([x, value]) => ulpsBetween(log(x), value)))
    expect(worst).toBeLessThanOrEqual(1)
    expect(mathGoldens.log.length).toBeGreaterThan(800)
  })

  it('is exact where it can be', () => {
    expect(log(1)).toBe(0)
    for (const zero of [0, -0]) expect(log(zero)).toBe(Number.NEGATIVE_INFINITY)
    expect(log(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY)
    for (const x of [Number.NaN, -Number.MIN_VALUE, -1, Number.NEGATIVE_INFINITY]) expect(log(x)).toBeNaN()
  })
})
