import { deflateSync } from 'node:zlib'
import { encode } from 'jpeg-js'
import { bytes16, pngFile } from '../png/png-file.ts'
import type { Disturbed } from './sheet.ts'

/** The picture as a file: JPEG if it has a quality, else PNG. */
export function fileOf(picture: Disturbed): Uint8Array {
  const { width, height, channels, samples, quality } = picture
  if (quality !== undefined) {
    return Uint8Array.from(encode({ width, height, data: rgbaOf(picture) }, quality).data)
  }
  const stride = channels * width
  const rows = new Uint8Array((stride + 1) * height)
  for (let y = 0; y < height; y++)
    rows.set(samples.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1)
  const header = Uint8Array.of(...bytes16(0, width, 0, height), 8, channels === 4 ? 6 : 0, 0, 0, 0)
  return pngFile([
    ['IHDR', header],
    ['IDAT', deflateSync(rows, { level: 1 })],
    ['IEND', new Uint8Array(0)],
  ])
}

function rgbaOf({ channels, samples }: Disturbed): Uint8Array {
  if (channels === 4) return samples
  const rgba = new Uint8Array(4 * samples.length)
  samples.forEach((grey, i) => {
    rgba.fill(grey, 4 * i, 4 * i + 3)
    rgba[4 * i + 3] = 255
  })
  return rgba
}
