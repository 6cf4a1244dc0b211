import type { PngPicture } from '@gradus/testing/png-files'
import { decodePicture } from '../src/pictures/decoder.ts'
import { atOnce } from '../src/pictures/picture.ts'

/** The grey value of pixel (x, y) by the definition, in exact integers. */
export function expectedGrey(picture: PngPicture, x: number, y: number): number {
  const [r = 0, g = 0, b = 0, alpha = 0] = colourOf(picture, picture.at(x, y))
  const max = picture.colourType === 3 ? 255 : 2 ** picture.depth - 1
  const onWhite = (value: number) =>
    BigInt(value) * BigInt(alpha) + BigInt(max) * (BigInt(max) - BigInt(alpha))
  const numerator = 255n * (213n * onWhite(r) + 715n * onWhite(g) + 72n * onWhite(b))
  const denominator = 1000n * BigInt(max) ** 2n
  const [below, rest] = [numerator / denominator, numerator % denominator]
  return Number(2n * rest >= denominator ? below + 1n : below)
}

/** Red, green, blue and alpha. */
function colourOf(picture: PngPicture, samples: readonly number[]): readonly number[] {
  const { colourType, depth, palette = [], transparency } = picture
  const [first = 0, second = 0] = samples
  const max = 2 ** depth - 1
  const isClear = transparency && `${samples}` === `${clearOf(transparency, max)}`
  switch (colourType) {
    case 0:
      return [first, first, first, isClear ? 0 : max]
    case 2:
      return [...samples, isClear ? 0 : max]
    case 3:
      return [...palette.slice(3 * first, 3 * first + 3), transparency?.[first] ?? 255]
    case 4:
      return [first, first, first, second]
    default:
      return samples
  }
}

function clearOf(transparency: readonly number[], max: number): number[] {
  const highs = transparency.filter((_, i) => i % 2 === 0)
  return highs.map((high, i) => (256 * high + (transparency[2 * i + 1] ?? 0)) % (max + 1))
}

/** The picture of a whole file, decoded at once. */
export const decoded = (file: Uint8Array) => atOnce(decodePicture(file))
