import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GradusError } from '@gradus/core'
import { useFolder } from '@gradus/testing/folders'
import { expect, test } from 'vitest'
import type { LoadDataOptions } from './loaded-data.ts'
import { loadTable } from './table.ts'
import { TableError } from './table-error.ts'

const folder = useFolder('test')
const rows = '1,2,x\n3,4,y\n'

/** Loads a table of these contents. */
async function loading(content: string | Uint8Array, options?: LoadDataOptions): Promise<unknown> {
  const path = join(folder.path, 'data.csv')
  await writeFile(path, content)
  return await loadTable(path, options)
}

const gzip = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0)
const latin1 = Buffer.from(`a,b,label\n${rows}5,6,é\n7,8,x\n`, 'latin1')
const wide = `${Array.from({ length: 70_000 }, (_, k) => `c${k}`).join(',')}\n${Array(70_000).fill(1).join(',')}\n`
const many = Array.from({ length: 600 }, (_, i) => `${i / 4},c${i % 300}`).join('\n')
const name = 'n'.repeat(101)

test.each<[string, string | Uint8Array, string]>([
  ['no byte', '', 'the table is without rows: expected at least one. Give it a row an example.'],
  ['no row', 'a,b,label\n\n', 'the table is without rows: expected at least one. Give it a row an example.'],
  [
    'one column',
    'a\n1\n',
    'line 1: the number of values is 1: expected 2 .. 65536, one of them the label. Separate the columns by commas',
  ],
  ['too many columns', wide, 'line 1: the number of values is 70000: expected 2 .. 65536'],
  [
    'UTF-16',
    Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le'),
    'the file is a text in UTF-16: expected a table as text',
  ],
  ['zeros', 'a,b\n1,\0\n', 'the file is binary: expected a table as text'],
  ['gzip', gzip, 'the file is a gzip file: expected a table as text: CSV or TSV in UTF-8. Unpack it first.'],
  ['HTML', '<!doctype html><p>No</p>', 'the file is a page of HTML: expected'],
  ['JSON', '[{"a": 1}]', 'the file is a text in JSON that begins with "[{\\"a\\": 1}]": expected'],
  ['Latin-1', latin1, 'line 4: the text is "5,6,\uFFFD": expected UTF-8. Save the table as CSV in UTF-8.'],
  [
    'a short row',
    `a,b,label\n${rows}5,6\n`,
    'line 4: the number of values is 2: expected 3, as line 1 has. Correct the row',
  ],
  [
    'a long row',
    `\r\n\ra,b,label\r\n${rows}5,6,7,8\n`,
    'line 6: the number of values is 4: expected 3, as line 3 has.',
  ],
  [
    'a long row after lines in quotes',
    `a,b,label\n"1","2\n\n","x"\n${rows}5,6,7,8\n`,
    'line 7: the number of values is 4: expected 3',
  ],
  [
    'a name twice',
    `a,a,label\n${rows}`,
    'line 1, column "a": the name is that of two columns: expected different names. Rename one of the two.',
  ],
  [
    'an open quote',
    `a,b,label\n${rows}"5,6,x\n7,8,y\n`,
    'line 4: a quote is never closed: expected quotes around a value, and quotes in it written twice.',
  ],
  [
    'a quote within a value',
    `a,b,label\n${rows}5" x 6",6,x\n`,
    'line 4: a quote is within a value: expected',
  ],
  ['a text after a quote', `a,b,label\n${rows}"5"6,"7",x\n`, 'line 4: a quote is within a value: expected'],
  [
    'a long line',
    `a,b,label\n${rows}${'5'.repeat(2 ** 22 + 2 ** 19)}`,
    'line 4: the line is longer than 4194304 characters: expected lines that end.',
  ],
  [
    'a text among numbers',
    `a,b,label\n${rows}5,oops,x\n`,
    'line 4, column "b": the value is "oops": expected a number. Correct it; for a column of categories, write a text in most rows.',
  ],
  [
    'infinity',
    `a,b,label\n${rows}5,1e999,x\n`,
    'line 4, column "b": the value is "1e999": expected a number.',
  ],
  [
    'decimal commas',
    'a;b;label\n1,5;2,5;x\n2;3,5;y\n',
    'line 2, column "a": the value is "1,5": expected a number. Write decimal points, and no separators of thousands.',
  ],
  [
    'a missing number',
    `a,b,label\n${rows}5,NaN,x\n`,
    'line 4, column "b": the value is missing: expected a value in every row. Give it, or fill missing values: fill, on the command line --fill.',
  ],
  [
    'missing categories',
    `a,b,label\n1,red,x\n2,,y\n3,?,x\n4,red,y\n`,
    'line 3, column "b": the value is missing, as in 2 rows: expected',
  ],
  [
    'a missing label',
    `a,b,label\n${rows}5,6,null\n`,
    'line 4, column "label": the label is missing: expected a label. Correct the label, or name another column by label (--label).',
  ],
  [
    'a fraction as label',
    `a,b,label\n1,2,0.5\n3,4,1\n`,
    'column "label": the label is "0.5": expected a class, as a whole number or a text.',
  ],
  [
    'a long label',
    `a,b,label\n${rows}5,6,${name}\n`,
    `line 4, column "label": the label is "${name.slice(0, 40)}"...: expected at most 100 characters.`,
  ],
  [
    'one label',
    `a,b,label\n1,2,x\n3,4,x\n`,
    'line 2, column "label": the label is "x": expected at least two different labels.',
  ],
  [
    'many labels',
    `a,label\n${many}`,
    'column "label": the label is one of more than 256: expected at most 256 classes.',
  ],
  [
    'many numbers as labels',
    `a,label\n${many.replaceAll('c', '')}`,
    'column "label": the label is one of more than 256',
  ],
  [
    'an unclear label',
    'a,b\n1.5,2.5\n3.5,4.5\n',
    'the column of the labels is unclear: expected one of the columns "a", "b". Name it by label, on the command line --label NAME.',
  ],
  [
    'two labels',
    'a,label,class\n1,2,3\n',
    'the column of the labels is one of "label", "class": expected one of the columns "a", "label", "class".',
  ],
  [
    'no inputs',
    'id,label\n1,x\n2,y\n',
    'the table is without inputs: expected a column of numbers or categories. Column "id" is left out: it numbers the rows.',
  ],
])('%s is refused', async (_, content, message) => {
  const refused = await loading(content).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(TableError)
  expect(String(refused)).toContain(join(folder.path, 'data.csv'))
  expect(String(refused)).toContain(message)
  expect(String(refused)).toMatch(/\.$/)
})

test.each(['\n', '\r\n', '\r'])('lines that end in %j are counted over the pieces of a file', async end => {
  const lines = ['a,b,label', ...Array(50_000).fill('1,2,x'), '1,2,"x\n"', '3,4,y', '5,oops,x']
  await expect(loading(lines.join(end))).rejects.toMatchObject({ line: 50_005, column: 'b' })
})

test('an error tells a program the file, the line, the column, the value and the expectation', async () => {
  await expect(loading(`a,b,label\n${rows}5,oops,x\n`)).rejects.toMatchObject({
    ...{ code: 'DATA_FILE', file: join(folder.path, 'data.csv'), line: 4, column: 'b' },
    ...{ found: '"oops"', expected: 'a number' },
  })
})

test.each<[LoadDataOptions, string]>([
  [{ label: 'species' }, 'label is "species": expected a column of'],
  [{ trainSize: 2 }, 'trainSize is 2: expected none. A table needs none.'],
  [{ imageSize: { rows: 2, cols: 2 } }, 'imageSize is {"rows":2,"cols":2}: expected none.'],
  [{ form: 'resized' }, 'form is "resized": expected none.'],
  [
    { like: { preprocessing: { kind: 'standard', means: [0], spreads: [1] } } },
    'The model takes numbers: expected one that takes images',
  ],
  [{ split: { shares: [0, 1, 1], seed: '0' } }, 'split is 0,1,1: expected three shares'],
])('the options %j are refused', async (options, message) => {
  const refused = await loading(`a,b,label\n${rows}`, options).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(GradusError)
  expect(refused).toMatchObject({ code: 'OPTION', message: expect.stringContaining(message) })
})

test('folders without a training part, or with two, are refused', async () => {
  for (const file of ['a.csv', 'b.csv']) await writeFile(join(folder.path, file), rows)
  await expect(loadTable(folder.path)).rejects.toThrow(
    'the training part is missing: expected train.csv beside "a.csv", "b.csv". Name its file train.csv, or pass the path of one file.',
  )
  for (const file of ['train.csv', 'my-train.csv']) await writeFile(join(folder.path, file), rows)
  await expect(loadTable(folder.path)).rejects.toThrow(
    'the file train.csv is one of "my-train.csv", "train.csv": expected one file.',
  )
})

test('a file that is not there is refused', async () => {
  await expect(loadTable(join(folder.path, 'data.csv'))).rejects.toMatchObject({ code: 'FILE' })
})
