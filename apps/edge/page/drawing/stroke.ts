import type { GreyImage } from '@gradus/core/predict'

/** A place on the pad, in parts of its longer side, to the right and down: 0 .. 1. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Sides of the pad, the longer one 1. */
export interface Shape {
  readonly width: number
  readonly height: number
}

/** The shape of a pad for images of this size. */
export function shapeOf({ rows, cols }: Pick<GreyImage, 'rows' | 'cols'>): Shape {
  const longer = Math.max(rows, cols)
  return { width: cols / longer, height: rows / longer }
}

/** The place on the pad that is nearest to a point. */
export function onPad({ x, y }: Point, { width, height }: Shape): Point {
  return { x: Math.min(width, Math.max(0, x)), y: Math.min(height, Math.max(0, y)) }
}

/** The path of the pen from touching the pad to leaving it. One point is a dot. */
export type Stroke = readonly Point[]

/**
 * Width of the pen, in parts of the pad's longer side: strokes of digits of `USUAL_SIZE` come out as thick as MNIST's.
 */
export const PEN_WIDTH = 0.07

/** The longer side of a digit as most people draw it, in parts of the pad's longer side, without the pen's width. */
const USUAL_SIZE = 0.66
/** A drawing smaller than this is taken for this large: a dot is no digit. */
const LEAST_SIZE = 0.04
/** Points of a drawing of usual size that are nearer than this to the last one tell nothing of its shape. */
const LEAST_DETAIL = 0.008

/**
 * The strokes at the size that goes with the pen, in the middle of the pad: a pen as thick as on the pad
 * would make blobs of small digits, and threads of large ones.
 */
export function atUsualSize(strokes: readonly Stroke[]): Stroke[] {
  const [x, y] = [rangeOf(strokes, point => point.x), rangeOf(strokes, point => point.y)]
  const scale = USUAL_SIZE / Math.max(LEAST_SIZE, x.length, y.length)
  const placed = (point: Point): Point => ({
    x: 0.5 + scale * (point.x - x.middle),
    y: 0.5 + scale * (point.y - y.middle),
  })
  return strokes.map(stroke =>
    stroke.map(placed).reduce((thinned: Stroke, point) => extended(thinned, point, LEAST_DETAIL), []),
  )
}

/** Extent of the points of strokes along an axis. */
function rangeOf(strokes: readonly Stroke[], coordinate: (point: Point) => number) {
  let [least, most] = [1, 0]
  for (const point of strokes.flat()) {
    least = Math.min(least, coordinate(point))
    most = Math.max(most, coordinate(point))
  }
  return { length: most - least, middle: (least + most) / 2 }
}

/**
 * Points nearer than this to the last one are left out: less than a pixel of the screen, so that small
 * drawings keep their shapes.
 */
const MIN_DISTANCE = 0.0005

/** The stroke with a point added, unless the pen has moved less than `least`. */
export function extended(stroke: Stroke, point: Point, least = MIN_DISTANCE): Stroke {
  const last = stroke[stroke.length - 1]
  const isNear = last !== undefined && Math.hypot(point.x - last.x, point.y - last.y) < least
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
  /** An image as the network takes it, below the strokes: one of the test set, or that of a picture. */
  readonly sample?: Uint8Array | undefined
  readonly strokes: readonly Stroke[]
  /** Remarks on the picture of the sample, while there are no strokes. */
  readonly warnings?: readonly string[] | undefined
}

export const BLANK: Drawing = { strokes: [] }

export function isBlank({ sample, strokes }: Drawing): boolean {
  return sample === undefined && strokes.length === 0
}

export function withStroke({ sample, strokes }: Drawing, stroke: Stroke): Drawing {
  return { sample, strokes: [...strokes, stroke] }
}
