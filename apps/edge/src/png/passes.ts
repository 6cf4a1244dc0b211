import type { Header } from './header.ts'

/** A part of the picture that is stored as a picture of its own: pixel (x, y) of it is (left + x * across, top + y * down). */
export interface Pass {
  readonly left: number
  readonly top: number
  readonly across: number
  readonly down: number
  /** Pixels a row. */
  readonly width: number
  /** Rows. */
  readonly height: number
  /** Bytes a row, without that of its filter. */
  readonly rowBytes: number
}

/** Left, top, across and down of Adam7: https://www.w3.org/TR/png-3/#8Interlace. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

const WHOLE = [[0, 0, 1, 1]] as const

/** The passes of a picture that have pixels, in the order of the file. */
export function passesOf({ interlaced, width, height, channels, depth }: Header): readonly Pass[] {
  const passes = (interlaced ? ADAM7 : WHOLE).map(([left, top, across, down]): Pass => {
    const passWidth = Math.ceil((width - left) / across)
    const passHeight = Math.ceil((height - top) / down)
    const rowBytes = Math.ceil((passWidth * channels * depth) / 8)
    return { left, top, across, down, width: passWidth, height: passHeight, rowBytes }
  })
  return passes.filter(pass => pass.width > 0 && pass.height > 0)
}
