import { damaged, type Header, PictureError, parseHeader } from './header.ts'

/** The parts of a PNG file that make its pixels. */
export interface PngParts {
  readonly header: Header
  /** Red, green and blue of each colour. */
  readonly palette: Uint8Array | undefined
  /** The bytes of the tRNS chunk. */
  readonly transparency: Uint8Array | undefined
  /** A zlib stream: the IDAT chunks, joined. */
  readonly compressed: Uint8Array
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** Length, type and checksum of a chunk: https://www.w3.org/TR/png-3/#5Chunk-layout. */
const FRAME = 12
/** The bit of a chunk's type that is set if it may be left out: lower case of its first letter. */
const ANCILLARY = 0x20

/**
 * Walks the chunks of a PNG file to its end chunk, and checks their checksums, order and number. Chunks
 * without pixels are skipped. Time and memory are in proportion to the file, however many chunks there are.
 *
 * @throws PictureError for chunks that break the rules of PNG
 */
export function readParts(bytes: Uint8Array): PngParts {
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) {
    throw new PictureError('The picture is no PNG: expected the signature of PNG. Save it as PNG.')
  }
  const parts = new PartsReader(bytes.length)
  let start = SIGNATURE.length
  while (!parts.ended) start = readChunk(bytes, start, parts)
  return parts.finish()
}

/** Reads the chunk at `start`, and returns where the next one starts. */
function readChunk(bytes: Uint8Array, start: number, parts: PartsReader): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const room = bytes.length - start - FRAME
  const length = room >= 0 ? view.getUint32(start) : 0
  if (room < length) throw damaged('is cut short', 'a whole file, with its IEND chunk')
  const end = start + 8 + length
  if (view.getUint32(end) !== crc32(bytes, start + 4, end)) {
    throw damaged('has a chunk with a wrong checksum', 'the checksum of its bytes')
  }
  parts.add(view.getUint32(start + 4), bytes.subarray(start + 8, end))
  return end + 4
}

/** A chunk's type as the number that its four letters are. */
const typeOf = (letters: string): number =>
  [...letters].reduce((type, letter) => type * 256 + letter.charCodeAt(0), 0)

const IHDR = typeOf('IHDR')
const PLTE = typeOf('PLTE')
const TRNS = typeOf('tRNS')
const IDAT = typeOf('IDAT')
const IEND = typeOf('IEND')

/** Gathers the parts from the chunks, in the order of the file. */
class PartsReader {
  ended = false
  #header: Header | undefined
  #palette: Uint8Array | undefined
  #transparency: Uint8Array | undefined
  readonly #compressed: Uint8Array
  #compressedLength = 0
  #last = 0
  #hasPixels = false

  /** @param size bytes of the file. */
  constructor(size: number) {
    this.#compressed = new Uint8Array(size)
  }

  add(type: number, content: Uint8Array): void {
    if ((type === IHDR) !== (this.#header === undefined)) {
      throw damaged('does not begin with its only header', 'one IHDR chunk, as the first')
    }
    if (type === IHDR) this.#header = this.#readHeader(content)
    else if (type === PLTE) this.#addPalette(content)
    else if (type === TRNS) this.#addTransparency(content)
    else if (type === IDAT) this.#addPixels(content)
    else if (type === IEND) this.ended = true
    else if (!((type >>> 24) & ANCILLARY)) {
      throw damaged('has a chunk that is needed and unknown', 'no other than those of PNG')
    }
    this.#last = type
  }

  finish(): PngParts {
    if (!this.#header || !this.#hasPixels) throw damaged('has no pixels', 'an IDAT chunk')
    return {
      header: this.#header,
      palette: this.#palette,
      transparency: this.#transparency,
      compressed: this.#compressed.subarray(0, this.#compressedLength),
    }
  }

  #readHeader(content: Uint8Array): Header {
    if (content.length === 13) return parseHeader(content)
    throw damaged('has a header of another length', '13 bytes')
  }

  #addPalette(content: Uint8Array): void {
    if (this.#palette || this.#transparency || this.#hasPixels) throw misplaced('PLTE')
    this.#palette = content
  }

  #addTransparency(content: Uint8Array): void {
    if (this.#transparency || this.#hasPixels) throw misplaced('tRNS')
    this.#transparency = content
  }

  #addPixels(content: Uint8Array): void {
    if (this.#hasPixels && this.#last !== IDAT) {
      throw damaged('has other chunks between its pixels', 'IDAT chunks that follow one another')
    }
    this.#hasPixels = true
    this.#compressed.set(content, this.#compressedLength)
    this.#compressedLength += content.length
  }
}

function misplaced(name: 'PLTE' | 'tRNS'): PictureError {
  return damaged(`has a second ${name} chunk, or a late one`, 'one at the most, in the order of PNG')
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
