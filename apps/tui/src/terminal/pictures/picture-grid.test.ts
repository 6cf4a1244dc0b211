import { expect, test } from 'vitest'
import { pictureGrid, placeCards, sizeOf } from './picture-grid.ts'

const SQUARE = { width: 28, height: 28 }

test.each([
  // A whole picture takes 28 columns and 14 rows, half of it 14 and 7.
  ['80 x 19', { columns: 80, rows: 19 }, { factor: 2, across: 5, down: 2, captionLines: 2, gap: 1 }],
  ['80 x 17', { columns: 80, rows: 17 }, { factor: 2, across: 5, down: 2, captionLines: 1, gap: 1 }],
  ['80 x 16', { columns: 80, rows: 16 }, { factor: 2, across: 5, down: 2, captionLines: 1, gap: 0 }],
  ['120 x 32', { columns: 120, rows: 32 }, { factor: 1, across: 4, down: 2, captionLines: 1, gap: 1 }],
  ['200 x 52', { columns: 200, rows: 52 }, { factor: 1, across: 6, down: 3, captionLines: 2, gap: 1 }],
])('%s', (_, room, grid) => {
  expect(pictureGrid(room, SQUARE, 12, 100)).toMatchObject(grid)
})

test('one picture that is alone may be as large as there is room for', () => {
  expect(pictureGrid({ columns: 80, rows: 18 }, SQUARE, 12, 1)).toMatchObject({ factor: 1 })
})

test('pictures that are wider than high', () => {
  const wide = pictureGrid({ columns: 120, rows: 32 }, { width: 56, height: 14 }, 12, 100)
  expect(wide).toMatchObject({ factor: 1, across: 2, down: 4, width: 56 })
})

test('captions that are wider than a picture', () => {
  expect(pictureGrid({ columns: 80, rows: 20 }, { width: 6, height: 6 }, 20, 100)).toMatchObject({
    width: 20,
    across: 3,
  })
})

test('no room at all', () => {
  expect(pictureGrid({ columns: 80, rows: 1 }, SQUARE, 12, 100)).toBeUndefined()
  expect(pictureGrid({ columns: 10, rows: 40 }, SQUARE, 12, 100)).toBeUndefined()
})

test('cards in rows', () => {
  const grid = { factor: 1, captionLines: 1, gap: 1, across: 2, down: 2, width: 2 } as const
  const cards = [
    ['aa', 'AA'],
    ['bb', 'BB'],
    ['cc', 'CC'],
  ]
  expect(placeCards(cards, grid)).toEqual(['aa  bb', 'AA  BB', '', 'cc', 'CC'])
  expect(placeCards(cards, { ...grid, gap: 0 })).toEqual(['aa  bb', 'AA  BB', 'cc', 'CC'])
  expect(sizeOf(grid)).toBe(4)
})
