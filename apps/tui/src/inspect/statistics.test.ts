import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Statistics, statisticsOf } from './inspect.ts'

const values = [0, -1.5, 2.25, 1e-3, -0, 7, 3.125]

test("are NumPy's", () => {
  // v = numpy.array(values); v.min(), v.max(), v.mean(), v.std(), numpy.linalg.norm(v), (v == 0).sum()
  const { mean, std, norm, ...exact } = statisticsOf(Float64Array.from(values))
  expect(exact).toEqual({ min: -1.5, max: 7, zeros: 2 })
  expect(mean).toBeCloseTo(1.5537142857142858, 14)
  expect(std).toBeCloseTo(2.6506044978611265, 14)
  expect(norm).toBeCloseTo(8.128845305453906, 14)
})

test('of numbers that are all the same', () => {
  const same = { min: 0.1, max: 0.1, mean: 0.1, std: 0, norm: 0.2, zeros: 0 }
  expect(statisticsOf(new Float64Array(4).fill(0.1))).toEqual(same)
  const none = { min: 0, max: 0, mean: 0, std: 0, norm: 0, zeros: 3 }
  expect(statisticsOf(new Float64Array(3))).toEqual(none)
})

test.each([1e300, 1e-300, -1e-300])('of numbers times %d: neither overflow nor underflow', factor => {
  const scaled = statisticsOf(Float64Array.from(values, value => value * factor))
  const { std, norm } = statisticsOf(Float64Array.from(values))
  expect(scaled.std / Math.abs(factor)).toBeCloseTo(std, 12)
  expect(scaled.norm / Math.abs(factor)).toBeCloseTo(norm, 12)
})

test('as the definitions have them', () => {
  const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 })
  fc.assert(
    fc.property(numbers, list => {
      const mean = list.reduce((sum, value) => sum + value, 0) / list.length
      const variance = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length
      const naive: Statistics = {
        min: Math.min(...list),
        max: Math.max(...list),
        mean,
        std: Math.sqrt(variance),
        norm: Math.sqrt(list.reduce((sum, value) => sum + value * value, 0)),
        zeros: list.filter(value => value === 0).length,
      }
      const found = statisticsOf(Float64Array.from(list))
      expect([found.min + 0, found.max + 0, found.zeros]).toEqual([naive.min + 0, naive.max + 0, naive.zeros])
      const size = Math.max(1e-150, naive.norm)
      for (const name of ['mean', 'std', 'norm'] as const) {
        expect(Math.abs(found[name] - naive[name])).toBeLessThanOrEqual(1e-12 * size)
      }
    }),
    { seed: 1 },
  )
})
