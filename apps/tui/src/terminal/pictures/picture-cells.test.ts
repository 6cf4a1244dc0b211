import { expect, test } from 'vitest'
import { COLOURED } from '../../../test/frames.ts'
import { type Rgb, themeFor } from '../theme.ts'
import { colourLines, inPairs, resized } from './picture.ts'

const PALETTE: readonly Rgb[] = [
  [0, 0, 0],
  [1, 1, 1],
  [2, 2, 2],
]
const BEHIND_0 = '48;2;0;0;0'

test('another size: means of what each number covers, parts by their share', () => {
  const grid = { width: 4, values: [1, 3, 10, 5, 7, 20, 2, 4] }
  expect(resized(grid, { width: 4, height: 2 })).toBe(grid)
  expect(resized(grid, { width: 2, height: 1 })).toEqual({ width: 2, values: Float64Array.of(7.75, 5.25) })
  const thirds = resized({ width: 4, values: [3, 6, 9, 12] }, { width: 3, height: 1 })
  expect(Array.from(thirds.values)).toEqual([3.75, 7.5, 11.25].map(mean => expect.closeTo(mean)))
  expect(resized({ width: 2, values: [1, 5] }, { width: 4, height: 2 }).values).toEqual(
    Float64Array.of(1, 1, 5, 5, 1, 1, 5, 5),
  )
})

test('two rows a line, and what is below where the number of rows is odd', () => {
  const cells = inPairs({ width: 2, values: [1, 2, 3, 4, 5, 6] }, 9, (upper, lower) => [upper, lower])
  expect(cells).toEqual([
    [
      [1, 3],
      [2, 4],
    ],
    [
      [5, 9],
      [6, 9],
    ],
  ])
})

test('cells of the same two colours are one run', () => {
  const upper = [0, 0, 1, 0, 1, 0]
  const lower = [0, 0, 0, 1, 1, 0]
  const [line, ...others] = colourLines({ width: 6, values: [...upper, ...lower] }, 0, PALETTE, COLOURED)
  expect(line).toBe(`\u001B[38;2;1;1;1;${BEHIND_0}m  ▀▄█ \u001B[39;49m`)
  expect(others).toEqual([])
})

test('a third colour begins another run', () => {
  const [line] = colourLines({ width: 3, values: [0, 1, 2, 0, 0, 0] }, 0, PALETTE, COLOURED)
  expect(line).toBe(
    `\u001B[38;2;1;1;1;${BEHIND_0}m ▀\u001B[39;49m\u001B[38;2;2;2;2;${BEHIND_0}m▀\u001B[39;49m`,
  )
})

test('a run of one colour has no other', () => {
  const [line] = colourLines({ width: 2, values: [0, 0] }, 0, PALETTE, COLOURED)
  expect(line).toBe(`\u001B[${BEHIND_0}m  \u001B[49m`)
})

test('in ASCII a run has one colour', () => {
  const ascii = themeFor({ unicode: false, depth: 24 })
  const [line] = colourLines({ width: 2, values: [0, 1, 0, 1] }, 0, PALETTE, ascii)
  expect(line).toBe(`\u001B[${BEHIND_0}m \u001B[49m\u001B[48;2;1;1;1m \u001B[49m`)
})
