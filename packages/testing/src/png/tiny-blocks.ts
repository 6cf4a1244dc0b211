import { deflateSync } from 'node:zlib'

/** The order of the code length codes in a block: RFC 1951, 3.2.7. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

/**
 * A zlib stream of `count` zeros, each in its own deflate block (30 bytes) with codes of the greatest
 * lengths: 1 .. 15 bits. A decoder that builds tables of all 15 bits for each block does a thousand times
 * more work than it has bytes.
 */
export function tinyBlocks(count: number): Uint8Array {
  const bits = new Bits()
  for (let i = 1; i <= count; i++) putBlock(bits, i === count)
  const checksum = deflateSync(new Uint8Array(count)).subarray(-4)
  return Uint8Array.from([0x78, 0x9c, ...bits.bytes, ...checksum])
}

function putBlock(bits: Bits, isLast: boolean): void {
  bits.put(Number(isLast), 1)
  // Dynamic codes: 257 of literals, 16 of distances, and all 19 of code lengths.
  bits.put(2, 2)
  bits.put(0, 5)
  bits.put(15, 5)
  bits.put(15, 4)
  for (const length of ORDER) bits.put((length >= 1 && length <= 15) || length === 18 ? 4 : 0, 3)
  for (let length = 1; length <= 15; length++) putLength(bits, length)
  putZeros(bits, 138)
  putZeros(bits, 103)
  putLength(bits, 15)
  for (let length = 1; length <= 15; length++) putLength(bits, length)
  putLength(bits, 15)
  // The literal 0, of one bit, and the end of the block, of fifteen.
  bits.put(0, 1)
  bits.put(0x7fff, 15)
}

function putLength(bits: Bits, length: number): void {
  bits.putCode(length - 1, 4)
}

function putZeros(bits: Bits, count: number): void {
  bits.putCode(15, 4)
  bits.put(count - 11, 7)
}

/** Bits as deflate packs them: from the lowest of each byte on. */
class Bits {
  readonly bytes: number[] = []
  #free = 0

  put(value: number, count: number): void {
    for (let i = 0; i < count; i++) this.#putBit((value >> i) & 1)
  }

  /** Writes a code, its highest bit first. */
  putCode(code: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) this.#putBit((code >> i) & 1)
  }

  #putBit(bit: number): void {
    if (this.#free === 0) {
      this.bytes.push(0)
      this.#free = 8
    }
    const last = this.bytes.length - 1
    this.bytes[last] = (this.bytes[last] ?? 0) | (bit << (8 - this.#free))
    this.#free--
  }
}
