import { RandomGenerator } from '@gradus/core'
import { expect, test } from 'vitest'
import { pointsOf } from './points.ts'
import type { Shape } from './set-up.ts'

const drawn = (shape: Exclude<Shape, { kind: 'digits' }>, count = 400) =>
  pointsOf(shape, count, new RandomGenerator(5))

test('a board has two colours', () => {
  const points = drawn({ kind: 'board', side: 3 })
  for (const { inputs, label } of points) {
    const [x = 0, y = 0] = inputs.map(Math.floor)
    expect(label).toBe((x + y) % 2)
    expect(Math.max(x, y)).toBeLessThan(3)
  }
  expect(new Set(points.map(({ label }) => label))).toEqual(new Set([0, 1]))
})

test('the parity is that of the bits, whatever the noise', () => {
  const points = drawn({ kind: 'parity', bits: 3 })
  const right = points.filter(({ inputs, label }) => {
    const ones = inputs.slice(0, 3).filter(value => value > 0.5).length
    return ones % 2 === label
  })
  expect(right.length).toBeGreaterThan(390)
  expect(points[0]?.inputs).toHaveLength(5)
})

test('rings lie one in the other', () => {
  const nearest = ([x = 0, y = 0]: readonly number[]) => Math.round(Math.hypot(x, y)) - 1
  const points = drawn({ kind: 'rings', classes: 3 })
  expect(points.filter(({ inputs, label }) => nearest([...inputs]) === label).length).toBeGreaterThan(390)
})

test('spirals turn as often as they say, opposite to each other', () => {
  for (const { inputs, label } of drawn({ kind: 'spirals', turns: 1 })) {
    const [x = 0, y = 0] = inputs
    const along = Math.hypot(x, y)
    const expected = 2 * Math.PI * (along + label / 2)
    // The noise shifts a point on its line, too, and so turns it.
    expect(Math.hypot(x - along * Math.cos(expected), y - along * Math.sin(expected))).toBeLessThan(0.5)
  }
})

test('moons and clouds have all classes, and clouds two centres each', () => {
  expect(new Set(drawn({ kind: 'moons' }).map(({ label }) => label))).toEqual(new Set([0, 1]))
  const clouds = drawn({ kind: 'clouds', classes: 3, columns: 5, near: 0 })
  expect(new Set(clouds.map(({ label }) => label))).toEqual(new Set([0, 1, 2]))
  expect(new Set(clouds.map(({ inputs }) => inputs.join())).size).toBe(6)
})

test('flowers are Fisher and Anderson’s, each at most once', () => {
  const points = drawn({ kind: 'iris' }, 150)
  const counts = [0, 1, 2].map(kind => points.filter(({ label }) => label === kind).length)
  expect(counts).toEqual([50, 50, 50])
  expect(points).toContainEqual({ inputs: [5.1, 3.5, 1.4, 0.2], label: 0 })
  expect(() => drawn({ kind: 'iris' }, 151)).toThrow(
    new RangeError('There are 150 flowers: 151 are too many.'),
  )
})
