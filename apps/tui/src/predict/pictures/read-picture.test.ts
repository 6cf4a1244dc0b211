import { GradusError, type GreyImage } from '@gradus/core'
import { atOnce, BlankImageError, decodePicture, imageOf } from '@gradus/data'
import { chunksOf, forms, pictureOf, pngFile } from '@gradus/testing/png-files'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  claim,
  type Drawing,
  draw,
  jpegForms,
  losslessForms,
  sharpOf,
  transparentOf,
} from '../../../test/pictures.ts'
import { PictureError } from './picture-error.ts'
import { MAX_SIDE, readPicture } from './read-images.ts'

/** Different from its mirror images and from itself turned; a third of it is grey. */
const drawing = draw(60, 40, (x, y) => (x < 20 ? 3 * y : y < 10 ? 255 - x : 250))
const whole = ({ width, height }: { width: number; height: number }): GreyImage => ({
  kind: 'image',
  rows: height,
  cols: width,
  form: 'resized',
})

/** The largest difference between the grey values of two pictures of one size. */
function differenceOf(bytes: Uint8Array, { width, height, data }: Drawing): number {
  const picture = readPicture(bytes, 'picture', whole({ width, height }), {})
  return data.reduce((most, grey, p) => Math.max(most, Math.abs(grey - (picture[p] ?? Number.NaN))), 0)
}

describe('the grey values are those of the picture', () => {
  let lossless: Readonly<Record<string, Buffer>>
  let jpeg: Readonly<Record<string, Buffer>>
  beforeAll(async () => {
    ;[lossless, jpeg] = [await losslessForms(drawing), await jpegForms(drawing)]
  })

  test('to the byte, or to the last bit in palettes and after blending', () => {
    for (const [form, bytes] of Object.entries(lossless))
      expect(differenceOf(bytes, drawing), form).toBeLessThanOrEqual(1)
    expect(Object.keys(lossless)).toHaveLength(9)
  })

  test('nearly, where they lose something', () => {
    for (const [form, bytes] of Object.entries(jpeg))
      expect(differenceOf(bytes, drawing), form).toBeLessThanOrEqual(40)
    expect(Object.keys(jpeg)).toHaveLength(5)
  })

  test('a single pixel, and what is transparent is white', async () => {
    const pixel = draw(1, 1, () => 77)
    expect(differenceOf(await sharpOf(pixel).png().toBuffer(), pixel)).toBe(0)
    const nothing = draw(3, 2, () => 255)
    expect(differenceOf(await transparentOf(nothing).png().toBuffer(), nothing)).toBe(0)
  })

  test.each([
    [255, 0, 0, 54],
    [0, 255, 0, 182],
    [0, 0, 255, 18],
    [255, 255, 0, 237],
    [200, 100, 30, 116],
  ])('a colour is as grey as it is bright: %d, %d, %d', async (r, g, b, grey) => {
    const create = { width: 2, height: 2, channels: 3 as const, background: { r, g, b } }
    const bytes = await sharp({ create }).png().toBuffer()
    expect([
      ...readPicture(bytes, 'colour', { kind: 'image', rows: 1, cols: 1, form: 'resized' }, {}),
    ]).toEqual([grey])
  })
})

/** The bytes, or the blank picture that is refused. */
function outcomeOf(read: () => Uint8Array): Uint8Array | 'blank' {
  try {
    return read()
  } catch (error) {
    if (error instanceof BlankImageError) return 'blank'
    throw error
  }
}

test('the command makes of every form of file the bytes that the API makes', async () => {
  const isInk = (x: number, y: number) =>
    (y > 8 && y < 13 && x > 20 && x < 48) || Math.abs(x + (y >> 1) - 50) < 3
  const seven = draw(70, 50, (x, y) => (isInk(x, y) ? 20 : 230))
  const files = {
    ...(await losslessForms(seven)),
    ...(await jpegForms(seven)),
    ...Object.fromEntries(forms.map(([name, form]) => [name, pngFile(chunksOf(pictureOf(form, 33, 17)))])),
  }
  for (const form of ['normalised', 'resized'] as const) {
    const image = { kind: 'image', rows: 20, cols: 30, form } as const
    let read = 0
    for (const [name, bytes] of Object.entries(files)) {
      // As the predictor does it: with its own bounds.
      const served = outcomeOf(() =>
        atOnce(imageOf(atOnce(decodePicture(bytes, { allot: () => {} })), image)),
      )
      expect(
        outcomeOf(() => readPicture(bytes, name, image, {})),
        name,
      ).toEqual(served)
      if (served !== 'blank') read++
    }
    expect(read).toBeGreaterThan(14)
  }
  expect(Object.keys(files)).toHaveLength(14 + forms.length)
})

describe('what is too large is refused before it is decoded', () => {
  test.each([
    [8193, 8193, false],
    [8193, 1, false],
    [1, 8193, true],
    [4_000_000, 14, false],
    [100_000, 100_000, false],
  ])('%d x %d, interlaced: %s', (width, height, interlaced) => {
    const read = () =>
      readPicture(claim({ width, height, interlaced }), 'bomb.png', whole({ width: 1, height: 1 }), {})
    expect(read).toThrow(PictureError)
    expect(read).toThrow(
      `bomb.png: The PNG has too many pixels (${width} x ${height}): expected at most ${MAX_SIDE} a side. Scale it down.`,
    )
  })
})

describe('what is damaged is refused', () => {
  const png = () => sharpOf(drawing).png().toBuffer()
  const jpeg = () => sharpOf(drawing).jpeg().toBuffer()

  test.each([
    ['half a PNG', async () => (await png()).subarray(0, 200)],
    ['half a JPEG', async () => (await jpeg()).subarray(0, 300)],
    ['a PNG without most of its pixels', async () => claim({ width: 3000, height: 4000 })],
    ['a PNG of absurd height', async () => claim({ width: 1, height: 2 ** 31 - 1 })],
    ['the signature alone', async () => (await png()).subarray(0, 8)],
  ])('%s', async (_, bytes) => {
    const file = await bytes()
    const read = () => readPicture(file, 'broken.png', whole(drawing), {})
    expect(read).toThrow(GradusError)
    expect(read).toThrow(/^broken\.png: The (PNG|JPEG) .+: expected .+\. S(ave|cale) it/)
    expect(read).toThrow(expect.objectContaining({ file: 'broken.png', code: 'DATA_FILE' }))
  })
})
