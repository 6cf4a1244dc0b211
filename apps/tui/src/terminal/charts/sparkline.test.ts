import { expect, test } from 'vitest'
import { sparkline } from './sparkline.ts'

const EIGHT = [0, 1 / 8, 2 / 8, 3 / 8, 4 / 8, 5 / 8, 6 / 8, 7 / 8]

test('a character a value, with Unicode and without', () => {
  expect(sparkline(EIGHT, { columns: 8, count: 8 }, { unicode: true })).toBe('▁▂▃▄▅▆▇█')
  expect(sparkline(EIGHT, { columns: 8, count: 8 }, { unicode: false })).toBe('_.:-=+*#')
  expect(sparkline([1], { columns: 8, count: 8 }, { unicode: true })).toBe('█')
})

test('values that are still to come leave their columns free', () => {
  expect(sparkline([0, 1], { columns: 10, count: 30 }, { unicode: true })).toBe('█')
  expect(sparkline([0, 1, 1, 0], { columns: 10, count: 30 }, { unicode: true })).toBe('█▁')
})

test('it is no wider than its values, and never wider than its columns', () => {
  expect(sparkline([0, 1, 0], { columns: 10, count: 3 }, { unicode: true })).toBe('▁█▁')
  const long = Array.from({ length: 100 }, (_, i) => i / 100)
  expect(sparkline(long, { columns: 8, count: 100 }, { unicode: true })).toBe('▁▂▃▄▅▆▇█')
  expect(sparkline(long, { columns: 8, count: 50 }, { unicode: true })).toHaveLength(8)
})

test('a value that is not known is a blank', () => {
  expect(sparkline([0, Number.NaN, 1], { columns: 8, count: 8 }, { unicode: true })).toBe('▁ █')
})
