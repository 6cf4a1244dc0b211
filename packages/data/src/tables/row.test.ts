import { GradusError, type Table } from '@gradus/core'
import { expect, test } from 'vitest'
import { RowError, rowInput } from './row.ts'

/** Means and spreads that are easy to reckon with. */
const table: Table = {
  kind: 'table',
  label: 'species',
  columns: [{ name: 'length' }, { name: 'colour', values: ['3', 'blue', '赤'] }, { name: 'toString' }],
  means: [4, 0.25, 0.5, 0.25, 10],
  spreads: [2, 0.25, 0.5, 0.25, 1],
}
const row = { length: 5, colour: 'blue', toString: 12 }

test('numbers are standardised, and categories become an input each', () => {
  expect([...rowInput(table, row)]).toEqual([0.5, -1, 1, -1, 2])
  expect([...rowInput(table, { ...row, colour: '赤' })]).toEqual([0.5, -1, -1, 3, 2])
})

test.each([
  ['texts of numbers', { length: ' 5 ', toString: '+1.2e1' }],
  ['blanks around a category', { colour: ' blue ' }],
  ['the label', { species: 'whatever' }],
])('%s are taken', (_, other) => {
  expect(rowInput(table, { ...row, ...other })).toEqual(rowInput(table, row))
})

test('the number of a category is its text', () => {
  expect(rowInput(table, { ...row, colour: 3 })).toEqual(rowInput(table, { ...row, colour: '3' }))
})

test.each([[undefined], [null], [''], ['  ']])(
  'a missing value, %j, is filled where the table says so',
  value => {
    const filling = { ...table, fill: true }
    expect([...rowInput(filling, { length: value, colour: value, toString: 12 })]).toEqual([0, -1, -1, -1, 2])
    expect(() => rowInput(table, { ...row, length: value })).toThrow(
      'Column "length" is missing: expected a number such as 4. Give it, or train a model that fills missing values.',
    )
    expect(() => rowInput(table, { ...row, colour: value })).toThrow(
      'Column "colour" is missing: expected one of "3", "blue", "赤". Give it',
    )
  },
)

test('a column that every object inherits is missing', () => {
  expect([...rowInput({ ...table, fill: true }, {})]).toEqual([0, -1, -1, -1, 0])
  expect(() => rowInput(table, { length: 5, colour: 'blue' })).toThrow('Column "toString" is missing')
})

const wide: Table = {
  ...{ kind: 'table', label: 'y', means: Array(20).fill(0), spreads: Array(20).fill(1) },
  columns: Array.from({ length: 20 }, (_, k) => ({ name: `c${k}` })),
}

test.each<[string, Table, unknown, string]>([
  [
    'a text',
    table,
    { ...row, length: 'five' },
    'Column "length" is "five": expected a number such as 4. Give one of that order.',
  ],
  [
    'a comma',
    table,
    { ...row, length: '5,1' },
    'Column "length" is "5,1": expected a number such as 4. Write a decimal point.',
  ],
  ['NaN', table, { ...row, length: Number.NaN }, 'Column "length" is NaN: expected a number such as 4.'],
  [
    'Infinity',
    table,
    { ...row, length: Infinity },
    'Column "length" is Infinity: expected a number such as 4.',
  ],
  [
    'a large text',
    table,
    { ...row, length: '1e999' },
    'Column "length" is "1e999": expected a number such as 4.',
  ],
  [
    'a number far away',
    { ...table, spreads: [0.001, 1, 1, 1, 1] },
    { ...row, length: 1e307 },
    'Column "length" is 1e+307: expected a number such as 4. Give one of that order.',
  ],
  [
    'a text in hexadecimal',
    table,
    { ...row, length: '0x10' },
    'Column "length" is "0x10": expected a number',
  ],
  ['a boolean', table, { ...row, length: true }, 'Column "length" is true: expected a number such as 4.'],
  ['a list', table, { ...row, length: [5] }, 'Column "length" is a list of 1: expected a number such as 4.'],
  ['an object', table, { ...row, length: {} }, 'Column "length" is an object: expected a number such as 4.'],
  [
    'another category',
    table,
    { ...row, colour: 'x'.repeat(99) },
    `Column "colour" is "${'x'.repeat(40)}"...: expected one of "3", "blue", "赤". Give one that the model was trained on.`,
  ],
  [
    'a boolean category',
    table,
    { ...row, colour: false },
    'Column "colour" is false: expected one of "3", "blue", "赤".',
  ],
  [
    'an unknown column',
    table,
    { ...row, '\u001b[2Jx': 1 },
    'Column "\\u001b[2Jx" is unknown: expected "length", "colour", "toString". Correct its name, or leave it out.',
  ],
  ['a prototype', table, JSON.parse('{"__proto__": 1}'), 'Column "__proto__" is unknown: expected'],
  [
    'a wide table',
    wide,
    { d: 1 },
    'expected "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11" and 8 more.',
  ],
  [
    'a list of values',
    table,
    [5, 'blue', 12],
    'The row is a list of 3: expected an object with "length", "colour", "toString". Give a value a column, by its name.',
  ],
  ['null', table, null, 'The row is null: expected an object with'],
  ['bytes', table, new Uint8Array(2), 'The row is an object: expected an object with'],
])('%s is refused', (_, own, given, message) => {
  const predict = (): unknown => Reflect.apply(rowInput, undefined, [own, given])
  expect(predict).toThrow(RowError)
  expect(predict).toThrow(GradusError)
  expect(predict).toThrow(message)
})

test('the error tells a program the column, the value and the expectation', () => {
  const expected = { code: 'EXAMPLES', column: 'length', value: 'five', expected: 'a number such as 4' }
  expect(() => rowInput(table, { ...row, length: 'five' })).toThrow(expect.objectContaining(expected))
})
