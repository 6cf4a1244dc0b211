import { mathGoldens } from '@gradus/fixtures'
import { expect, test } from 'vitest'
import { ulpsBetween } from '../../test/ulps.ts'
import { OptionError } from '../errors.ts'
import { cos, sin } from './trigonometry.ts'

test.each([
  ['sin', sin, mathGoldens.sin],
  ['cos', cos, mathGoldens.cos],
])('%s is within 1 ulp of the correctly rounded value', (_, f, points) => {
  const worst = Math.max(...points.map(([x, value]) => ulpsBetween(f(x), value)))
  expect(worst).toBeLessThanOrEqual(1)
  expect(points.length).toBeGreaterThan(500)
})

test('both are exact where they can be', () => {
  expect(sin(0)).toBe(0)
  expect(sin(-0)).toBe(-0)
  expect(cos(0)).toBe(1)
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 20 + 1, -1e300])('the angle %d is refused', x => {
  expect(() => sin(x)).toThrow(`The angle is ${x}: expected radians of -1048576 .. 1048576.`)
  expect(() => cos(x)).toThrow(OptionError)
})
