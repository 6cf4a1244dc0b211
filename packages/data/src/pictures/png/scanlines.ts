import { damaged, type Header } from './header.ts'

/** A row of a pass, its filter undone. The next row overwrites it. */
export type TakeRow = (pass: Pass, y: number, row: Uint8Array) => void

/** Cuts the inflated bytes of a picture into rows, however they arrive. It holds at most two rows. */
export class Scanlines {
  readonly #passes: readonly Pass[]
  /** Bytes a pixel, at least 1. */
  readonly #step: number
  readonly #take: TakeRow
  #pass = 0
  #y = 0
  #filled = 0
  /** The row that is being filled, with the byte of its filter before it. */
  #line = new Uint8Array(0)
  #above = new Uint8Array(0)
  /** Bytes of all rows, with those of their filters. */
  readonly size: number

  constructor(header: Header, take: TakeRow) {
    this.#passes = passesOf(header)
    this.#step = Math.max(1, (header.channels * header.depth) / 8)
    this.#take = take
    this.size = this.#passes.reduce((sum, { height, rowBytes }) => sum + height * (1 + rowBytes), 0)
    this.#startPass()
  }

  /**
   * Takes the next bytes, and ignores those after the last row.
   * @throws PictureError for an unknown filter
   */
  push(bytes: Uint8Array): void {
    let rest = bytes
    while (rest.length > 0 && this.#pass < this.#passes.length) {
      const part = rest.subarray(0, this.#line.length - this.#filled)
      this.#line.set(part, this.#filled)
      this.#filled += part.length
      rest = rest.subarray(part.length)
      if (this.#filled === this.#line.length) this.#endRow()
    }
  }

  #endRow(): void {
    const pass = this.#passes[this.#pass]
    if (!pass) return
    const row = this.#line.subarray(1)
    unfilter(this.#line[0] ?? 0, row, this.#above.subarray(1), this.#step)
    this.#take(pass, this.#y, row)
    this.#filled = 0
    const freed = this.#above
    this.#above = this.#line
    this.#line = freed
    this.#y++
    if (this.#y < pass.height) return
    this.#pass++
    this.#startPass()
  }

  #startPass(): void {
    const length = 1 + (this.#passes[this.#pass]?.rowBytes ?? 0)
    this.#line = new Uint8Array(length)
    this.#above = new Uint8Array(length)
    this.#y = 0
  }
}

/** Filters by their numbers: https://www.w3.org/TR/png-3/#9Filters. */
const UNDO = [addNothing, addLeft, addAbove, addAverage, addPaeth] as const

/**
 * Undoes the filter of a row in place.
 *
 * @param above the row above it, of the same length, undone already; zeros for the first.
 * @param step bytes a pixel, at least 1.
 * @throws PictureError if there is no such filter
 */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, step: number): void {
  const undo = UNDO[filter]
  if (!undo) throw damaged('has a row with an unknown filter', `filters 0 .. ${UNDO.length - 1}`)
  undo(row, above, step)
}

function addNothing(): void {}

function addLeft(row: Uint8Array, _above: Uint8Array, step: number): void {
  for (let i = step; i < row.length; i++) row[i] = (row[i] ?? 0) + (row[i - step] ?? 0)
}

function addAbove(row: Uint8Array, above: Uint8Array): void {
  for (let i = 0; i < row.length; i++) row[i] = (row[i] ?? 0) + (above[i] ?? 0)
}

function addAverage(row: Uint8Array, above: Uint8Array, step: number): void {
  for (let i = 0; i < row.length; i++) {
    const left = i < step ? 0 : (row[i - step] ?? 0)
    row[i] = (row[i] ?? 0) + ((left + (above[i] ?? 0)) >> 1)
  }
}

function addPaeth(row: Uint8Array, above: Uint8Array, step: number): void {
  for (let i = 0; i < row.length; i++) {
    const left = i < step ? 0 : (row[i - step] ?? 0)
    const corner = i < step ? 0 : (above[i - step] ?? 0)
    row[i] = (row[i] ?? 0) + paeth(left, above[i] ?? 0, corner)
  }
}

/** The neighbour nearest to left + up - corner; of equally near ones the first. */
function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner)
  const toUp = Math.abs(left - corner)
  const toCorner = Math.abs(left + up - 2 * corner)
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

/**
 * A part of the picture, stored on its own: its pixel (x, y) is the picture's (left + x * across, top + y *
 * down).
 */
interface Pass {
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
function passesOf({ interlaced, width, height, channels, depth }: Header): readonly Pass[] {
  const passes = (interlaced ? ADAM7 : WHOLE).map(([left, top, across, down]): Pass => {
    const passWidth = Math.ceil((width - left) / across)
    const passHeight = Math.ceil((height - top) / down)
    const rowBytes = Math.ceil((passWidth * channels * depth) / 8)
    return { left, top, across, down, width: passWidth, height: passHeight, rowBytes }
  })
  return passes.filter(pass => pass.width > 0 && pass.height > 0)
}
