import { damaged } from './header.ts'

/** Places in a block, row by row, of its coefficients in the order of the file (figure A.6 of ITU-T T.81). */
export const ZIGZAG = Uint8Array.of(
  ...[0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48],
  ...[41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23],
  ...[30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63],
)

/** Bits that a code is looked up by at once. */
export const LOOKED_UP = 8

/** Codes of up to 16 bits, each for a byte. */
export interface HuffmanTable {
  /** Length * 256 + value, by the next 8 bits; 0 for longer codes. */
  readonly short: Uint16Array
  /** By length: the number after the last code, and the place of the value of code 0. */
  readonly ends: readonly number[]
  readonly offsets: readonly number[]
  readonly values: Uint8Array
}

/** A table from the number of codes of each length 1 .. 16, and their values (C.2). @throws PictureError */
function huffmanTable(counts: Uint8Array, values: Uint8Array): HuffmanTable {
  const short = new Uint16Array(2 ** LOOKED_UP)
  const [ends, offsets] = [[0], [0]]
  let [code, place] = [0, 0]
  for (const [i, count] of counts.entries()) {
    const length = i + 1
    code *= 2
    offsets.push(place - code)
    for (let k = 0; k < count && length <= LOOKED_UP; k++) {
      const first = (code + k) << (LOOKED_UP - length)
      short.fill(256 * length + values[place + k], first, first + 2 ** (LOOKED_UP - length))
    }
    code += count
    place += count
    if (code > 2 ** length) throw damaged('has more codes than their lengths allow', 'codes that differ')
    ends.push(code)
  }
  return { short, ends, offsets, values }
}

/** The tables that the next scan uses, by their numbers 0 .. 3. */
export class Tables {
  readonly #quantisation: (Uint16Array | undefined)[] = []
  /** DC tables at 0 .. 3, AC tables at 16 .. 19. */
  readonly #huffman: (HuffmanTable | undefined)[] = []

  /** Reads a DQT segment (B.2.4.1): the steps of the coefficients, row by row. @throws PictureError */
  addQuantisation(content: Uint8Array): void {
    let rest = content
    while (rest.length > 0) {
      const [form] = rest
      const bytes = form >> 4 === 0 ? 1 : 2
      if (rest.length < 1 + 64 * bytes || form >> 4 > 1 || (form & 15) > 3) throw badTable()
      const steps = new Uint16Array(64)
      for (let k = 0; k < 64; k++) {
        steps[ZIGZAG[k]] = bytes === 1 ? rest[1 + k] : 256 * rest[1 + 2 * k] + rest[2 + 2 * k]
      }
      this.#quantisation[form & 15] = steps
      rest = rest.subarray(1 + 64 * bytes)
    }
  }

  /** Reads a DHT segment (B.2.4.2). @throws PictureError */
  addHuffman(content: Uint8Array): void {
    let rest = content
    while (rest.length > 0) {
      const counts = rest.subarray(1, 17)
      const size = counts.reduce((sum, count) => sum + count, 0)
      const [form] = rest
      if (counts.length < 16 || size > 256 || rest.length < 17 + size || (form & 0xec) !== 0) throw badTable()
      this.#huffman[form] = huffmanTable(counts, rest.slice(17, 17 + size))
      rest = rest.subarray(17 + size)
    }
  }

  /** @throws PictureError if there is no such table */
  quantisation(number: number): Uint16Array {
    const table = this.#quantisation[number]
    if (table) return table
    throw damaged('has no quantisation table for a colour', 'a table before its pixels')
  }

  /** @param kind 0 for DC, 16 for AC. @throws PictureError if there is no such table */
  huffman(kind: 0 | 16, number: number): HuffmanTable {
    const table = this.#huffman[kind + number]
    if (table) return table
    throw damaged('has no Huffman table for a colour', 'a table before its pixels')
  }
}

function badTable(): Error {
  return damaged('has a table of another length or number', 'a whole one, with a number of 0 .. 3')
}
