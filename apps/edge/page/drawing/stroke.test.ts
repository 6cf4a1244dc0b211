import { describe, expect, test } from 'vitest'
import { atUsualSize, extended, type Point, smoothed } from './stroke.ts'

const corner: readonly Point[] = [
  { x: 0, y: 0 },
  { x: 0.5, y: 0 },
  { x: 0.5, y: 0.5 },
]

describe('a stroke', () => {
  test('grows by a point, unless the pen has hardly moved', () => {
    const further = { x: 0.5, y: 0.52 }
    expect(extended(corner, further)).toEqual([...corner, further])
    expect(extended(corner, { x: 0.5003, y: 0.5003 })).toBe(corner)
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

describe('at the usual size', () => {
  const sizeOf = (points: readonly Point[]): number =>
    Math.max(...points.map(({ x }) => x)) - Math.min(...points.map(({ x }) => x))
  const row = (length: number, count: number): Point[] =>
    Array.from({ length: count }, (_, i) => ({ x: 0.1 + (length * i) / (count - 1), y: 0.9 }))

  test.each([0.04, 0.1, 0.66, 0.9])('the longer side of a drawing %d wide is 0.66, in the middle', length => {
    const [stroke = []] = atUsualSize([row(length, 5)])
    expect(sizeOf(stroke)).toBeCloseTo(0.66, 12)
    expect(stroke[0]?.x).toBeCloseTo(0.17, 12)
    expect(stroke.map(({ y }) => y)).toEqual(Array(5).fill(0.5))
  })

  test('a dot stays one, and what is hardly more than a dot is no digit', () => {
    expect(atUsualSize([[{ x: 0.2, y: 0.3 }]])).toEqual([[{ x: 0.5, y: 0.5 }]])
    const [stroke = []] = atUsualSize([row(0.01, 2)])
    expect(sizeOf(stroke)).toBeCloseTo(0.165, 12)
  })

  test('strokes keep their places to each other, and lose the points that tell nothing', () => {
    const [first = [], second = []] = atUsualSize([row(0.9, 500), [{ x: 0.55, y: 0.45 }]])
    expect(first.length).toBeLessThan(90)
    expect(second).toEqual([{ x: 0.5, y: expect.closeTo(0.5 - 0.33 / 2, 12) }])
  })
})
