/** Which dot of a braille cell, row by row from the top, is which bit. */
const BRAILLE = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const
const BRAILLE_START = 0x28_00
/** What lines are made of where there is only ASCII, by owner. */
const GLYPHS = '*+ox'

/** A place on a canvas in dots, from the left and from the top. */
export interface Dot {
  readonly x: number
  readonly y: number
}

/** Cells of characters, on which dots are set: 2 x 4 a cell in braille, one a cell in ASCII. Every cell has one owner: the last to set a dot in it. */
export class Canvas {
  readonly columns: number
  readonly rows: number
  /** How many dots there are across and down. */
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
