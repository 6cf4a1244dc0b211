import type { GreyPicture } from '@gradus/mnist'
import type { Sliced } from '../http/turns.ts'
import { readParts } from './chunks.ts'
import { greyOf } from './grey.ts'
import { PictureError } from './header.ts'
import { inflate } from './inflate.ts'
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
): Sliced<GreyPicture & { readonly data: Uint8Array }> {
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
