import { Z_DATA_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit } from 'pako'
import type { DecodedPicture, Sliced } from '../picture.ts'
import { readParts } from './chunks.ts'
import { greyOf } from './grey.ts'
import { damaged, PictureError } from './header.ts'
import { Scanlines } from './scanlines.ts'

/**
 * Upper bound on the bytes of pixels and filters: 2048 x 2048 pixels of 4 bytes, and a byte for each
 * interlaced row.
 */
const MAX_PIXEL_BYTES = 2 ** 24 + 2 ** 12

/**
 * A PNG picture of any form as grey values (luminance) of 0 .. 255, its transparent parts white. Colour
 * profiles, gamma, orientation and bytes after the end chunk are ignored. Memory holds the grey picture, one
 * copy of the file and a few rows, never the whole inflated data.
 *
 * @param allot is called with the size of the grey picture, in bytes, before memory is taken; may throw
 * @throws PictureError if it is no PNG, damaged, larger than MAX_SIDE or than MAX_PIXEL_BYTES
 */
export function* decodePng(
  bytes: Uint8Array,
  allot: (bytes: number) => void = () => {},
): Sliced<DecodedPicture> {
  const parts = readParts(bytes)
  const { width, height, channels, depth } = parts.header
  const grey = greyOf(parts)
  const samples = new Uint16Array(width * channels)
  const lines = new Scanlines(parts.header, (pass, y, row) => {
    unpack(row, depth, samples.subarray(0, pass.width * channels))
    const start = (pass.top + y * pass.down) * width + pass.left
    for (let x = 0; x < pass.width; x++) data[start + x * pass.across] = grey(samples, x * channels)
  })
  if (lines.size > MAX_PIXEL_BYTES) throw tooManyBytes()
  allot(width * height)
  const data = new Uint8Array(width * height)
  yield* inflate(parts.compressed, lines.size, part => lines.push(part))
  return { width, height, data }
}

function tooManyBytes(): PictureError {
  const detail = `expected at most ${MAX_PIXEL_BYTES}, as 2048 x 2048 pixels of 4 bytes have. Scale it down.`
  return new PictureError(`The PNG has too many bytes of pixels: ${detail}`)
}

/**
 * Unpacks samples from the bytes of a row: the leftmost in the high bits, or two bytes each, high byte first
 * (https://www.w3.org/TR/png-3/#7Scanline). It fills `samples`.
 */
function unpack(row: Uint8Array, depth: number, samples: Uint16Array): void {
  if (depth === 8) samples.set(row)
  else if (depth === 16) {
    for (let i = 0; i < samples.length; i++) samples[i] = 256 * (row[2 * i] ?? 0) + (row[2 * i + 1] ?? 0)
  } else {
    const mask = 2 ** depth - 1
    for (let i = 0; i < samples.length; i++) {
      const bit = i * depth
      samples[i] = ((row[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & mask
    }
  }
}

/** Bytes fed at a time, and bytes of output that may follow before the next feed. */
const FED = 2048
const ROOM = 2 ** 16
/**
 * Work for each byte fed, besides the work for each byte of output: a byte may open a block with its own
 * tables.
 */
const FED_WORK = 50

/**
 * Inflates a zlib stream of exactly `size` bytes, and passes on each piece, which the next one overwrites. It
 * stops soon after `size` bytes. Time is in proportion to input and output: zlib's tables for a block are
 * small.
 *
 * @throws PictureError if the stream is damaged, or holds more or fewer bytes
 */
function* inflate(compressed: Uint8Array, size: number, take: (bytes: Uint8Array) => void): Sliced<void> {
  const stream = new ZStream()
  zlibInflateInit(stream)
  stream.input = compressed
  stream.output = new Uint8Array(ROOM)
  let received = 0
  let outcome: number = Z_OK
  while (outcome !== Z_STREAM_END) {
    const fed = Math.min(FED, compressed.length - stream.next_in)
    stream.avail_in = fed
    stream.next_out = 0
    stream.avail_out = ROOM
    outcome = zlibInflate(stream, Z_NO_FLUSH)
    received += stream.next_out
    if (received > size) throw damaged('has more pixels than its header says', 'no more')
    take(stream.output.subarray(0, stream.next_out))
    if (outcome !== Z_OK && outcome !== Z_STREAM_END) throw failure(outcome, stream.msg)
    yield stream.next_out + FED_WORK * (fed - stream.avail_in)
  }
  if (received < size) throw damaged('has fewer pixels than its header says', 'all of them')
  if (stream.next_in < compressed.length) throw damaged('has more bytes after its pixels', 'none')
}

/** The reason why zlib stopped: wrong bytes, or too few. */
function failure(outcome: number, message: string): PictureError {
  if (outcome === Z_DATA_ERROR && message === 'incorrect data check') {
    return damaged('has pixels with a wrong checksum', 'that of its pixels')
  }
  const cause = new Error(message || `zlib: ${outcome}`)
  return damaged('has pixels that cannot be inflated', 'a whole zlib stream', { cause })
}
