import type { Chance } from './chance.ts'

/** A digit as MNIST and drawings have it: light ink on 0, row by row, 0 .. 255. */
export interface Digit {
  readonly width: number
  readonly height: number
  readonly data: ArrayLike<number>
}

/** The smallest rectangle around some ink: columns left .. right - 1, rows top .. bottom - 1. */
export interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** A picture's size, and a digit's place and ink on it. */
export interface Placed {
  readonly width: number
  readonly height: number
  /** The ink's share of each pixel, 0 .. 1. */
  readonly cover: Float64Array
  readonly box: Box
}

/** A picture of a digit, disturbed. */
export interface Disturbed {
  readonly width: number
  readonly height: number
  /** Samples of a pixel: 1, a grey value, or 4, red, green, blue and alpha. */
  readonly channels: 1 | 4
  /** width * height * channels bytes, row by row. */
  readonly samples: Uint8Array
  /** Quality, 1 .. 100, of the JPEG file that the picture is kept in; PNG if there is none. */
  readonly quality?: number
}

/** Sides of a picture in pixels. */
const SHORTEST = 150
const LONGEST = 400
/** Longer side of the ink, as a part of the picture's shorter side. */
const SMALLEST_INK = 0.3
const LARGEST_INK = 0.65
/** Ground around the ink at the least, as a part of the picture's shorter side. */
const MARGIN = 0.12

/** A digit of a random size, at a random place of a picture of any size. @throws RangeError if it is blank */
export function place(digit: Digit, chance: Chance): Placed {
  const longer = chance.whole(SHORTEST, LONGEST)
  const shorter = Math.max(SHORTEST, Math.round(longer * chance.between(0.7, 1)))
  const [width, height] = chance.unit() < 0.5 ? [longer, shorter] : [shorter, longer]
  const from = inkBox(digit)
  const side = Math.max(from.right - from.left, from.bottom - from.top)
  const scale = (shorter * chance.between(SMALLEST_INK, LARGEST_INK)) / side
  const across = Math.round(scale * (from.right - from.left))
  const down = Math.round(scale * (from.bottom - from.top))
  const margin = Math.ceil(MARGIN * shorter)
  const left = chance.whole(margin, width - margin - across)
  const top = chance.whole(margin, height - margin - down)
  const box = { left, right: left + across, top, bottom: top + down }
  const columns = Array.from({ length: width }, (_, x) => tapsAt((x + 0.5 - left) / scale + from.left))
  const rows = Array.from({ length: height }, (_, y) => tapsAt((y + 0.5 - top) / scale + from.top))
  return { width, height, cover: resampled(digit, columns, rows), box }
}

/** Faintest value that counts as ink where a digit's size is taken. */
const INKED = 32

function inkBox({ width, height, data }: Digit): Box {
  let [left, right, top, bottom] = [width, 0, height, 0]
  for (let i = 0; i < width * height; i++) {
    if ((data[i] ?? 0) < INKED) continue
    const [x, y] = [i % width, Math.floor(i / width)]
    left = Math.min(left, x)
    right = Math.max(right, x + 1)
    top = Math.min(top, y)
    bottom = y + 1
  }
  if (right === 0) throw new RangeError('The digit is blank: expected ink of at least 32 of 255.')
  return { left, right, top, bottom }
}

/** Pixels that have a part in a value between them. */
type Taps = readonly (readonly [at: number, weight: number])[]

/** Taps around a place of a row or column, whose centres of pixels are at halves: Catmull and Rom's cubic. */
function tapsAt(place: number): Taps {
  const first = Math.floor(place - 0.5)
  const t = place - 0.5 - first
  const [tt, ttt] = [t * t, t * t * t]
  return [
    [first - 1, (2 * tt - t - ttt) / 2],
    [first, (3 * ttt - 5 * tt + 2) / 2],
    [first + 1, (4 * tt - 3 * ttt + t) / 2],
    [first + 2, (ttt - tt) / 2],
  ]
}

/** Ink's shares, 0 .. 1, of the pixels with these taps. */
function resampled(
  { width, height, data }: Digit,
  columns: readonly Taps[],
  rows: readonly Taps[],
): Float64Array {
  const wide = new Float64Array(height * columns.length)
  columns.forEach((taps, x) => {
    for (const [at, weight] of taps) {
      if (at < 0 || at >= width) continue
      for (let y = 0; y < height; y++) {
        const i = y * columns.length + x
        wide[i] = (wide[i] ?? 0) + weight * (data[y * width + at] ?? 0)
      }
    }
  })
  const all = new Float64Array(rows.length * columns.length)
  rows.forEach((taps, y) => {
    for (const [at, weight] of taps) {
      if (at < 0 || at >= height) continue
      for (let x = 0; x < columns.length; x++) {
        const i = y * columns.length + x
        all[i] = (all[i] ?? 0) + (weight * (wide[at * columns.length + x] ?? 0)) / 255
      }
    }
  })
  return all.map(share => Math.min(1, Math.max(0, share)))
}
