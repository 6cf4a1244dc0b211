import { deflateSync } from 'node:zlib'
import type { GreyPicture } from '@gradus/data'
import { loadTestData } from '@gradus/mnist/node'
import { withRightChecksums } from '@gradus/testing/mutations'
import sharp, { type Sharp } from 'sharp'

/** A grey picture with a byte a pixel. */
export interface Drawing extends GreyPicture {
  readonly data: Uint8Array
}

/** A picture whose pixel (x, y) has this grey value. */
export function draw(width: number, height: number, grey: (x: number, y: number) => number): Drawing {
  const data = Uint8Array.from({ length: width * height }, (_, p) => grey(p % width, Math.floor(p / width)))
  return { width, height, data }
}

/** Test image i of MNIST as one finds digits: dark on light, enlarged, off-centre. */
export async function paperDigit(i: number): Promise<Drawing> {
  const { pixels } = (await loadTestData()).at(i)
  const ink = (x: number, y: number): number => {
    const [column, row] = [Math.floor(x / 4) - 5, Math.floor(y / 4) - 2]
    return column >= 0 && column < 28 && row >= 0 && row < 28 ? (pixels[row * 28 + column] ?? 0) : 0
  }
  return draw(160, 128, (x, y) => 240 - Math.floor(0.8 * ink(x, y)))
}

/** A grey picture for sharp. */
export function sharpOf({ width, height, data }: Drawing): Sharp {
  return sharp(data, { raw: { width, height, channels: 1 } })
}

/** A picture with its grey values in all three colours, for sharp. */
function colouredOf({ width, height, data }: Drawing): Sharp {
  const rgb = Uint8Array.from({ length: 3 * data.length }, (_, i) => data[Math.floor(i / 3)] ?? 0)
  return sharp(rgb, { raw: { width, height, channels: 3 } })
}

/** A picture as black ink, the more opaque the darker it is, on nothing: over white the same grey values. */
export function transparentOf({ width, height, data }: Drawing): Sharp {
  const rgba = new Uint8Array(4 * data.length)
  for (const [p, grey] of data.entries()) rgba[4 * p + 3] = 255 - grey
  return sharp(rgba, { raw: { width, height, channels: 4 } })
}

/** The same picture in forms that lose nothing, or nearly nothing: each with the bytes of its file. */
export async function losslessForms(drawing: Drawing): Promise<Readonly<Record<string, Buffer>>> {
  const grey = () => sharpOf(drawing).toColourspace('b-w')
  return {
    'grey PNG': await grey().png().toBuffer(),
    'PNG in colours': await colouredOf(drawing).png().toBuffer(),
    'interlaced PNG': await grey().png({ progressive: true }).toBuffer(),
    'PNG with a palette': await colouredOf(drawing).png({ palette: true, dither: 0 }).toBuffer(),
    'PNG of 16 bits': await sharpOf(drawing).toColourspace('grey16').png().toBuffer(),
    'PNG with alpha': await transparentOf(drawing).png().toBuffer(),
    'PNG on its side': await grey().rotate(270).withMetadata({ orientation: 6 }).png().toBuffer(),
    'PNG upside down': await grey().rotate(180).withMetadata({ orientation: 3 }).png().toBuffer(),
    'PNG as in a mirror': await grey().flop().withMetadata({ orientation: 2 }).png().toBuffer(),
  }
}

/** JPEG pictures of it, which lose a little: each with the bytes of its file. */
export async function jpegForms(drawing: Drawing): Promise<Readonly<Record<string, Buffer>>> {
  const quality = 95
  return {
    'grey JPEG': await sharpOf(drawing).jpeg({ quality }).toBuffer(),
    'JPEG in colours': await colouredOf(drawing).jpeg({ quality }).toBuffer(),
    'progressive JPEG': await colouredOf(drawing).jpeg({ quality, progressive: true }).toBuffer(),
    'JPEG in inks': await colouredOf(drawing).toColourspace('cmyk').jpeg({ quality }).toBuffer(),
    'JPEG on its side': await colouredOf(drawing)
      .rotate(270)
      .withMetadata({ orientation: 6 })
      .jpeg({ quality })
      .toBuffer(),
  }
}

/** A blank picture of any size, for sharp: few bytes in a file, many pixels. */
export function bomb(width: number, height: number): Sharp {
  const background = { r: 255, g: 255, b: 255, alpha: 0.5 }
  return sharp({ create: { width, height, channels: 4, background }, limitInputPixels: false })
}

/** Header of a PNG: https://www.w3.org/TR/png-3/#11IHDR. */
export interface PngClaim {
  readonly width: number
  readonly height: number
  /** Bits a sample. */
  readonly depth?: number
  /** 0 is grey, 2 is RGB, 4 and 6 are these with alpha. */
  readonly colourType?: number
  readonly interlaced?: boolean
}

/** A PNG that says it has so many pixels, but has only the first of them. */
export function claim({
  width,
  height,
  depth = 8,
  colourType = 2,
  interlaced = false,
}: PngClaim): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, colourType, 0, 0, Number(interlaced)], 8)
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
  const chunks = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(new Uint8Array(100_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return withRightChecksums(Buffer.concat([Buffer.from(signature), ...chunks]))
}

function chunk(type: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)])
}
