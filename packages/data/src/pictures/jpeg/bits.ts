import { damaged } from './header.ts'
import { type HuffmanTable, LOOKED_UP } from './tables.ts'

/** Reads the bits of a scan, from its start to the next marker (F.2.2.5 of ITU-T T.81). */
export class BitReader {
  readonly #bytes: Uint8Array
  /** Place of the next byte: at a marker, or before it. */
  at: number
  #bits = 0
  #count = 0
  /** Bits that stand after those of the file, in place of what is missing. */
  #added = 0

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.at = at
  }

  /** Takes bytes until there are more than 24 bits. */
  #fill(): void {
    while (this.#count <= 24) {
      const byte = this.#bytes[this.at]
      const isMarker = byte === 0xff && this.#bytes[this.at + 1] !== 0
      if (this.at >= this.#bytes.length || isMarker) {
        this.#bits <<= 8
        this.#added += 8
      } else {
        this.#bits = (this.#bits << 8) | byte
        this.at += byte === 0xff ? 2 : 1
      }
      this.#count += 8
    }
  }

  #drop(count: number): void {
    this.#count -= count
    if (this.#count < this.#added) throw damaged('is cut short', 'a whole file, with all of its pixels')
  }

  /** The value of the next code. @throws PictureError if there is none */
  code({ short, ends, offsets, values }: HuffmanTable): number {
    if (this.#count < 16) this.#fill()
    const entry = short[(this.#bits >>> (this.#count - LOOKED_UP)) & (2 ** LOOKED_UP - 1)]
    if (entry > 0) {
      this.#drop(entry >> 8)
      return entry & 255
    }
    for (let length = LOOKED_UP + 1; length <= 16; length++) {
      const code = (this.#bits >>> (this.#count - length)) & (2 ** length - 1)
      if (code >= ends[length]) continue
      this.#drop(length)
      return values[offsets[length] + code]
    }
    throw damaged('has pixels with an unknown code', 'codes of its Huffman tables')
  }

  /** The next bits, 0 .. 15 of them, as a number. @throws PictureError if there are fewer */
  bits(count: number): number {
    if (this.#count < count) this.#fill()
    const value = (this.#bits >>> (this.#count - count)) & (2 ** count - 1)
    this.#drop(count)
    return value
  }

  /** The next bits as a number with a sign (F.2.2.1): those that begin with 0 are negative. */
  signed(count: number): number {
    if (count === 0) return 0
    const value = this.bits(count)
    return value < 2 ** (count - 1) ? value - 2 ** count + 1 : value
  }

  /** Goes on after the restart marker of that number, 0 .. 7. @throws PictureError if there is another byte */
  restart(number: number): void {
    while (this.#bytes[this.at] === 0xff && this.#bytes[this.at + 1] === 0xff) this.at++
    if (this.#bytes[this.at] !== 0xff || this.#bytes[this.at + 1] !== 0xd0 + number) {
      throw damaged('has pixels without their restart marker', 'the markers, in their order')
    }
    this.at += 2
    this.#bits = 0
    this.#count = 0
    this.#added = 0
  }
}
