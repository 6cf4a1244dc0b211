import { GradusError } from '@gradus/core'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  bomb,
  claim,
  type Drawing,
  draw,
  jpegForms,
  losslessForms,
  sharpOf,
  transparentOf,
} from '../../../test/pictures.ts'
import { decodeGrey, decodePlainly, MAX_SIDE, MAX_WHOLE_BYTES } from './decode.ts'
import { PictureError } from './picture-error.ts'

/** Different from its mirror images and from itself turned; a third of it is grey. */
const drawing = draw(60, 40, (x, y) => (x < 20 ? 3 * y : y < 10 ? 255 - x : 250))

/** The largest difference between the grey values of two pictures of one size. */
async function differenceOf(bytes: Uint8Array, { width, height, data }: Drawing): Promise<number> {
  const picture = await decodeGrey(bytes, 'picture')
  expect([picture.width, picture.height, picture.data.length]).toEqual([width, height, data.length])
  return data.reduce((most, grey, p) => Math.max(most, Math.abs(grey - (picture.data[p] ?? Number.NaN))), 0)
}

describe('the grey values are those of the picture', () => {
  let lossless: Readonly<Record<string, Buffer>>
  let jpeg: Readonly<Record<string, Buffer>>
  beforeAll(async () => {
    ;[lossless, jpeg] = [await losslessForms(drawing), await jpegForms(drawing)]
  })

  test('to the byte, or to the last bit in palettes and after blending', async () => {
    for (const [form, bytes] of Object.entries(lossless)) {
      expect(await differenceOf(bytes, drawing), form).toBeLessThanOrEqual(1)
    }
    expect(Object.keys(lossless)).toHaveLength(9)
  })

  test('nearly, where they lose something', async () => {
    for (const [form, bytes] of Object.entries(jpeg)) {
      expect(await differenceOf(bytes, drawing), form).toBeLessThanOrEqual(32)
    }
    expect(Object.keys(jpeg)).toHaveLength(5)
  })

  test('a single pixel', async () => {
    const pixel = draw(1, 1, () => 77)
    expect(await differenceOf(await sharpOf(pixel).png().toBuffer(), pixel)).toBe(0)
  })

  test('what is transparent is white', async () => {
    const nothing = draw(3, 2, () => 255)
    expect(await differenceOf(await transparentOf(nothing).png().toBuffer(), nothing)).toBe(0)
  })
})

describe('without sharp', () => {
  const absent = new Error('no sharp')

  test('a PNG has the same grey values, to the last bit after blending, but is not turned upright', async () => {
    const { width, height, data } = drawing
    const forms = Object.entries(await losslessForms(drawing)).filter(([, bytes]) => !bytes.includes('eXIf'))
    for (const [form, bytes] of forms) {
      const plain = decodePlainly(bytes, 'picture', absent)
      expect([plain.width, plain.height], form).toEqual([width, height])
      const difference = data.map((grey, p) => Math.abs(grey - (plain.data[p] ?? 255)))
      expect(Math.max(...difference), form).toBeLessThanOrEqual(1)
    }
    expect(forms).toHaveLength(6)
  })

  test.each([
    [
      'a JPEG',
      async () => sharpOf(drawing).jpeg().toBuffer(),
      'a.jpg: it is a JPEG picture, which the package sharp reads, and sharp cannot be loaded: expected a PNG picture without it. Save it as PNG, or run `npm install sharp`.',
    ],
    [
      'half a PNG',
      async () => (await sharpOf(drawing).png().toBuffer()).subarray(0, 200),
      'a.jpg: The PNG is cut short: expected a whole file, with its IEND chunk. Save it again, as PNG.',
    ],
  ])('%s is refused', async (_, bytes, message) => {
    const file = await bytes()
    const attempt = () => decodePlainly(file, 'a.jpg', absent)
    expect(attempt).toThrow(PictureError)
    expect(attempt).toThrow(message)
  })
})

/** The grey value of a colour's luminance, by the definition of sRGB (IEC 61966-2-1). */
function greyOf(r: number, g: number, b: number): number {
  const linear = (value: number): number =>
    value <= 0.04045 * 255 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4
  const luminance = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
  return 255 * (luminance <= 0.0031308 ? 12.92 * luminance : 1.055 * luminance ** (1 / 2.4) - 0.055)
}

test.each([
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [200, 100, 30],
])('a colour is as grey as it is bright: %d, %d, %d', async (r, g, b) => {
  const background = { r, g, b }
  const bytes = await sharp({ create: { width: 2, height: 2, channels: 3, background } })
    .png()
    .toBuffer()
  const { data } = await decodeGrey(bytes, 'colour')
  expect(Math.abs((data[0] ?? 0) - greyOf(r, g, b))).toBeLessThanOrEqual(1)
})

test('a large picture is scaled down, keeping its shape: read line by line it needs little memory', async () => {
  const { width, height } = await decodeGrey(await bomb(8192, 4096).png().toBuffer(), 'large')
  expect([width, height]).toEqual([2048, 1024])
})

describe('what is too large is refused before it is decoded', () => {
  test.each([
    [8193, 8193, false, `at most ${MAX_SIDE} a side. Scale it down.`],
    [8193, 1, false, `at most ${MAX_SIDE} a side. Scale it down.`],
    [1, 8193, true, `at most ${MAX_SIDE} a side. Scale it down.`],
    [4_000_000, 14, false, `at most ${MAX_SIDE} a side. Scale it down.`],
    [100_000, 100_000, false, `at most ${MAX_SIDE} a side. Scale it down.`],
    [7000, 7000, true, `at most ${MAX_WHOLE_BYTES}. Scale it down, or save it as neither.`],
  ])('%d x %d, interlaced: %s', async (width, height, interlaced, limit) => {
    const refusal = decodeGrey(claim({ width, height, interlaced }), 'bomb.png')
    await expect(refusal).rejects.toThrow(PictureError)
    await expect(refusal).rejects.toThrow(`bomb.png: it is a picture of ${width} x ${height} pixels`)
    await expect(refusal).rejects.toThrow(limit)
  })
})

describe('what is no picture is refused', () => {
  const png = () => sharpOf(drawing).png().toBuffer()
  const jpeg = () => sharpOf(drawing).jpeg().toBuffer()

  test.each([
    ['nothing', async () => Buffer.alloc(0)],
    ['a text', async () => Buffer.from('a picture of a seven')],
    ['half a PNG', async () => (await png()).subarray(0, 200)],
    ['a JPEG without its end', async () => (await jpeg()).subarray(0, -2)],
    ['half a JPEG', async () => (await jpeg()).subarray(0, 300)],
    ['a PNG without most of its pixels', async () => claim({ width: 3000, height: 4000 })],
    ['a PNG of absurd height', async () => claim({ width: 1, height: 2 ** 31 - 1 })],
    ['the signature alone', async () => (await png()).subarray(0, 8)],
  ])('%s', async (_, bytes) => {
    const refusal = decodeGrey(await bytes(), 'broken.png')
    await expect(refusal).rejects.toThrow(GradusError)
    await expect(refusal).rejects.toThrow(
      /^broken\.png: the picture cannot be decoded \(.+\): expected an undamaged PNG or JPEG\. Save/,
    )
    await expect(refusal).rejects.toMatchObject({ file: 'broken.png', code: 'DATA_FILE' })
  })
})
