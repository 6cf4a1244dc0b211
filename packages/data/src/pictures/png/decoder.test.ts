import { deflateSync } from 'node:zlib'
import { chunksOf, forms, type PngPicture, pictureOf, pngFile, rawOf } from '@gradus/testing/png-files'
import { encode } from 'fast-png'
import { expect, test } from 'vitest'
import { decoded, expectedGrey } from '../../../test/grey-values.ts'

function expectedOf(picture: PngPicture): number[] {
  const { width, height } = picture
  return Array.from({ length: width * height }, (_, p) =>
    expectedGrey(picture, p % width, Math.floor(p / width)),
  )
}

/** Sides at which passes of Adam7 are empty, one pixel, or end within a byte. */
const SIDES = [
  [1, 1],
  [2, 5],
  [5, 3],
  [4, 9],
  [13, 11],
  [33, 17],
] as const

test.each(forms)('reads %s', (_, form) => {
  for (const [width, height] of SIDES) {
    const picture = pictureOf(form, width, height)
    const { data, ...sides } = decoded(pngFile(chunksOf(picture)))
    expect(sides).toEqual({ width, height })
    expect([...data], `${width} x ${height}`).toEqual(expectedOf(picture))
  }
})

test('the forms are all that PNG has, and their pictures have transparent pixels', () => {
  expect(forms).toHaveLength(2 * (15 + 11))
  for (const [name, form] of forms.filter(([, { transparency }]) => transparency)) {
    const clear = expectedOf(pictureOf(form, 13, 11))
    const { transparency: _, ...opaque } = form
    expect(clear, name).not.toEqual(expectedOf(pictureOf(opaque, 13, 11)))
  }
})

test('composes transparent parts on white, and rounds to the nearest', () => {
  const rgba = (...pixel: number[]) => pngFile(chunksOf({ ...one, colourType: 6, depth: 8, at: () => pixel }))
  const one = { width: 1, height: 1 }
  const read = (...pixel: number[]) => decoded(rgba(...pixel)).data[0]
  expect(read(0, 0, 0, 0)).toBe(255)
  expect(read(0, 0, 0, 255)).toBe(0)
  expect(read(0, 0, 0, 128)).toBe(127)
  expect(read(255, 0, 0, 255)).toBe(54)
  expect(read(0, 255, 0, 255)).toBe(182)
  expect(read(0, 0, 255, 255)).toBe(18)
  const grey16 = (value: number) => pngFile(chunksOf({ ...one, colourType: 0, depth: 16, at: () => [value] }))
  expect([128, 129, 385, 386, 65_535].map(value => decoded(grey16(value)).data[0])).toEqual([0, 1, 1, 2, 255])
})

test('reads what another encoder writes', () => {
  const data = Uint8Array.from({ length: 40 * 30 * 4 }, (_, i) => (i % 4 === 3 ? 255 : 7 * Math.floor(i / 4)))
  for (const interlace of ['null', 'Adam7'] as const) {
    const read = decoded(encode({ width: 40, height: 30, channels: 4, depth: 8, data }, { interlace }))
    expect(read.data).toEqual(data.filter((_, i) => i % 4 === 0))
  }
})

const picture = pictureOf({ colourType: 6, depth: 8 }, 19, 14)
const [header = never(), pixels = never(), end = never()] = chunksOf(picture)
const plain = decoded(pngFile([header, pixels, end]))

function never(): never {
  throw new Error('a picture has three chunks')
}

test('passes over what does not make pixels', () => {
  const file = pngFile([
    header,
    ['gAMA', Uint8Array.of(0, 0, 1, 2)],
    ['iCCP', new Uint8Array(100)],
    ['PLTE', Uint8Array.of(1, 2, 3)],
    ['tEXt', new TextEncoder().encode('no zero byte')],
    pixels,
    ['fdAT', new Uint8Array(9)],
    ['zTXt', new Uint8Array(0)],
    end,
  ])
  expect(decoded(file)).toEqual(plain)
})

test('reads a file within other bytes, and nothing after its end', () => {
  const file = pngFile([header, pixels, end])
  const within = new Uint8Array(file.length + 300).fill(77)
  within.set(file, 101)
  expect(decoded(within.subarray(101))).toEqual(plain)
})

test('reads pixels in as many chunks as one likes', () => {
  const bytes = Array.from(pixels[1], (byte): typeof pixels => ['IDAT', Uint8Array.of(byte)])
  expect(decoded(pngFile([header, ...bytes, ['IDAT', new Uint8Array(0)], end]))).toEqual(plain)
})

test('reads pixels that do not compress, also where they are only stored', () => {
  const noise = pictureOf({ colourType: 0, depth: 16 }, 300, 300)
  const expected = expectedOf(noise)
  for (const level of [0, 1, 9]) {
    const stored = deflateSync(rawOf(noise), { level })
    const file = pngFile(chunksOf(noise).map(own => (own[0] === 'IDAT' ? ['IDAT', stored] : own)))
    expect(file.length).toBeGreaterThan(level === 0 ? 2 ** 17 : 10_000)
    expect([...decoded(file).data]).toEqual(expected)
  }
})

test('does not change the bytes that it reads', () => {
  const file = pngFile([header, pixels, end])
  const copy = Uint8Array.from(file)
  decoded(file)
  expect(file).toEqual(copy)
})
