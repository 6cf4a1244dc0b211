import { expect, test } from 'vitest'
import { sparkline } from './sparkline.ts'

const SEVEN = [0, 1, 2, 3, 4, 5, 6].map(level => (level + 0.5) / 7)

test('a character a value, with Unicode and without', () => {
  expect(sparkline(SEVEN, { columns: 7, count: 7 }, { unicode: true })).toBe('▁▂▃▄▅▆▇')
  expect(sparkline(SEVEN, { columns: 7, count: 7 }, { unicode: false })).toBe('_.:-=+#')
  expect(sparkline([1], { columns: 7, count: 7 }, { unicode: true })).toBe('▇')
})

test('values that are still to come leave their columns free', () => {
  expect(sparkline([0, 1], { columns: 10, count: 30 }, { unicode: true })).toBe('▇')
  expect(sparkline([0, 1, 1, 0], { columns: 10, count: 30 }, { unicode: true })).toBe('▇▁')
})

test('it is no wider than its values, and never wider than its columns', () => {
  expect(sparkline([0, 1, 0], { columns: 10, count: 3 }, { unicode: true })).toBe('▁▇▁')
  const long = Array.from({ length: 100 }, (_, i) => i / 100)
  expect(sparkline(long, { columns: 7, count: 100 }, { unicode: true })).toBe('▁▂▃▄▅▆▇')
  expect(sparkline(long, { columns: 8, count: 50 }, { unicode: true })).toHaveLength(8)
})

test('a value that is not known is a blank', () => {
  expect(sparkline([0, Number.NaN, 1], { columns: 7, count: 7 }, { unicode: true })).toBe('▁ ▇')
})
