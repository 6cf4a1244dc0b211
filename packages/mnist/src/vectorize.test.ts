import { OptionError } from '@gradus/core'
import { expect, test } from 'vitest'
import { vectorize } from './dataset.ts'

test('a label as a one-hot column', () => {
  const y = vectorize(3)
  expect([y.rows, y.cols]).toEqual([10, 1])
  expect([...y.data]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0])
  expect([...vectorize(2, 3).data]).toEqual([0, 0, 1])
})

test.each([
  [10, 10, /label is 10: expected an integer in 0\.\.9\./],
  [-1, 10, /label is -1/],
  [1.5, 10, /label is 1\.5/],
  [Number.NaN, 10, /label is NaN/],
  [3, 3, /label is 3: expected an integer in 0\.\.2\./],
  [0, 0, /classes is 0: expected an integer in 1\.\.256\./],
  [0, 257, /classes is 257/],
])('label %d of %d classes is refused', (label, classes, message) => {
  expect(() => vectorize(label, classes)).toThrow(message)
  expect(() => vectorize(label, classes)).toThrow(OptionError)
})
