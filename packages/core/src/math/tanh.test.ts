import { mathGoldens } from '@gradus/fixtures'
import { expect, test } from 'vitest'
import { ulpsBetween } from '../../test/ulps.ts'
import { tanh, tanh32, tanhPrime } from './tanh.ts'

const { fround } = Math

test('tanh is within 2 ulps of the correctly rounded value', () => {
  const worst = Math.max(...mathGoldens.tanh.map(([x, value]) => ulpsBetween(tanh(x), value)))
  expect(worst).toBeLessThanOrEqual(2)
  expect(mathGoldens.tanh.length).toBeGreaterThan(600)
})

test.each([
  ['tanh', tanh],
  ['tanh32', tanh32],
])('%s is exact where it can be', (_, f) => {
  expect([0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(f)).toEqual([0, 1, -1])
  expect(f(Number.NaN)).toBeNaN()
  expect([30, -30].map(f)).toEqual([1, -1])
})

test('tanh32 is within 2 units in the last place of the value in float64, and always a float32', () => {
  for (let i = 0; i < 100_000; i++) {
    const x = fround(-12 + (24 * i) / 100_000)
    const exact = tanh(x)
    // A unit in the last place of a float32 is at most 2 ** -23 of it.
    expect(Math.abs(tanh32(x) - exact)).toBeLessThanOrEqual(2 * 2 ** -23 * Math.abs(exact))
    expect(fround(tanh32(x))).toBe(tanh32(x))
  }
})

test('its derivative is that of the activation', () => {
  const h = 2 ** -13
  for (const z of [-2, -0.3, 0, 0.1, 1.7]) {
    expect(tanhPrime(tanh(z))).toBeCloseTo((tanh(z + h) - tanh(z - h)) / (2 * h), 6)
  }
})
