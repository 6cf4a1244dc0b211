import type { GreyPicture } from '@gradus/mnist'
import { readParts } from './chunks.ts'
import { greyOf } from './grey-of.ts'
import { inflate } from './inflate.ts'
import { Scanlines } from './scanlines.ts'
import { unpack } from './unpack.ts'

/**
 * A PNG picture of any form as grey values (luminance) of 0 .. 255, its transparent parts white. Colour profiles, gamma and
 * orientation are ignored, as is what follows the end of the file. Takes memory for the grey picture, one copy of the file and a
 * few rows, never for all that the file inflates to.
 *
 * @throws PictureError if it is no PNG, damaged, or larger than MAX_SIDE
 */
export function decodePng(bytes: Uint8Array): GreyPicture & { readonly data: Uint8Array } {
  const parts = readParts(bytes)
  const { width, height, channels, depth } = parts.header
  const grey = greyOf(parts)
  const data = new Uint8Array(width * height)
  const samples = new Uint16Array(width * channels)
  const lines = new Scanlines(parts.header, (pass, y, row) => {
    unpack(row, depth, samples.subarray(0, pass.width * channels))
    const start = (pass.top + y * pass.down) * width + pass.left
    for (let x = 0; x < pass.width; x++) data[start + x * pass.across] = grey(samples, x * channels)
  })
  inflate(parts.compressed, lines.size, part => lines.push(part))
  return { width, height, data }
}
