import type { DecodedPicture, DecodeLimits, Sliced } from './picture.ts'
import { decodePng } from './png/decoder.ts'

/** Pixels of a side at the most, if nobody says. */
const MAX_SIDE = 2048

/**
 * A picture as grey values (luminance) of 0 .. 255, upright as its Exif data say: PNG of any form, its transparent
 * parts white. It is the only way from a file to pixels, and computes the same on every runtime.
 *
 * @param bytes the whole file.
 * @throws PictureError if it is no such picture, damaged, or of more than `maxSide` pixels (2048) a side
 */
export function* decodePicture(
  bytes: Uint8Array,
  { allot = () => {}, maxSide = MAX_SIDE }: Partial<DecodeLimits> = {},
): Sliced<DecodedPicture> {
  return yield* decodePng(bytes, { allot, maxSide })
}
