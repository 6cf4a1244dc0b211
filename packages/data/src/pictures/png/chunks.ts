import type { PictureError } from '../picture.ts'
import { damaged, type Header, parseHeader } from './header.ts'

/** The parts of a PNG file that make its pixels. */
export interface PngParts {
  readonly header: Header
  /** Red, green and blue of each colour. */
  readonly palette: Uint8Array | undefined
  /** The bytes of the tRNS chunk. */
  readonly transparency: Uint8Array | undefined
  /** The bytes of the eXIf chunk. */
  readonly exif: Uint8Array | undefined
  /** A zlib stream: the IDAT chunks, joined. */
  readonly compressed: Uint8Array
}

/** Bytes of the signature, which comes first. */
const SIGNATURE = 8
/** Length, type and checksum of a chunk: https://www.w3.org/TR/png-3/#5Chunk-layout. */
const FRAME = 12
/** The bit of a chunk's type that is set if it may be left out: lower case of its first letter. */
const ANCILLARY = 0x20

/**
 * Walks the chunks of a PNG file, and checks the checksums, order and number of those that make its pixels: header,
 * palette, transparency, and the first IDAT chunks that follow one another. Others may be broken, or missing, as its
 * end, or follow the pixels as they like: libpng and browsers pass over them too. Time and memory are in proportion
 * to the file, however many chunks there are.
 *
 * @throws PictureError for chunks that break the rules of PNG
 */
export function readParts(bytes: Uint8Array): PngParts {
  const parts = new PartsReader(bytes.length)
  let start = SIGNATURE
  while (!parts.ended) start = readChunk(bytes, start, parts)
  return parts.finish()
}

/** Reads the chunk at `start`, and returns where the next one starts. */
function readChunk(bytes: Uint8Array, start: number, parts: PartsReader): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const rest = bytes.length - start
  const type = rest < 8 ? 0 : view.getUint32(start + 4)
  const length = rest < 8 ? 0 : view.getUint32(start)
  if (rest < FRAME + length) {
    parts.cut(type)
    return bytes.length
  }
  const end = start + 8 + length
  if (parts.needs(type) && view.getUint32(end) !== crc32(bytes, start + 4, end)) {
    if (type !== EXIF) throw damaged('has a chunk with a wrong checksum', 'the checksum of its bytes')
  } else parts.add(type, bytes.subarray(start + 8, end))
  return end + 4
}

/** A chunk's type as the number that its four letters are. */
const typeOf = (letters: string): number =>
  [...letters].reduce((type, letter) => type * 256 + letter.charCodeAt(0), 0)

const IHDR = typeOf('IHDR')
const PLTE = typeOf('PLTE')
const TRNS = typeOf('tRNS')
const EXIF = typeOf('eXIf')
const IDAT = typeOf('IDAT')
const IEND = typeOf('IEND')

function isCritical(type: number): boolean {
  return !((type >>> 24) & ANCILLARY)
}

/** Gathers the parts from the chunks, in the order of the file. */
class PartsReader {
  ended = false
  #header: Header | undefined
  #palette: Uint8Array | undefined
  #transparency: Uint8Array | undefined
  #exif: Uint8Array | undefined
  readonly #compressed: Uint8Array
  #compressedLength = 0
  #hasPixels = false
  /** Whether another chunk has followed the pixels. */
  #hasAllPixels = false

  /** @param size bytes of the file. */
  constructor(size: number) {
    this.#compressed = new Uint8Array(size)
  }

  /** Whether a chunk of this type has to be whole, to be of any use. */
  needs(type: number): boolean {
    if (type === EXIF) return true
    if (this.#hasPixels) return type === IDAT && !this.#hasAllPixels
    return isCritical(type) || type === TRNS
  }

  add(type: number, content: Uint8Array): void {
    if (type === IEND) this.ended = true
    else if (type === EXIF) this.#exif ??= content
    else if (this.#hasPixels && type !== IDAT) this.#hasAllPixels = true
    else if (!this.#hasAllPixels) this.#addNeeded(type, content)
  }

  #addNeeded(type: number, content: Uint8Array): void {
    if ((type === IHDR) !== (this.#header === undefined)) {
      throw damaged('does not begin with its only header', 'one IHDR chunk, as the first')
    }
    if (type === IHDR) this.#header = this.#readHeader(content)
    else if (type === PLTE) this.#addPalette(content)
    else if (type === TRNS) this.#addTransparency(content)
    else if (type === IDAT) this.#addPixels(content)
    else if (isCritical(type)) {
      throw damaged('has a chunk that is needed and unknown', 'no other than those of PNG')
    }
  }

  /** Ends the file with a chunk that is cut short. @throws PictureError if it may have held pixels */
  cut(type: number): void {
    if (!this.#hasPixels || (type === IDAT && !this.#hasAllPixels)) {
      throw damaged('is cut short', 'a whole file, with its IEND chunk')
    }
    this.ended = true
  }

  finish(): PngParts {
    if (!this.#header || !this.#hasPixels) throw damaged('has no pixels', 'an IDAT chunk')
    return {
      header: this.#header,
      palette: this.#palette,
      transparency: this.#transparency,
      exif: this.#exif,
      compressed: this.#compressed.subarray(0, this.#compressedLength),
    }
  }

  #readHeader(content: Uint8Array): Header {
    if (content.length === 13) return parseHeader(content)
    throw damaged('has a header of another length', '13 bytes')
  }

  #addPalette(content: Uint8Array): void {
    if (this.#palette || this.#transparency) throw misplaced('PLTE')
    this.#palette = content
  }

  #addTransparency(content: Uint8Array): void {
    if (this.#transparency) throw misplaced('tRNS')
    this.#transparency = content
  }

  #addPixels(content: Uint8Array): void {
    this.#hasPixels = true
    this.#compressed.set(content, this.#compressedLength)
    this.#compressedLength += content.length
  }
}

function misplaced(name: 'PLTE' | 'tRNS'): PictureError {
  return damaged(
    `has a second ${name} chunk, or one in the wrong place`,
    'one at the most, in the order of PNG',
  )
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0)
  return remainder
})

/** The CRC-32 of bytes[from .. to - 1]: https://www.w3.org/TR/png-3/#5CRC-algorithm. */
function crc32(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0xffffffff
  for (let i = from; i < to; i++) {
    crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
