/** A place: to the right, and down. */
export type Place = readonly [x: number, y: number]

/** A point that a stroke leads through. */
interface Knot {
  readonly place: Place
  /** Whether the stroke turns there at once, as at its ends. */
  readonly isCorner: boolean
}

/** The strokes of a path of the table, in parts of the digit's height. */
export function strokesIn(path: string): Knot[][] {
  return path.split(' / ').map(stroke =>
    stroke.split(' ').map(point => {
      const [x, y] = point.replace('!', '').split(',').map(Number)
      return { place: [x / 100, y / 100], isCorner: point.endsWith('!') }
    }),
  )
}

/** The points of a stroke, `step` apart or less. */
export function curveThrough(knots: readonly Knot[], step: number): Place[] {
  const points: Place[] = [knots[0].place]
  let first = 0
  knots.forEach(({ isCorner }, i) => {
    if (i === 0 || (!isCorner && i < knots.length - 1)) return
    const bend = knots.slice(first, i + 1).map(({ place }) => place)
    for (let k = 0; k + 1 < bend.length; k++) points.push(...between(bend, k, step))
    first = i
  })
  return points
}

/**
 * Points after the k-th place up to the next one. Source: E. Catmull and R. Rom, "A class of local interpolating
 * splines" (1974), centripetal: it has neither cusps nor loops of its own between two places.
 */
function between(places: readonly Place[], k: number, step: number): Place[] {
  const [from, to] = [places[k], places[k + 1]]
  const before = places[k - 1] ?? beyond(from, to)
  const after = places[k + 2] ?? beyond(to, from)
  const length = distance(from, to)
  const [d0, d1, d2] = [distance(before, from), length, distance(to, after)].map(Math.sqrt)
  const slopes = ([0, 1] as const).map(axis => {
    const way = to[axis] - from[axis]
    const [comes, goes] = [from[axis] - before[axis], after[axis] - to[axis]]
    return [
      way + d1 * (comes / d0 - (way + comes) / (d0 + d1)),
      way + d1 * (goes / d2 - (way + goes) / (d1 + d2)),
    ]
  })
  const count = Math.max(1, Math.ceil(length / step))
  return Array.from({ length: count }, (_, i): Place => {
    const t = (i + 1) / count
    const at = (axis: 0 | 1): number => {
      const [start, end] = slopes[axis]
      const way = to[axis] - from[axis]
      return from[axis] + t * (start + t * (3 * way - 2 * start - end + t * (start + end - 2 * way)))
    }
    return [at(0), at(1)]
  })
}

/** As far beyond a place as another one is on this side of it. */
function beyond(end: Place, other: Place): Place {
  return [2 * end[0] - other[0], 2 * end[1] - other[1]]
}

function distance([x, y]: Place, [u, v]: Place): number {
  return Math.sqrt((u - x) * (u - x) + (v - y) * (v - y))
}
