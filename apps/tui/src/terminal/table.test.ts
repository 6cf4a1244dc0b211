import { expect, test } from 'vitest'
import { tableLines } from './table.ts'

const header = ['digit', 'right', 'recall']
const rows = [
  ['0', '1,000', '9 %'],
  ['10', '7', '100.00 %'],
]
const table = ['digit  right    recall', '0      1,000       9 %', '10         7  100.00 %']

test('the first column flush left, the others flush right', () => {
  expect(tableLines(header, rows, 22)).toEqual(table)
})

test('a value a line where there is no room', () => {
  expect(tableLines(header, rows, 21)).toEqual([
    ...['digit 0', '  right 1,000', '  recall 9 %'],
    ...['digit 10', '  right 7', '  recall 100.00 %'],
  ])
})
