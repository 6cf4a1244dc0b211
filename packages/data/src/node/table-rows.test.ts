import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Table } from '@gradus/core'
import { useFolder } from '@gradus/testing/folders'
import { expect, test } from 'vitest'
import { rowInput } from '../tables/row.ts'
import { readRows } from './load.ts'
import { TableError } from './table-error.ts'

const folder = useFolder('test')
const table: Table = {
  ...{ kind: 'table', label: 'species', means: [4, 0.5, 0.5], spreads: [2, 0.5, 0.5] },
  columns: [{ name: 'length' }, { name: 'colour', values: ['blue', 'light, red'] }],
}
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test.each([
  ['CSV', 'colour,length\nblue,5\n"light, red",6\n', [2, 3], undefined],
  [
    'CSV with a label and other columns',
    '\uFEFFspecies;id;length;colour\r\nx;1;5;blue\r\n\r\nx;2; 6 ;"light, red"',
    [2, 4],
    'x',
  ],
  ['TSV', 'length\tcolour\tspecies\n5\tblue\tx\n6\tlight, red\tx', [2, 3], 'x'],
  ['JSON', ' [{"length": 5, "colour": "blue"}, {"length": "6", "colour": "light, red"}]', [1, 2], undefined],
  [
    'JSON with labels',
    '[{"length":5,"colour":"blue","species":"x"},{"length":6,"colour":"light, red","species":"x"}]',
    [1, 2],
    'x',
  ],
])('%s has rows for a model', async (_, text, lines, label) => {
  const rows = await readRows(bytes(text), table)
  const inputs = [
    { length: 5, colour: 'blue' },
    { length: 6, colour: 'light, red' },
  ].map(row => rowInput(table, row))
  expect(rows.map(({ input }) => input)).toEqual(inputs)
  expect(rows.map(({ line }) => line)).toEqual(lines)
  expect(rows.map(row => row.label)).toEqual([label, label])
  expect(rows[0]?.values).toMatchObject({ colour: 'blue' })
})

test('a file, an object, a single column, and columns without names are read as well', async () => {
  const path = join(folder.path, 'rows.csv')
  await writeFile(path, 'length,colour\n5,blue')
  const [row] = await readRows(path, table)
  expect(await readRows(bytes('{"length": 5, "colour": "blue"}'), table)).toMatchObject([
    { input: row?.input },
  ])
  const one: Table = {
    kind: 'table',
    label: 'column 2',
    columns: [{ name: 'column 1' }],
    means: [1],
    spreads: [2],
  }
  for (const text of ['5\n7', '5,a\n7,b']) {
    expect((await readRows(bytes(text), one)).map(({ input }) => [...input])).toEqual([[2], [3]])
  }
})

test('missing values are filled where the model does so', async () => {
  const text = 'length,colour\nNA,blue\n'
  const [row] = await readRows(bytes(text), { ...table, fill: true })
  expect(row?.input).toEqual(rowInput({ ...table, fill: true }, { colour: 'blue' }))
  await expect(readRows(bytes(text), table)).rejects.toThrow(
    'the input, line 2, column "length": the value is missing: expected a number such as 4. Give it',
  )
})

test.each([
  ['', 'the file is empty: expected a table as text'],
  ['length,colour\n', 'the table is without rows: expected at least one. Give it a row to predict on.'],
  ['[]', 'the table is without rows'],
  [
    'length,color\n5,blue',
    'line 1: the row is one without "colour": expected a header with "length", "colour". Begin the table with the names of its columns.',
  ],
  ['length,colour,length\n5,blue,6', 'line 1: the header is one with "length" twice: expected a header'],
  ['length,colour\n5,blue\n5', 'line 3: the number of values is 1: expected 2, as the first row has.'],
  [
    'length,colour\n5,blue\nx,blue',
    'line 3, column "length": the value is "x": expected a number such as 4.',
  ],
  [
    'length,colour\n5,green',
    'line 2, column "colour": the value is "green": expected one of "blue", "light, red". Give one that the model was trained on.',
  ],
  ['length,colour\n5,"blue', 'line 2: a quote is never closed'],
  ['[{"length": 5, "colour": "blue"}, 7]', 'row 2 is 7: expected an object with "length", "colour".'],
  [
    '[{"length": 5, "color": "blue"}]',
    'column "color": the value of row 1 is unknown: expected "length", "colour". Correct its name',
  ],
  ['[{"length": 5', 'the text is no valid JSON: expected a list of objects, in UTF-8.'],
])('%j is refused', async (text, message) => {
  const refused = await readRows(bytes(text), table, 'rows.csv').catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(TableError)
  expect(String(refused)).toContain('rows.csv')
  expect(String(refused)).toContain(message)
})
