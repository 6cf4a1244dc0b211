import type { Box, Placed } from './sheet.ts'

/** A grey picture that is being made: its values are no bytes yet. */
export interface Canvas extends Placed {
  /** 0 (black) .. 255 (white), row by row. */
  readonly values: Float64Array
}

/** Paints a level over the pixels of a part, as much as `coverAt` says for each: 0 .. 1. */
function paint(
  canvas: Canvas,
  level: number,
  coverAt: (x: number, y: number) => number,
  part: Box = wholeOf(canvas),
): void {
  const painted = (value: number, x: number, y: number): number =>
    value + (level - value) * Math.min(1, Math.max(0, coverAt(x, y)))
  change(canvas, painted, part)
}

/** Makes each value of a part another one. */
export function change(
  canvas: Canvas,
  changed: (value: number, x: number, y: number) => number,
  { left, right, top, bottom }: Box = wholeOf(canvas),
): void {
  const { width, height, values } = canvas
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, bottom); y++) {
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, right); x++) {
      const i = y * width + x
      values[i] = changed(values[i] ?? 0, x, y)
    }
  }
}

const wholeOf = ({ width, height }: Canvas): Box => ({ left: 0, right: width, top: 0, bottom: height })

/** Paints the digit. */
export function ink(canvas: Canvas, level: number): void {
  paint(canvas, level, (x, y) => canvas.cover[y * canvas.width + x] ?? 0)
}

/** A place in pixels. */
export type Place = readonly [x: number, y: number]

/** Draws a straight line, round and smooth at its ends and edges; one thinner than a pixel is fainter. */
export function line(canvas: Canvas, level: number, thickness: number, from: Place, to: Place): void {
  const reach = Math.max(1, thickness) / 2 + 0.5
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const squares = dx * dx + dy * dy
  const coverAt = (x: number, y: number): number => {
    const [px, py] = [x + 0.5 - from[0], y + 0.5 - from[1]]
    const part = squares === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squares))
    const [ex, ey] = [px - part * dx, py - part * dy]
    return Math.min(1, thickness) * Math.min(1, Math.max(0, reach - Math.sqrt(ex * ex + ey * ey)))
  }
  paint(canvas, level, coverAt, {
    left: Math.min(from[0], to[0]) - reach,
    right: Math.max(from[0], to[0]) + reach,
    top: Math.min(from[1], to[1]) - reach,
    bottom: Math.max(from[1], to[1]) + reach,
  })
}
