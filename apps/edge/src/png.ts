import type { GreyPicture } from '@gradus/mnist'
import { atOnce } from './http/work.ts'
import { decodePng } from './png/decoder.ts'

export { PictureError } from './png/header.ts'

/**
 * A PNG picture as grey values (luminance) of 0 .. 255, its transparent parts white, as the server reads it: in
 * plain TypeScript, of at most 2048 pixels a side.
 * @throws PictureError if it is no PNG, damaged or too large
 */
export function readPng(bytes: Uint8Array): GreyPicture {
  return atOnce(decodePng(bytes))
}
