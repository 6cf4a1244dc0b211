import { mathGoldens } from '@gradus/fixtures'
import { describe, expect, it } from 'vitest'
import { sigmoid, sigmoidPrime } from './exp.ts'

describe('sigmoid', () => {
  it('is 1 / (1 + e ** -z), within 4e-16 of the correctly rounded value', () => {
    const worst = Math.max(...mathGoldens.sigmoid.map(([z, value]) => Math.abs(sigmoid(z) - value) / value))
    expect(worst).toBeLessThan(4.5e-16)
  })

  it('saturates without NaN', () => {
    expect([sigmoid(0), sigmoid(1e4), sigmoid(-1e4)]).toEqual([0.5, 1, 0])
    expect([sigmoid(Number.POSITIVE_INFINITY), sigmoid(Number.NEGATIVE_INFINITY)]).toEqual([1, 0])
  })

  it('has its derivative from the activation, as the difference quotient says', () => {
    for (const z of [-3, -0.5, 0, 0.7, 2.5]) {
      const h = 1e-5
      const quotient = (sigmoid(z + h) - sigmoid(z - h)) / (2 * h)
      expect(Math.abs(sigmoidPrime(sigmoid(z)) - quotient)).toBeLessThan(1e-10)
    }
  })
})
