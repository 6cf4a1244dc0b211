import { chunksOf, type PngForm, pngFile } from '@gradus/testing/png-files'
import { describe, expect, test } from 'vitest'
import { decoded } from '../../../test/grey-values.ts'
import { decodePicture } from '../decoder.ts'
import { normalise } from '../normalise.ts'
import { atOnce, BlankImageError } from '../picture.ts'
import { CellSums } from './cells.ts'

const SIDE = 60

/** Part of pixel (x, y) that a 7 covers, with soft edges: 0 .. 1. */
function covered(x: number, y: number): number {
  const distance = Math.min(toLine(x, y, [16, 14], [42, 14]), toLine(x, y, [42, 14], [24, 46]))
  return Math.max(0, Math.min(1, 3 - distance))
}

type Point = readonly [x: number, y: number]

function toLine(x: number, y: number, [ax, ay]: Point, [bx, by]: Point): number {
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
  const part = Math.max(0, Math.min(1, along))
  return Math.hypot(x - ax - part * (bx - ax), y - ay - part * (by - ay))
}

const black = (x: number, y: number): number => Math.round(255 * (1 - covered(x, y)))
const values = Array.from({ length: SIDE ** 2 }, (_, p) => black(p % SIDE, Math.floor(p / SIDE)))
const seven = normalise({ width: SIDE, height: SIDE, data: values })

type Samples = (x: number, y: number) => readonly number[]

/** The picture of a PNG file of this form. */
const read = (form: PngForm, at: Samples) =>
  decoded(pngFile(chunksOf({ ...form, width: SIDE, height: SIDE, at: (x, y) => at(x, y).map(Math.round) })))

const RGB = { colourType: 2, depth: 8 }
const RGBA = { colourType: 6, depth: 8 }
type Colour = readonly [red: number, green: number, blue: number]

const opaque =
  (ink: Colour, ground: Colour): Samples =>
  (x, y) =>
    ground.map((value, i) => value + covered(x, y) * (ink[i] - value))
const clear =
  (ink: Colour, alpha = 255): Samples =>
  (x, y) => [...ink, alpha * covered(x, y)]

/** Pixels within a sheet with round corners, so far from the border. */
const isSheet = (x: number, y: number, margin: number): boolean => {
  const far = (value: number) => Math.max(0, margin + 8 - value, value + margin + 9 - SIDE)
  return far(x) ** 2 + far(y) ** 2 <= 64
}
const onSheet =
  (ink: Colour, ground: Colour, margin = 0): Samples =>
  (x, y) => [...opaque(ink, ground)(x, y), isSheet(x, y, margin) ? 255 : 0]

const [WHITE, BLACK, YELLOW, BLUE] = [
  [255, 255, 255],
  [0, 0, 0],
  [255, 255, 0],
  [0, 0, 255],
] as const

/** Mean difference of two images. */
const difference = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length

const hidden: readonly (readonly [what: string, form: PngForm, at: Samples])[] = [
  ['white on a clear ground', RGBA, clear(WHITE)],
  ['white on a clear ground, interlaced', { ...RGBA, interlaced: true }, clear(WHITE)],
  ['white of half the opacity', RGBA, clear(WHITE, 128)],
  [
    'white on a clear ground, 16 bits',
    { colourType: 6, depth: 16 },
    (x, y) => clear(WHITE)(x, y).map(v => 257 * v),
  ],
  ['white and alpha', { colourType: 4, depth: 8 }, (x, y) => [255, 255 * covered(x, y)]],
  ['yellow on a clear ground', RGBA, clear(YELLOW)],
  ['a slope from red to yellow on a clear ground', RGBA, (x, y) => [255, 5 * y - 45, 0, 255 * covered(x, y)]],
  ['a white sheet with a hole', RGBA, (x, y) => [255, 255, 255, black(x, y)]],
  ['yellow on white', RGB, opaque(YELLOW, WHITE)],
  [
    'yellow on white, 16 bits',
    { colourType: 2, depth: 16 },
    (x, y) => opaque(YELLOW, WHITE)(x, y).map(v => 257 * v),
  ],
  ['blue on black', RGB, opaque(BLUE, BLACK)],
  ['red on a green of like luminance', RGB, opaque([255, 0, 0], [0, 76, 0])],
  ['grey on a red of like luminance', RGB, opaque([108, 108, 108], [180, 92, 92])],
  ['white on a dark sheet with clear corners', RGBA, onSheet(WHITE, [20, 20, 60])],
  ['white on a black sheet with clear margins', RGBA, onSheet(WHITE, BLACK, 5)],
  ['yellow on a white sheet with clear margins', RGBA, onSheet(YELLOW, WHITE, 5)],
]

describe('hidden ink is told', () => {
  test.each(hidden)('%s', (_, form, at) => {
    const picture = read(form, at)
    expect(picture.ink).toHaveLength(SIDE ** 2)
    expect(difference(normalise(picture), seven)).toBeLessThan(0.7)
  })

  test('by a palette, and by its transparency', () => {
    const at: Samples = (x, y) => [covered(x, y) > 0.5 ? 1 : 0]
    const binary = normalise({ width: SIDE, height: SIDE, data: values.map(v => (v < 127 ? 0 : 255)) })
    const palette = [...WHITE, ...YELLOW]
    expect(normalise(read({ colourType: 3, depth: 1, palette }, at))).toEqual(binary)
    const whites = { palette: [...WHITE, ...WHITE], transparency: [0] }
    expect(normalise(read({ colourType: 3, depth: 1, ...whites }, at))).toEqual(binary)
    const greys: Samples = (x, y) => [covered(x, y) > 0.5 ? 255 : 7]
    expect(normalise(read({ colourType: 0, depth: 8, transparency: [0, 7] }, greys))).toEqual(binary)
  })

  test('light where it is light, dark where it is dark', () => {
    const dark = { polarity: 'dark-on-light' } as const
    expect(() => normalise(read(RGBA, clear(WHITE)), dark)).toThrow(BlankImageError)
    expect(() => normalise(read(RGB, opaque(BLUE, BLACK)), dark)).toThrow(BlankImageError)
    for (const at of [clear([100, 100, 100]), onSheet(BLACK, [200, 210, 240], 5)])
      expect(difference(normalise(read(RGBA, at), dark), seven)).toBeLessThan(0.7)
    expect(difference(normalise(read(RGB, opaque(YELLOW, WHITE)), dark), seven)).toBeLessThan(0.7)
  })

  test('upright, as the grey values are', () => {
    const exif = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, 3, 0, 0, 0, 0, 0, 0]
    const [header, ...rest] = chunksOf({
      ...RGBA,
      width: SIDE,
      height: SIDE,
      at: (x, y) => clear(WHITE)(SIDE - 1 - x, SIDE - 1 - y).map(Math.round),
    })
    const turned = decoded(pngFile([header, ['eXIf', Uint8Array.from(exif)], ...rest]))
    expect(difference(normalise(turned), seven)).toBeLessThan(0.7)
  })
})

test('all cells have pixels, whatever the shape of the picture', () => {
  for (let width = 1; width <= 200; width++) {
    const sums = new CellSums(width, 200)
    const white = new Uint8ClampedArray(4 * width).fill(255)
    for (let y = 0; y < 200; y++) if (sums.takes(y)) sums.addRow(white, width, y)
    const isWhite = sums.means().opacity.every(opacity => opacity === 1)
    expect(isWhite, `${width} x 200 pixels`).toBe(true)
  }
})

test('memory for it is told before it is taken', () => {
  const file = pngFile(
    chunksOf({ ...RGB, width: SIDE, height: SIDE, at: (x, y) => opaque(BLUE, BLACK)(x, y).map(Math.round) }),
  )
  const allotted: number[] = []
  atOnce(decodePicture(file, { allot: bytes => allotted.push(bytes) }))
  expect(allotted).toEqual([SIDE * SIDE, SIDE * SIDE])
})

/** 255 within three pixels of the 7, or on it. */
const nearby = (x: number, y: number): number =>
  [covered(x, y), covered(x - 3, y), covered(x + 3, y), covered(x, y - 3), covered(x, y + 3)].some(v => v > 0)
    ? 255
    : 0

const told: readonly (readonly [what: string, form: PngForm, at: Samples])[] = [
  ['black on a clear ground', RGBA, clear(BLACK)],
  ['a black sheet with a hole', RGBA, (x, y) => [0, 0, 0, black(x, y)].with(3, 255 - black(x, y))],
  [
    'black with a white edge on a clear ground',
    RGBA,
    (x, y) => [...opaque(BLACK, WHITE)(x, y), covered(x, y - 1) + covered(x, y + 1) > 0 ? 255 : 0],
  ],
  [
    'grey with a broad white edge on a clear ground',
    RGBA,
    (x, y) => [...opaque([110, 110, 110], WHITE)(x, y), nearby(x, y)],
  ],
  ['a black sheet with a hole to one side', RGBA, (x, y) => [0, 0, 0, black(2 * x - 56, 2 * y - 56)]],
  ['black on a white sheet with clear corners', RGBA, onSheet(BLACK, WHITE)],
  ['black on white', RGB, opaque(BLACK, WHITE)],
  ['red on white', RGB, opaque([200, 30, 30], WHITE)],
  [
    'black among bright blue lines',
    RGB,
    (x, y) => opaque(BLACK, x % 10 === 3 || y % 10 === 3 ? [0, 255, 255] : WHITE)(x, y),
  ],
]

test.each(told)('the grey values alone tell %s', (_, form, at) => {
  const picture = read(form, at)
  expect(picture.ink).toBeUndefined()
})

test('what is blank stays blank', () => {
  for (const sheet of [onSheet(WHITE, WHITE), onSheet(BLUE, BLUE), onSheet(WHITE, WHITE, 5)])
    expect(() => normalise(read(RGBA, sheet))).toThrow(BlankImageError)
  for (const at of [() => [255, 255, 255, 0], () => [9, 8, 200, 255], () => [200, 0, 0, 100]] as const)
    expect(() => normalise(read(RGBA, at))).toThrow(BlankImageError)
  const noise = read(RGB, (x, y) =>
    [0, 1, 2].map(c => 128 + ((Math.imul(p(x, y, c), 2_654_435_761) >>> 20) % 13)),
  )
  expect(() => normalise(noise)).toThrow(BlankImageError)
})

const p = (x: number, y: number, channel: number): number => 3 * (SIDE * y + x) + channel
