import { deflateSync } from 'node:zlib'
import { pngFile } from '../../src/png/testing/png-file.ts'
import { tinyBlocks } from '../../src/png/testing/tiny-blocks.ts'

const SIDE = 2048

/**
 * A PNG of 92 x 92 pixels and 257 KB: each byte of its pixels is a deflate block of its own, with the longest
 * codes.
 */
export function pictureOfTinyBlocks(): Uint8Array {
  const [width, height] = [92, 92]
  return picture(width, height, 8, 0, tinyBlocks(height * (1 + width)))
}

/**
 * The largest picture that the decoder takes, of zeros: 2048 x 2048, interlaced, red, green, blue and alpha.
 */
export function largestPicture(depth: 8 | 16): Uint8Array {
  // Each row of each Adam7 pass has a filter byte.
  const rows = [8, 8, 8, 4, 4, 2, 2].reduce((sum, down) => sum + SIDE / down, 0)
  return picture(SIDE, SIDE, depth, 6, deflateSync(new Uint8Array((SIDE * SIDE * 4 * depth) / 8 + rows)))
}

function picture(width: number, height: number, depth: number, colourType: number, pixels: Uint8Array) {
  const header = new DataView(new ArrayBuffer(13))
  header.setUint32(0, width)
  header.setUint32(4, height)
  header.setUint8(8, depth)
  header.setUint8(9, colourType)
  header.setUint8(12, colourType === 6 ? 1 : 0)
  return pngFile([
    ['IHDR', new Uint8Array(header.buffer)],
    ['IDAT', pixels],
    ['IEND', new Uint8Array(0)],
  ])
}
