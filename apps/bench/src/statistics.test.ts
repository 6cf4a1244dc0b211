import { describe, expect, it } from 'vitest'
import { median, ratioOf } from './results.ts'

describe('median', () => {
  it.each([
    [[3], 3],
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[10, 9, 100], 10],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected)
  })

  it('leaves the values in their order', () => {
    const values = [3, 1, 2]
    median(values)
    expect(values).toEqual([3, 1, 2])
  })

  it('refuses no values', () => {
    expect(() => median([])).toThrow(RangeError)
  })
})

describe('ratioOf', () => {
  it('is the median of each round’s ratio, not the ratio of the medians', () => {
    // The rounds say 2, 5 and 9; the medians would say 10 / 2.
    expect(ratioOf([2, 10, 18], [1, 2, 2])).toBe(5)
    // The rounds say 8, 2 and 3; the medians would say 8 / 2.
    expect(ratioOf([8, 8, 6], [1, 4, 2])).toBe(3)
  })

  it('takes rounds that both have', () => {
    expect(ratioOf([2, 4], [1])).toBe(2)
  })
})
