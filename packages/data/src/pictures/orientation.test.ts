import { chunksOf, pictureOf, pngFile } from '@gradus/testing/png-files'
import { describe, expect, test } from 'vitest'
import { decoded } from '../../test/grey-values.ts'
import { orientationOf } from './orientation.ts'

/** Exif data with one entry before that of the orientation. */
function exifOf(orientation: number, isLittle: boolean, type = 3): Uint8Array {
  const bytes = new Uint8Array(8 + 2 + 2 * 12 + 4)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, isLittle ? 0x4949 : 0x4d4d)
  view.setUint16(2, 42, isLittle)
  view.setUint32(4, 8, isLittle)
  view.setUint16(8, 2, isLittle)
  view.setUint16(10, 271, isLittle)
  view.setUint16(22, 274, isLittle)
  view.setUint16(24, type, isLittle)
  view.setUint32(26, 1, isLittle)
  view.setUint16(30, orientation, isLittle)
  return bytes
}

describe('Exif data', () => {
  test.each([true, false])('tell the orientation, little end first: %s', isLittle => {
    for (let k = 1; k <= 8; k++) expect(orientationOf(exifOf(k, isLittle))).toBe(k)
  })

  test('that are damaged tell none', () => {
    const whole = exifOf(6, false)
    for (let length = 0; length < 34; length++) expect(orientationOf(whole.subarray(0, length))).toBe(1)
    for (const other of [
      exifOf(0, true),
      exifOf(9, true),
      exifOf(6, true, 4),
      whole.with(0, 0),
      whole.with(3, 43),
    ])
      expect(orientationOf(other)).toBe(1)
    expect(orientationOf(whole.with(4, 255))).toBe(1)
    expect(orientationOf(whole.with(8, 255))).toBe(6)
  })
})

/** Rows of a picture of 3 x 2 pixels, 1 2 3 above 4 5 6, upright. Source: Exif 2.32, tag 274. */
const UPRIGHT: Readonly<Record<number, readonly (readonly number[])[]>> = {
  1: [
    [1, 2, 3],
    [4, 5, 6],
  ],
  2: [
    [3, 2, 1],
    [6, 5, 4],
  ],
  3: [
    [6, 5, 4],
    [3, 2, 1],
  ],
  4: [
    [4, 5, 6],
    [1, 2, 3],
  ],
  5: [
    [1, 4],
    [2, 5],
    [3, 6],
  ],
  6: [
    [4, 1],
    [5, 2],
    [6, 3],
  ],
  7: [
    [6, 3],
    [5, 2],
    [4, 1],
  ],
  8: [
    [3, 6],
    [2, 5],
    [1, 4],
  ],
}

test.each(Object.entries(UPRIGHT))(
  'a PNG of orientation %s is upright, also where its Exif come last',
  (k, rows) => {
    for (const interlaced of [false, true]) {
      const at = (x: number, y: number) => [3 * y + x + 1]
      const [header, pixels, end] = chunksOf({ width: 3, height: 2, colourType: 0, depth: 8, interlaced, at })
      if (!header || !pixels || !end) throw new Error('a picture has three chunks')
      const exif = ['eXIf', exifOf(Number(k), true)] as const
      for (const chunks of [
        [header, exif, pixels, end],
        [header, pixels, exif, end],
      ]) {
        const { width, height, data } = decoded(pngFile(chunks))
        expect([height, width]).toEqual([rows.length, rows[0]?.length])
        expect([...data]).toEqual(rows.flat())
      }
    }
  },
)

test('a picture is turned as a whole', () => {
  const chunks = chunksOf(pictureOf({ colourType: 6, depth: 8 }, 37, 21))
  const [plain, turned] = [
    decoded(pngFile(chunks)),
    decoded(pngFile(chunks.toSpliced(1, 0, ['eXIf', exifOf(6, false)]))),
  ]
  expect([turned.width, turned.height]).toEqual([21, 37])
  for (let y = 0; y < 21; y++)
    for (let x = 0; x < 37; x++) expect(turned.data[x * 21 + 20 - y]).toBe(plain.data[y * 37 + x])
})
