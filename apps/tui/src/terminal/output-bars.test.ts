import { expect, test } from 'vitest'
import { ClassNames } from '../dashboard/class-names.ts'
import { outputBars } from '../predict/prediction-text.ts'

const lines = (
  outputs: readonly number[],
  winner: number,
  columns: number,
  { shown = [...outputs.keys()], classes }: { shown?: readonly number[]; classes?: readonly string[] } = {},
): string[] => {
  const names = new ClassNames(classes, { unicode: true })
  return outputBars(outputs, shown, winner, columns, { glyph: '#', names }).map(({ text, bar }) => text + bar)
}

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

test('the classes that are asked for, with names that are cut where they leave no room for bars', () => {
  const classes = ['靴', 'ankle boot', 'a name that is far longer than such a terminal is wide']
  expect(lines([0.5, 1, 0.25], 1, 40, { shown: [1, 0, 2], classes })).toEqual([
    '> ankle boot         1.0000 ############',
    '  靴                 0.5000 ######',
    '  a name that is f…  0.2500 ###',
  ])
})
