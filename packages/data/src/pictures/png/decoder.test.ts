import { deflateSync } from 'node:zlib'
import {
  type Chunk,
  chunksOf,
  forms,
  type PngPicture,
  pictureOf,
  pngFile,
  rawOf,
} from '@gradus/testing/png-files'
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
    const { data, ink: _, ...sides } = decoded(pngFile(chunksOf(picture)))
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
/** Its bytes before compression, and so many more. */
const longer = (more: number) => Buffer.concat([rawOf(picture), new Uint8Array(more)])

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

test.each<[what: string, chunks: readonly Chunk[]]>([
  ['no end', [header, pixels]],
  ['pixels that follow others', [header, pixels, ['tEXt', new Uint8Array(1)], pixels, end]],
  ['pixels after the end of their stream', [header, pixels, ['IDAT', new Uint8Array(10_000)], end]],
  ['more rows than its header says', [header, ['IDAT', deflateSync(longer(1))], end]],
  ['very many more rows', [header, ['IDAT', deflateSync(longer(2 ** 20))], end]],
  ['a late palette', [header, pixels, ['PLTE', new Uint8Array(4)], end]],
  ['tRNS with alpha', [header, ['tRNS', new Uint8Array(2)], pixels, end]],
  ['a late tRNS', [header, pixels, ['tRNS', new Uint8Array(2)], end]],
  ['an unknown chunk after its pixels', [header, pixels, ['CgBI', new Uint8Array(4)], end]],
])('passes over %s', (_, chunks) => {
  expect(decoded(pngFile(chunks))).toEqual(plain)
})

test('passes over a wrong checksum, and a chunk that is cut, where no pixels are', () => {
  for (const type of ['tEXt', 'eXIf', 'gAMA', 'prIv']) {
    const chunks: Chunk[] = [header, [type, new Uint8Array(40)], pixels, [type, new Uint8Array(40)]]
    const file = pngFile(chunks)
    const wrong = file.with(-1, (file.at(-1) ?? 0) ^ 1).with(25 + 8 + 8 + 40, 77)
    expect(decoded(wrong)).toEqual(plain)
    for (const missing of [1, 5, 45, 49, 52]) expect(decoded(wrong.subarray(0, -missing))).toEqual(plain)
  }
})

test('takes no palette for greys', () => {
  const grey = pictureOf({ colourType: 0, depth: 8 }, 7, 5)
  const [first = never(), ...rest] = chunksOf(grey)
  expect([...decoded(pngFile([first, ['PLTE', new Uint8Array(3)], ...rest])).data]).toEqual(expectedOf(grey))
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
