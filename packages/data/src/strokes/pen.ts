import type { DecodedPicture } from '../pictures/picture.ts'
import type { Place } from './path.ts'

/**
 * Inks all that a round pen touches on its way from place to place: a pixel is full ink (255) within the pen's
 * radius, and 0 a pixel beyond. Where there is more ink already it stays.
 *
 * @param stroke places in pixels; one is a dot
 * @param width of the pen, in pixels
 */
export function inkStroke(stroke: readonly Place[], width: number, picture: DecodedPicture): void {
  stroke.forEach((place, i) => {
    inkSegment(stroke[i - 1] ?? place, place, width / 2 + 0.5, picture)
  })
}

function inkSegment(from: Place, to: Place, reach: number, { width, height, data }: DecodedPicture): void {
  const [left, right] = range(from[0], to[0], reach, width)
  const [top, bottom] = range(from[1], to[1], reach, height)
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const i = y * width + x
      const before = data[i]
      if (before === 255) continue
      const cover = reach - distance(x + 0.5, y + 0.5, from, to)
      data[i] = Math.max(before, Math.round(255 * Math.min(1, cover)))
    }
  }
}

/** The pixels of a side from `reach` before the lower coordinate to `reach` after the higher. */
function range(a: number, b: number, reach: number, side: number): [number, number] {
  return [
    Math.max(0, Math.floor(Math.min(a, b) - reach)),
    Math.min(side - 1, Math.floor(Math.max(a, b) + reach)),
  ]
}

/** Distance of (x, y) from a segment. */
function distance(x: number, y: number, from: Place, to: Place): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const [px, py] = [x - from[0], y - from[1]]
  const squares = dx * dx + dy * dy
  const part = squares === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squares))
  const [ex, ey] = [px - part * dx, py - part * dy]
  return Math.sqrt(ex * ex + ey * ey)
}
