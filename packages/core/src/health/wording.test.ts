import { expect, it } from 'vitest'
import { count, enumerate, figure, percent } from './wording.ts'

it.each([
  [1, '100 %'],
  [0.9996, '99.9 %'],
  [0.504, '50 %'],
  [0.001, 'under 1 %'],
  [0, '0 %'],
])('writes a share of %d as %s', (share, text) => {
  expect(percent(share)).toBe(text)
})

it.each([
  [0, '0'],
  [0.4512, '0.45'],
  [0.00314, '0.0031'],
  [3.14e-23, '3.1e-23'],
  [3e-5, '3e-5'],
  [12.3, '12'],
  [255, '255'],
  [-42.42, '-42'],
])('writes %d in two digits as %s', (value, text) => {
  expect(figure(value)).toBe(text)
})

it('names ten, and counts what is more', () => {
  const items = Array.from({ length: 38 }, (_, i) => i)
  expect(enumerate(items.slice(0, 10))).toBe('0, 1, 2, 3, 4, 5, 6, 7, 8 and 9')
  expect(enumerate(items)).toBe('0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 28 more')
})

it('lists, and counts', () => {
  expect([enumerate([3]), enumerate([3, 6]), enumerate([0, 3, 6])]).toEqual(['3', '3 and 6', '0, 3 and 6'])
  expect([count(1, 'epoch'), count(50_000, 'epoch'), count(2, 'mini-batch', 'mini-batches')]).toEqual([
    '1 epoch',
    '50,000 epochs',
    '2 mini-batches',
  ])
})
