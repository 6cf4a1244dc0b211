import { expect, test } from 'vitest'
import { outputBars } from '../predict/prediction-text.ts'

const lines = (outputs: readonly number[], winner: number, columns: number): string[] =>
  outputBars(outputs, winner, columns, '#').map(({ text, bar }) => text + bar)

test('each output with its number, and the winner marked', () => {
  expect(lines([0, 1, 0.5, 0.03], 1, 32)).toEqual([
    '  0  0.0000 ',
    '> 1  1.0000 ####################',
    '  2  0.5000 ##########',
    '  3  0.0300 #',
  ])
})

test('no bar longer than 40, however wide the terminal', () => {
  expect(lines([1], 0, 500)).toEqual([`> 0  1.0000 ${'#'.repeat(40)}`])
})

test('no bars where there is no room', () => {
  expect(lines([1, 0.5], 0, 3)).toEqual(['> 0  1.0000 ', '  1  0.5000 '])
})

test('more than ten outputs stand in line', () => {
  const many = lines(
    Array.from({ length: 11 }, () => 0),
    10,
    20,
  )
  expect([many[9], many[10]]).toEqual(['   9  0.0000 ', '> 10  0.0000 '])
})
