import { decodeJpeg } from './jpeg/decoder.ts'
import { type DecodedPicture, type DecodeLimits, PictureError, type Sliced } from './picture.ts'
import { decodePng } from './png/decoder.ts'

/** Pixels of a side at the most, if nobody says. */
const MAX_SIDE = 2048

/**
 * A picture as grey values (luminance) of 0 .. 255, upright as its Exif data say: PNG of any form, its transparent
 * parts white, or JPEG; with values `ink` besides, where opacity or colour shows ink that those hide. It is the only way
 * from a file to pixels, and computes the same on every runtime.
 *
 * @param bytes the whole file.
 * @throws PictureError if it is no such picture, damaged, or of more than `maxSide` pixels (2048) a side
 */
export function* decodePicture(
  bytes: Uint8Array,
  { allot = () => {}, maxSide = MAX_SIDE }: Partial<DecodeLimits> = {},
): Sliced<DecodedPicture> {
  const limits = { allot, maxSide }
  if (startsWith(bytes, JPEG)) return yield* decodeJpeg(bytes, limits)
  if (startsWith(bytes, PNG)) return yield* decodePng(bytes, limits)
  throw new PictureError(
    'The picture is neither PNG nor JPEG: expected the first bytes of either. Save it as PNG.',
  )
}

/** First bytes of the formats. */
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const JPEG = [0xff, 0xd8, 0xff]

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte)
}
