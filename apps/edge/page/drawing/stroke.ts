/** A place on the pad, in parts of its side, to the right and down: 0 .. 1. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** The path of the pen from touching the pad to leaving it. One point is a dot. */
export type Stroke = readonly Point[]

/**
 * Width of the pen, in parts of the pad's side: strokes come out as thick as MNIST's for digits that fill the
 * pad, and not too thick for small ones.
 */
export const PEN_WIDTH = 0.07

/** Points nearer than this to the last one are left out. */
const MIN_DISTANCE = 0.008

/** The stroke with a point added, unless the pen has hardly moved. */
export function extended(stroke: Stroke, point: Point): Stroke {
  const last = stroke[stroke.length - 1]
  const isNear = last !== undefined && Math.hypot(point.x - last.x, point.y - last.y) < MIN_DISTANCE
  return isNear ? stroke : [...stroke, point]
}

/**
 * The stroke without its corners, from its first point to its last. The picture on the screen and the one
 * that is read are both made of it. Source: G. Chaikin, "An algorithm for high-speed curve generation", 1974,
 * twice
 */
export function smoothed(stroke: Stroke): Stroke {
  return cornersCut(cornersCut(stroke))
}

function cornersCut(stroke: Stroke): Stroke {
  const [first, last] = [stroke[0], stroke[stroke.length - 1]]
  if (first === undefined || last === undefined || stroke.length < 3) return stroke
  const between = stroke.slice(1).flatMap((point, i) => {
    const before = stroke[i] ?? point
    return [along(before, point, 0.25), along(before, point, 0.75)]
  })
  return [first, ...between.slice(1, -1), last]
}

function along(from: Point, to: Point, part: number): Point {
  return { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) }
}

/** The content of the pad. */
export interface Drawing {
  /** A digit of the test set (28 x 28 bytes) below the strokes. */
  readonly sample?: Uint8Array | undefined
  readonly strokes: readonly Stroke[]
}

export const BLANK: Drawing = { strokes: [] }

export function isBlank({ sample, strokes }: Drawing): boolean {
  return sample === undefined && strokes.length === 0
}

export function withStroke({ sample, strokes }: Drawing, stroke: Stroke): Drawing {
  return { sample, strokes: [...strokes, stroke] }
}
