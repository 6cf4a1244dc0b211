import { atOnce, decodePicture, type GreyPicture, PictureError as PngError } from '@gradus/data'
import type { Metadata, Sharp, default as sharpLibrary } from 'sharp'
import { PictureError } from './picture-error.ts'

type SharpLibrary = typeof sharpLibrary

/** Pixels of a side at the most: the decoder has many lines in memory, however few there are. */
export const MAX_SIDE = 2 ** 13
/**
 * Bytes at the most of a picture that has to be in memory as a whole: one that is stored as ever finer
 * versions of itself.
 */
export const MAX_WHOLE_BYTES = 96 * 2 ** 20
/** A longer side is scaled down to this, in pixels: a hundred times what is wanted in the end. */
const LONGEST_SIDE = 2048
/** Characters at the most of what the decoder has to say. */
const LONGEST_REASON = 100
/** First byte of a PNG picture; that of a JPEG picture is another. */
const PNG_START = 0x89
/** Time limit, above that of any honest file. */
const SECONDS = 60

/**
 * A PNG or JPEG picture as grey values (luminance) of 0 .. 255, upright as its EXIF orientation says, its
 * transparent parts white, and scaled down where it is larger than needed: by sharp, or without it as `decodePlainly` does.
 * @throws PictureError if it is damaged, or larger than the limits, or no PNG where there is no sharp
 */
export async function decodeGrey(bytes: Uint8Array, file: string): Promise<GreyPicture> {
  let sharp: SharpLibrary
  try {
    sharp = await loadSharp()
  } catch (cause) {
    return decodePlainly(bytes, file, cause)
  }
  const metadata = await decoding(file, () => sharp(bytes, { limitInputPixels: false }).metadata())
  checkSize(metadata, file)
  const pipeline = pipelineFor(sharp, bytes)
  const { data, info } = await decoding(file, () => pipeline.toBuffer({ resolveWithObject: true }))
  return { width: info.width, height: info.height, data }
}

/** @throws whatever keeps the package from being loaded: it is optional, and has a build for each platform */
async function loadSharp(): Promise<SharpLibrary> {
  const { default: sharp } = await import('sharp')
  // One picture at a time, and none twice: threads and a cache would only cost memory.
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp
}

/**
 * The same where sharp cannot be loaded: a PNG as `gradus serve` reads it, without its orientation or colour profile.
 * @throws PictureError if it is no PNG, damaged, or of more than 2048 pixels a side
 */
export function decodePlainly(bytes: Uint8Array, file: string, cause: unknown): GreyPicture {
  if (bytes[0] !== PNG_START) {
    const problem = 'it is a JPEG picture, which the package sharp reads, and sharp cannot be loaded'
    const remedy = 'Save it as PNG, or run `npm install sharp`.'
    throw new PictureError(file, `${problem}: expected a PNG picture without it. ${remedy}`, { cause })
  }
  try {
    return atOnce(decodePicture(bytes))
  } catch (error) {
    if (error instanceof PngError) throw new PictureError(file, error.message, { cause: error })
    throw error
  }
}

function pipelineFor(sharp: SharpLibrary, bytes: Uint8Array): Sharp {
  return sharp(bytes, { limitInputPixels: MAX_SIDE ** 2, failOn: 'error' })
    .timeout({ seconds: SECONDS })
    .autoOrient()
    .flatten({ background: 'white' })
    .greyscale()
    .resize({
      ...{ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true },
      // A kernel without negative lobes: no halo around the ink that could be taken for ink.
      kernel: 'linear',
    })
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
}

/** @throws PictureError for a picture that would take too much memory */
function checkSize({ width, height, channels, depth, format, isProgressive }: Metadata, file: string): void {
  const found = `it is a picture of ${width} x ${height} pixels`
  if (Math.max(width, height) > MAX_SIDE) {
    throw new PictureError(file, `${found}: expected at most ${MAX_SIDE} a side. Scale it down.`)
  }
  const bytes = width * height * channels * (format === 'jpeg' || depth === 'ushort' ? 2 : 1)
  if (isProgressive && bytes > MAX_WHOLE_BYTES) {
    throw new PictureError(
      file,
      `${found}, progressive or interlaced, so that it takes ${bytes} bytes of memory: expected at most ${MAX_WHOLE_BYTES}. Scale it down, or save it as neither.`,
    )
  }
}

async function decoding<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const reason = String(cause instanceof Error ? cause.message : cause)
    throw new PictureError(
      file,
      `the picture cannot be decoded (${reason.replaceAll(/\s+/g, ' ').slice(0, LONGEST_REASON).trim()}): expected an undamaged PNG or JPEG. Save it again, as PNG.`,
      { cause },
    )
  }
}
