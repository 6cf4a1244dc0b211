import { expect, test } from 'vitest'
import { type PictureGrid, pictureGrid, placeCards, sizeOf } from './picture-grid.ts'

const SQUARE = { width: 28, height: 28 }
/** As many as there are, of twelve pixels a side at the least. */
const all = (count: number) => ({ count, enough: count, legible: 12, captionWidth: 13 })

/** Empty lines below the pictures of a grid. */
function emptyRows(rows: number, { pixels, captionLines, gap, down }: PictureGrid): number {
  return rows - down * (Math.ceil(pixels.height / 2) + captionLines + gap) + gap
}

test.each([
  ['80 x 15', 100, 10],
  ['80 x 17', 100, 10],
  ['120 x 28', 10, 10],
  ['120 x 28', 15, 18],
  ['120 x 28', 30, 32],
  ['120 x 29', 100, 32],
  ['200 x 48', 30, 32],
  ['200 x 48', 800, 84],
])('%s, %d pictures: so many have room: %d', (room, count, shown) => {
  const [columns = 0, rows = 0] = room.split(' x ').map(Number)
  const grid = pictureGrid({ columns, rows }, SQUARE, all(count))
  expect(grid && sizeOf(grid)).toBe(shown)
})

test('hardly any room is empty as long as pictures are left over', () => {
  for (const size of [SQUARE, { width: 40, height: 40 }]) {
    for (let columns = 80; columns <= 240; columns += 20) {
      for (let rows = 15; rows <= 70; rows++) {
        for (const count of [15, 100, 800]) {
          const grid = pictureGrid({ columns, rows }, size, all(count))
          if (!grid) throw new Error('There is room')
          if (sizeOf(grid) >= count) continue
          const { across, width, between } = grid
          expect(emptyRows(rows, grid) / rows).toBeLessThanOrEqual(0.15)
          expect(columns - across * (width + between) + between).toBeLessThan(width + between)
        }
      }
    }
  }
})

test('few pictures are as large as they are, or as all of them have room', () => {
  expect(pictureGrid({ columns: 80, rows: 16 }, SQUARE, all(1))).toMatchObject({ pixels: SQUARE })
  expect(pictureGrid({ columns: 120, rows: 28 }, SQUARE, all(10))).toMatchObject({
    pixels: { width: 22, height: 22 },
    across: 5,
    down: 2,
  })
})

test('where a few are enough, they are larger', () => {
  const wishes = { ...all(200), enough: 3, captionLines: 2 } as const
  expect(pictureGrid({ columns: 80, rows: 15 }, SQUARE, wishes)).toMatchObject({
    pixels: { width: 26, height: 26 },
    captionLines: 2,
    across: 3,
    down: 1,
  })
})

test('pictures that are wider than high', () => {
  const wide = pictureGrid({ columns: 120, rows: 32 }, { width: 56, height: 14 }, all(100))
  expect(wide).toMatchObject({ pixels: { width: 56, height: 14 }, across: 2, down: 4 })
})

test('captions that are wider than a picture', () => {
  const wishes = { ...all(100), captionWidth: 20 }
  expect(pictureGrid({ columns: 80, rows: 20 }, { width: 6, height: 6 }, wishes)).toMatchObject({
    width: 20,
    across: 3,
  })
})

test('less room than what is legible takes: the largest that has room', () => {
  expect(pictureGrid({ columns: 80, rows: 5 }, SQUARE, all(100))).toMatchObject({ pixels: { height: 8 } })
})

test('no room at all', () => {
  expect(pictureGrid({ columns: 80, rows: 1 }, SQUARE, all(100))).toBeUndefined()
  expect(pictureGrid({ columns: 10, rows: 40 }, SQUARE, all(100))).toBeUndefined()
})

test('cards in rows', () => {
  const pixels = { width: 2, height: 2 }
  const grid = { pixels, captionLines: 1, gap: 1, between: 2, across: 2, down: 2, width: 2 } as const
  const cards = [
    ['aa', 'AA'],
    ['bb', 'BB'],
    ['cc', 'CC'],
  ]
  expect(placeCards(cards, grid)).toEqual(['aa  bb', 'AA  BB', '', 'cc', 'CC'])
  expect(placeCards(cards, { ...grid, gap: 0 })).toEqual(['aa  bb', 'AA  BB', 'cc', 'CC'])
  expect(sizeOf(grid)).toBe(4)
})
