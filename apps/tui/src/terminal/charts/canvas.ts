/** Bits of the dots of a braille cell, row by row from the top. */
const BRAILLE = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const
const BRAILLE_START = 0x28_00
/** Characters of lines where there is only ASCII, by owner. */
const GLYPHS = '*+o.'

/** A place on a canvas in dots, from the left and from the top. */
export interface Dot {
  readonly x: number
  readonly y: number
}

/**
 * Cells of characters, on which dots are set: 2 x 4 a cell in braille, one a cell in ASCII. Every cell has
 * one owner: the last to set a dot in it.
 */
export class Canvas {
  readonly columns: number
  readonly rows: number
  /** Numbers of dots across and down. */
  readonly width: number
  readonly height: number
  readonly #unicode: boolean
  readonly #masks: Uint8Array
  readonly #owners: Uint8Array
  readonly #signs = new Map<number, string>()

  constructor(columns: number, rows: number, unicode: boolean) {
    this.columns = columns
    this.rows = rows
    this.#unicode = unicode
    this.width = columns * (unicode ? 2 : 1)
    this.height = rows * (unicode ? 4 : 1)
    this.#masks = new Uint8Array(columns * rows)
    this.#owners = new Uint8Array(columns * rows)
  }

  set({ x, y }: Dot, owner: number): void {
    const cell = this.#cellAt({ x, y })
    if (cell === undefined) return
    const bit = this.#unicode ? (BRAILLE[y % 4]?.[x % 2] ?? 0) : 1
    this.#masks[cell] = (this.#masks[cell] ?? 0) | bit
    this.#owners[cell] = owner
  }

  /** Puts a character over the cell of a dot. */
  sign(dot: Dot, sign: string, owner: number): void {
    const cell = this.#cellAt(dot)
    if (cell === undefined) return
    this.#signs.set(cell, sign)
    this.#owners[cell] = owner
  }

  /** A row of cells as text, in runs of one owner. */
  row(row: number): [owner: number, text: string][] {
    const runs: [number, string][] = []
    let [owner, text] = [0, '']
    for (let cell = row * this.columns; cell < (row + 1) * this.columns; cell++) {
      const character = this.#characterOf(cell)
      const mine = character === ' ' ? owner : (this.#owners[cell] ?? 0)
      if (mine !== owner && text.trim() !== '') {
        runs.push([owner, text])
        text = ''
      }
      owner = mine
      text += character
    }
    runs.push([owner, text])
    return runs
  }

  #cellAt({ x, y }: Dot): number | undefined {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return undefined
    return this.#unicode ? (y >> 2) * this.columns + (x >> 1) : y * this.columns + x
  }

  #characterOf(cell: number): string {
    const sign = this.#signs.get(cell)
    if (sign !== undefined) return sign
    const mask = this.#masks[cell] ?? 0
    if (mask === 0) return ' '
    return this.#unicode
      ? String.fromCharCode(BRAILLE_START + mask)
      : GLYPHS.charAt((this.#owners[cell] ?? 0) % GLYPHS.length)
  }
}

/** Dots that are drawn and left out in turn, by owner, where lines differ in nothing else. */
const DASHES = [
  [1, 0],
  [2, 2],
  [1, 1],
  [1, 3],
] as const

/** Draws lines of one owner on a canvas, dashed if asked to. */
export class Pen {
  readonly #canvas: Canvas
  readonly #owner: number
  readonly #on: number
  readonly #period: number
  #drawn = 0

  constructor(canvas: Canvas, owner: number, dashed: boolean) {
    const [on, off] = (dashed ? DASHES[owner % DASHES.length] : undefined) ?? DASHES[0]
    this.#canvas = canvas
    this.#owner = owner
    this.#on = on
    this.#period = on + off
  }

  /** A curve through places from left to right; a place that is undefined is a gap. */
  curve(dots: readonly (Dot | undefined)[]): void {
    let last: Dot | undefined
    for (const dot of thinned(dots)) {
      if (dot && last) this.line(last, dot)
      last = dot
    }
    const [only, ...others] = dots.filter(dot => dot !== undefined)
    if (only && others.length === 0) this.spot(only)
  }

  /** A straight line (Bresenham's algorithm), both ends included. */
  line(from: Dot, to: Dot): void {
    const dx = Math.abs(to.x - from.x)
    const dy = -Math.abs(to.y - from.y)
    const stepX = Math.sign(to.x - from.x)
    const stepY = Math.sign(to.y - from.y)
    let { x, y } = from
    let error = dx + dy
    this.#dot({ x, y })
    while (x !== to.x || y !== to.y) {
      const twice = 2 * error
      if (twice >= dy) {
        error += dy
        x += stepX
      }
      if (twice <= dx) {
        error += dx
        y += stepY
      }
      this.#dot({ x, y })
    }
  }

  /** A place that stands alone: large enough to be seen. */
  spot({ x, y }: Dot): void {
    for (const dot of [
      { x, y },
      { x: x + 1, y },
      { x, y: y - 1 },
      { x: x + 1, y: y - 1 },
    ]) {
      this.#canvas.set(dot, this.#owner)
    }
  }

  #dot(dot: Dot): void {
    if (this.#drawn++ % this.#period < this.#on) this.#canvas.set(dot, this.#owner)
  }
}

/** Keeps the first, highest, lowest and last place of each column of dots: the same curve with less work. */
function* thinned(dots: readonly (Dot | undefined)[]): Generator<Dot | undefined> {
  let column: Dot[] = []
  for (const dot of [...dots, undefined]) {
    if (dot && column[0]?.x === dot.x) {
      column.push(dot)
      continue
    }
    yield* corners(column)
    if (!dot) yield undefined
    column = dot ? [dot] : []
  }
}

function corners(column: readonly Dot[]): readonly Dot[] {
  const [first, last] = [column[0], column.at(-1)]
  if (!first || !last || column.length <= 4) return column
  let [highest, lowest] = [first, first]
  for (const dot of column) {
    if (dot.y < highest.y) highest = dot
    if (dot.y > lowest.y) lowest = dot
  }
  return [first, highest, lowest, last]
}
