import { describe, expect, test } from 'vitest'
import { inkStroke } from './pen.ts'

const blank = (side: number) => ({ width: side, height: side, data: new Uint8Array(side * side) })

/** The bytes of a row. */
function row(picture: { width: number; data: Uint8Array }, y: number): number[] {
  return Array.from(picture.data.subarray(y * picture.width, (y + 1) * picture.width))
}

describe('the pen', () => {
  test('inks as many pixels across as it is wide, with half of the ink at its edges', () => {
    const picture = blank(12)
    inkStroke(
      [
        [6, -5],
        [6, 20],
      ],
      5,
      picture,
    )
    // Centres of pixels are 2.5 from the line at the edge: half of them is covered.
    const across = [0, 0, 0, 128, 255, 255, 255, 255, 128, 0, 0, 0]
    for (let y = 0; y < 12; y++) expect(row(picture, y)).toEqual(across)
  })

  test('makes a dot of one place, of the area of its circle', () => {
    const picture = blank(40)
    inkStroke([[20.3, 19.4]], 18, picture)
    const area = picture.data.reduce((sum, value) => sum + value / 255, 0)
    expect(Math.abs(area - Math.PI * 81)).toBeLessThan(1)
  })

  test('keeps the ink that is there, where it touches it less', () => {
    const picture = blank(9)
    inkStroke([[4.5, 4.5]], 3, picture)
    const before = [...picture.data]
    inkStroke([[4.5, 4.5]], 1, picture)
    expect([...picture.data]).toEqual(before)
  })

  test('leaves the picture at an edge, and comes back', () => {
    const picture = blank(10)
    inkStroke(
      [
        [5, 5],
        [14, 5],
        [14, 9],
        [5, 9],
      ],
      2,
      picture,
    )
    expect(row(picture, 4)).toEqual([0, 0, 0, 0, 202, 255, 255, 255, 255, 255])
    expect(row(picture, 5)).toEqual([0, 0, 0, 0, 202, 255, 255, 255, 255, 255])
    expect(row(picture, 7)).toEqual(new Array(10).fill(0))
    expect(picture.data).toHaveLength(100)
  })
})
