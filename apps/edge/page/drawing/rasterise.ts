import { type GreyPicture, normalise } from '@gradus/data'
import { atUsualSize, type Drawing, isBlank, PEN_WIDTH, type Point, type Stroke, smoothed } from './stroke.ts'

/** Side of the pad in pixels: six a pixel of the 28 x 28 that come of it. */
const SIDE = 168
/** Background around the pad, so that ink at its edge is never taken for background. */
const MARGIN = 6
const WIDTH = SIDE + 2 * MARGIN

/**
 * The drawing as a picture, light ink on 0. It is computed here and not read back from a canvas, so that it
 * is the same in every browser, also in those that blur what they let pages read.
 */
export function rasterise({ sample, strokes }: Drawing): GreyPicture & { readonly data: Uint8Array } {
  const data = new Uint8Array(WIDTH * WIDTH)
  if (sample) enlarge(sample, data)
  for (const stroke of strokes) ink(smoothed(stroke).map(toPixels), data)
  return { width: WIDTH, height: WIDTH, data }
}

function toPixels({ x, y }: Point): Point {
  return { x: MARGIN + SIDE * x, y: MARGIN + SIDE * y }
}

function enlarge(sample: Uint8Array, data: Uint8Array): void {
  const times = SIDE / 28
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const value = sample[Math.floor(y / times) * 28 + Math.floor(x / times)] ?? 0
      data[(y + MARGIN) * WIDTH + x + MARGIN] = value
    }
  }
}

/** Inks all that a round pen touches on its way. */
function ink(stroke: Stroke, data: Uint8Array): void {
  stroke.forEach((point, i) => {
    inkSegment(stroke[i - 1] ?? point, point, data)
  })
}

/** A pixel is full ink within the pen's radius, and none a pixel beyond. */
function inkSegment(from: Point, to: Point, data: Uint8Array): void {
  const reach = (PEN_WIDTH * SIDE) / 2 + 0.5
  const [left, right] = range(from.x, to.x, reach)
  const [top, bottom] = range(from.y, to.y, reach)
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const i = y * WIDTH + x
      const before = data[i] ?? 0
      if (before === 255) continue
      const cover = reach - distance(x + 0.5, y + 0.5, from, to)
      data[i] = Math.max(before, Math.round(255 * Math.min(1, cover)))
    }
  }
}

/** The pixels, within the picture, from `reach` before the lower coordinate to `reach` after the higher. */
function range(a: number, b: number, reach: number): [number, number] {
  return [
    Math.max(0, Math.floor(Math.min(a, b) - reach)),
    Math.min(WIDTH - 1, Math.floor(Math.max(a, b) + reach)),
  ]
}

/** Distance of (x, y) from a segment. */
function distance(x: number, y: number, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const [px, py] = [x - from.x, y - from.y]
  const squares = dx * dx + dy * dy
  const part = squares === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squares))
  const [ex, ey] = [px - part * dx, py - part * dy]
  return Math.sqrt(ex * ex + ey * ey)
}

/**
 * The network's input for a drawing: 28 x 28 bytes in MNIST's form, or undefined if the drawing is blank. A
 * digit of the test set without strokes has that form already; strokes on one keep their size, and strokes
 * alone are drawn again at the size that goes with the pen.
 */
export function networkImage(drawing: Drawing): Uint8Array | undefined {
  if (isBlank(drawing)) return undefined
  const { sample, strokes } = drawing
  if (sample && strokes.length === 0) return sample
  const picture = rasterise(sample ? drawing : { strokes: atUsualSize(strokes) })
  return normalise(picture, { polarity: 'light-on-dark' })
}
