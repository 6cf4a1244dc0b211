import { expect, test } from 'vitest'
import { curveThrough, type Place, strokesIn } from './path.ts'

/** The curves of a path, with points a hundredth apart. */
const curvesOf = (path: string): Place[][] => strokesIn(path).map(knots => curveThrough(knots, 0.01))

/** Greatest distance of a curve's points from the broken line through three places. */
function farthest(curve: readonly Place[], line: readonly Place[]): number {
  const distances = curve.map(([x, y]) => {
    const toSegments = line.slice(1).map(([u, v], i) => {
      const [p, q] = line[i] ?? [u, v]
      const squares = (u - p) * (u - p) + (v - q) * (v - q)
      const part = Math.min(1, Math.max(0, ((x - p) * (u - p) + (y - q) * (v - q)) / squares))
      return Math.hypot(x - p - part * (u - p), y - q - part * (v - q))
    })
    return Math.min(...toSegments)
  })
  return Math.max(...distances)
}

const LINE: readonly Place[] = [
  [0, 0],
  [0.6, 0],
  [0.2, 1],
]

test('between corners a stroke is straight, and elsewhere it bends, through all of its points', () => {
  const [[corner = []], [bend = []]] = [curvesOf('0,0 60,0! 20,100'), curvesOf('0,0 60,0 20,100')]
  expect(farthest(corner, LINE)).toBeLessThan(1e-12)
  expect(farthest(bend, LINE)).toBeGreaterThan(0.02)
  expect(farthest(bend, LINE)).toBeLessThan(0.15)
  for (const curve of [corner, bend]) {
    for (const [x, y] of LINE) {
      expect(Math.min(...curve.map(([u, v]) => Math.hypot(u - x, v - y)))).toBeLessThan(1e-12)
    }
    expect(curve[0]).toEqual(LINE[0])
    expect(curve.at(-1)?.[1]).toBeCloseTo(1, 12)
  }
})

test('points of a curve follow each other closely, without turning at once', () => {
  const [curve = []] = curvesOf('36,1 16,8 4,30 2,55 9,82 30,99 52,88 62,60 60,30 50,8 34,0')
  const steps = curve.slice(1).map(([x, y], i): Place => [x - (curve[i]?.[0] ?? 0), y - (curve[i]?.[1] ?? 0)])
  expect(Math.max(...steps.map(([x, y]) => Math.hypot(x, y)))).toBeLessThan(0.02)
  const turns = steps.slice(1).map(([x, y], i) => {
    const [u, v] = steps[i] ?? [x, y]
    return (x * u + y * v) / (Math.hypot(x, y) * Math.hypot(u, v))
  })
  expect(Math.min(...turns)).toBeGreaterThan(0.95)
})

test('a pen that is lifted makes strokes of their own', () => {
  expect(curvesOf('0,0 0,100 / 50,0 50,100').map(curve => curve.at(-1))).toEqual([
    [0, 1],
    [0.5, 1],
  ])
})
