import { describe, expect, test } from 'vitest'
import { extended, type Point, smoothed } from './stroke.ts'

const corner: readonly Point[] = [
  { x: 0, y: 0 },
  { x: 0.5, y: 0 },
  { x: 0.5, y: 0.5 },
]

describe('a stroke', () => {
  test('grows by a point, unless the pen has hardly moved', () => {
    const further = { x: 0.5, y: 0.52 }
    expect(extended(corner, further)).toEqual([...corner, further])
    expect(extended(corner, { x: 0.504, y: 0.504 })).toBe(corner)
    expect(extended([], further)).toEqual([further])
  })
})

describe('smoothing', () => {
  test('keeps both ends and cuts the corner', () => {
    const smooth = smoothed(corner)
    expect(smooth[0]).toEqual(corner[0])
    expect(smooth.at(-1)).toEqual(corner[2])
    expect(smooth).not.toContainEqual(corner[1])
    expect(Math.min(...smooth.map(({ x, y }) => Math.hypot(x - 0.5, y)))).toBeGreaterThan(0.05)
  })

  test('keeps to a straight line', () => {
    const line = [0.1, 0.3, 0.4, 0.9].map(x => ({ x, y: 0.25 }))
    const smooth = smoothed(line)
    expect(smooth.every(({ y }) => y === 0.25)).toBe(true)
    expect(smooth.map(({ x }) => x)).toEqual(smooth.map(({ x }) => x).toSorted((a, b) => a - b))
  })

  test.each([0, 1, 2])('leaves %i points alone', count => {
    expect(smoothed(corner.slice(0, count))).toEqual(corner.slice(0, count))
  })
})
