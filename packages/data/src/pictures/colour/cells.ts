/** Cells along the longer side of a picture, at the most. */
const CELLS = 64
/** Numbers of a cell: red, green and blue times alpha, alpha, and pixels that are there. */
const SUMS = 5
/** Rows of pixels that are looked at in a cell, about: others are passed over. */
const LOOKED_AT = 8
/** Alpha from which on a pixel is there, as part of a stroke or of a sheet. */
const THERE = 64

/** Mean colours of the cells of a picture, row by row. */
export interface CellColours {
  readonly cols: number
  readonly rows: number
  /** Opacity of each cell, 0 .. 1. */
  readonly opacity: Float64Array
  /** Red, green and blue of each cell, 0 .. 255, of the part of it that is opaque; 0 where none is. */
  readonly colours: readonly [Float64Array, Float64Array, Float64Array]
  /** Share of the pixels of each cell that are not clear, 0 .. 1. */
  readonly covered: Float64Array
  /** Whether all pixels are opaque. */
  readonly isOpaque: boolean
}

/** Sums up the colours of a picture in at most 64 x 64 cells, whatever the order of its rows. */
export class CellSums {
  readonly #sums: Float64Array
  /** Places of the cells of each column, and each row, in the sums. */
  readonly #columns: Uint16Array
  readonly #rows: Uint16Array
  readonly #step: number
  readonly #sides: { readonly cols: number; readonly rows: number }
  /** Whether all pixels are greys, and opaque. */
  isPlain = true

  constructor(width: number, height: number) {
    const side = Math.max(1, Math.max(width, height) / CELLS)
    // Those of the last pixels: a cell that no pixel begins in has none.
    const [cols, rows] = [width, height].map(length => Math.floor((length - 1) / side) + 1)
    this.#sides = { cols, rows }
    this.#step = Math.max(1, Math.floor(side / LOOKED_AT))
    this.#sums = new Float64Array(SUMS * cols * rows)
    this.#columns = placesOf(width, side, SUMS)
    this.#rows = placesOf(height, side, SUMS * cols)
  }

  /** Whether row `y` is one that counts. */
  takes(y: number): boolean {
    return y % this.#step === 0
  }

  /**
   * Adds `count` pixels of a row that counts: those of columns `left`, left + across and so on.
   * @param line red, green, blue and alpha of each, a byte each.
   */
  addRow(line: Uint8ClampedArray, count: number, y: number, left = 0, across = 1): void {
    const sums = this.#sums
    const columns = this.#columns
    const row = this.#rows[y]
    let isPlain = true
    for (let x = 0; x < count; x++) {
      const at = 4 * x
      const red = line[at]
      const green = line[at + 1]
      const blue = line[at + 2]
      const alpha = line[at + 3]
      if (red !== green || green !== blue || alpha !== 255) isPlain = false
      const cell = row + columns[left + x * across]
      sums[cell] += alpha * red
      sums[cell + 1] += alpha * green
      sums[cell + 2] += alpha * blue
      sums[cell + 3] += alpha
      if (alpha >= THERE) sums[cell + 4]++
    }
    if (!isPlain) this.isPlain = false
  }

  /** The mean colours of what was added: all pixels of the rows that count. */
  means(): CellColours {
    const { cols, rows } = this.#sides
    const taken = this.#rows.filter((_, y) => this.takes(y))
    const [across, down] = [lengths(this.#columns, SUMS, cols), lengths(taken, SUMS * cols, rows)]
    const list = (): Float64Array => new Float64Array(cols * rows)
    const [opacity, covered, colours] = [list(), list(), [list(), list(), list()] as const]
    let isOpaque = true
    for (let cell = 0; cell < cols * rows; cell++) {
      const at = SUMS * cell
      const alpha = this.#sums[at + 3]
      const pixels = across[cell % cols] * down[Math.floor(cell / cols)]
      opacity[cell] = alpha / (255 * pixels)
      covered[cell] = this.#sums[at + 4] / pixels
      if (alpha < 255 * pixels) isOpaque = false
      if (alpha > 0) for (let i = 0; i < 3; i++) colours[i][cell] = this.#sums[at + i] / alpha
    }
    return { cols, rows, opacity, colours, covered, isOpaque }
  }
}

/** The place of each pixel's cell along one axis. */
function placesOf(length: number, side: number, step: number): Uint16Array {
  const places = new Uint16Array(length)
  for (let i = 0; i < length; i++) places[i] = step * Math.floor(i / side)
  return places
}

/** Pixels along one side of each cell. */
function lengths(places: Uint16Array, step: number, count: number): Uint32Array {
  const pixels = new Uint32Array(count)
  for (const place of places) pixels[place / step]++
  return pixels
}
