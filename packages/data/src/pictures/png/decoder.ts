import { Z_DATA_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit } from 'pako'
import { CellSums } from '../colour/cells.ts'
import { hiddenInkOf } from '../colour/hidden-ink.ts'
import { orientationOf, type Upright, uprightOf } from '../orientation.ts'
import { checkSides, type DecodedPicture, type DecodeLimits, PictureError, type Sliced } from '../picture.ts'
import { type PngParts, readParts } from './chunks.ts'
import { coloursOf } from './colours.ts'
import { greyOf } from './grey.ts'
import { damaged } from './header.ts'
import { Scanlines } from './scanlines.ts'

/**
 * A PNG picture of any form as grey values (luminance) of 0 .. 255, its transparent parts white, upright as its Exif
 * data say; and where they hide the ink, with values that show it. Colour profiles and gamma are ignored. Memory holds
 * the grey picture, one copy of the file and a few rows, never the whole inflated data; these are inflated again for
 * hidden ink.
 *
 * @throws PictureError if it is no PNG, damaged, or larger than the limits
 */
export function* decodePng(bytes: Uint8Array, limits: DecodeLimits): Sliced<DecodedPicture> {
  const parts = readParts(bytes)
  const { width, height, channels } = parts.header
  checkSides('PNG', width, height, limits)
  const grey = greyOf(parts)
  const fill = coloursOf(parts)
  const upright = uprightOf(parts.exif ? orientationOf(parts.exif) : 1, width, height)
  const line = new Uint8ClampedArray(fill ? 4 * width : 0)
  const cells = new CellSums(fill ? width : 0, fill ? height : 0)
  const lines = scanlines(parts, upright, (samples, { width: count, y, left, across, first, step }) => {
    for (let x = 0; x < count; x++) data[first + x * step] = grey(samples, x * channels)
    if (!fill || !cells.takes(y)) return
    fill(samples, count, line)
    cells.addRow(line, count, y, left, across)
  })
  checkBytes(lines.size, limits)
  limits.allot(width * height)
  const data = new Uint8Array(width * height)
  yield* inflate(parts.compressed, lines)
  const picture = { width: upright.width, height: upright.height, data }
  const inkOf = fill && hiddenInkOf(cells)
  if (!inkOf) return picture
  limits.allot(width * height)
  const ink = new Uint8Array(width * height)
  const again = scanlines(parts, upright, (samples, { width: count, first, step }) => {
    fill(samples, count, line)
    for (let x = 0; x < count; x++) ink[first + x * step] = inkOf(line, 4 * x)
  })
  yield* inflate(parts.compressed, again)
  return { ...picture, ink }
}

/** Pixels of a row of samples, by their places. */
interface Row {
  readonly width: number
  /** Its first column, the step to the next, and its row, in the stored picture. */
  readonly left: number
  readonly across: number
  readonly y: number
  /** The place of its first pixel, and the step to the next, in the upright picture. */
  readonly first: number
  readonly step: number
}

/** The rows of a picture, each unpacked into samples that the next one overwrites. */
function scanlines(
  { header }: PngParts,
  { start, across, down }: Upright,
  take: (samples: Uint16Array, row: Row) => void,
): Scanlines {
  const { width, channels, depth } = header
  const samples = new Uint16Array(width * channels)
  return new Scanlines(header, (pass, row, bytes) => {
    unpack(bytes, depth, samples.subarray(0, pass.width * channels))
    const y = pass.top + row * pass.down
    const first = start + pass.left * across + y * down
    take(samples, {
      width: pass.width,
      left: pass.left,
      across: pass.across,
      y,
      first,
      step: pass.across * across,
    })
  })
}

/** @throws PictureError for more bytes than the largest picture of 4 bytes a pixel, a byte each interlaced row */
function checkBytes(bytes: number, { maxSide }: DecodeLimits): void {
  const most = 4 * maxSide ** 2 + 2 * maxSide
  if (bytes <= most) return
  const detail = `expected at most ${most}, as ${maxSide} x ${maxSide} pixels of 4 bytes have. Scale it down.`
  throw new PictureError(`The PNG has too many bytes of pixels: ${detail}`)
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
 * Inflates the zlib stream of a picture's rows. It stops soon after all of their bytes, and passes over what follows
 * them. Time is in proportion to input and output: zlib's tables for a block
 * are small.
 *
 * @throws PictureError if the stream is damaged, or holds fewer bytes
 */
function* inflate(compressed: Uint8Array, lines: Scanlines): Sliced<void> {
  const { size } = lines
  const stream = new ZStream()
  zlibInflateInit(stream)
  stream.input = compressed
  stream.output = new Uint8Array(Math.min(ROOM, size + 1))
  let received = 0
  let outcome: number = Z_OK
  while (outcome !== Z_STREAM_END) {
    const fed = Math.min(FED, compressed.length - stream.next_in)
    stream.avail_in = fed
    stream.next_out = 0
    stream.avail_out = stream.output.length
    outcome = zlibInflate(stream, Z_NO_FLUSH)
    received += stream.next_out
    lines.push(stream.output.subarray(0, stream.next_out))
    if (received > size) return
    if (outcome !== Z_OK && outcome !== Z_STREAM_END) throw failure(outcome, stream.msg)
    yield stream.next_out + FED_WORK * (fed - stream.avail_in)
  }
  if (received < size) throw damaged('has fewer pixels than its header says', 'all of them')
}

/** The reason why zlib stopped: wrong bytes, or too few. */
function failure(outcome: number, message: string): PictureError {
  if (outcome === Z_DATA_ERROR && message === 'incorrect data check') {
    return damaged('has pixels with a wrong checksum', 'that of its pixels')
  }
  const cause = new Error(message || `zlib: ${outcome}`)
  return damaged('has pixels that cannot be inflated', 'a whole zlib stream', { cause })
}
