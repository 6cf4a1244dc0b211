import { join } from 'node:path'
import { Dataset } from '@gradus/mnist'
import { loadTestData } from '@gradus/mnist/node'
import { useFolder } from '@gradus/testing/folders'
import { beforeAll, expect, test } from 'vitest'
import { writeFiles } from '../../test/picture-folders.ts'
import { loadData } from './load.ts'
import type { DataPart, LoadDataOptions, LoadedData } from './loaded-data.ts'

const folder = useFolder('test')
const names = Array.from({ length: 784 }, (_, k) => `pixel${k}`)
let digits: Dataset

beforeAll(async () => {
  digits = (await loadTestData()).subset(0, 120)
})

/** The digits as rows of a label and 784 pixels. */
function rows(change: (cells: string[], i: number) => readonly string[] = cells => cells): string {
  const lines = Array.from({ length: digits.length }, (_, i) => {
    const { label, pixels } = digits.at(i)
    return change([String(label), ...Array.from(pixels, String)], i).join(',')
  })
  return lines.join('\n')
}

const kaggle = (): string => `${['label', ...names].join(',')}\n${rows()}\n`

async function loaded(
  files: Readonly<Record<string, string>>,
  options?: LoadDataOptions,
): Promise<LoadedData> {
  await writeFiles(folder.path, files)
  const [name = ''] = Object.keys(files)
  return await loadData(Object.keys(files).length === 1 ? join(folder.path, name) : folder.path, options)
}

function images(part: DataPart | undefined): Dataset {
  if (part instanceof Dataset) return part
  throw new Error('expected images')
}

/** Pixels and label of every image, as texts. */
const textsOf = (part: Dataset): string[] =>
  Array.from({ length: part.length }, (_, i) => `${part.labels[i]}: ${part.at(i).pixels}`)

test("Kaggle's digits are the images of MNIST", async () => {
  const data = await loaded({ 'train.csv': kaggle() })
  expect(data).toMatchObject({ source: 'table', path: join(folder.path, 'train.csv') })
  expect([data.classes, data.preprocessing]).toEqual([undefined, undefined])
  expect(data.split).toEqual({ shares: [80, 10, 10], seed: '0' })
  const parts = [data.train, data.validation, data.test].map(images)
  expect(parts.map(({ length }) => length)).toEqual([96, 12, 12])
  expect(parts.map(({ rows, cols, classes }) => [rows, cols, classes])).toEqual(Array(3).fill([28, 28, 10]))
  expect(parts.flatMap(textsOf).sort()).toEqual(textsOf(digits).sort())
  expect(data.notes[0]).toBe('The label is column "label".')
})

test('images without a header, and with their label at the end, are the same data', async () => {
  const { train } = await loaded({ 'train.csv': kaggle() })
  const first = await loaded({ 'digits.csv': rows() })
  expect(first.train.hash).toBe(train.hash)
  expect(first.notes[0]).toBe('The label is the first column (--label names another).')
  const last = await loaded({ 'digits.csv': rows(([label, ...pixels]) => [...pixels, label]) })
  expect(last.train.hash).toBe(train.hash)
  expect(last.notes[0]).toBe('The label is the last column (--label names another).')
})

test('a folder of a competition has a test part without labels', async () => {
  const unlabelled = kaggle().replaceAll(/^[^,]*,/gm, '')
  const data = await loaded({ 'train.csv': kaggle(), 'test.csv': unlabelled })
  expect(data.train.length).toBe(96)
  expect(data.notes[1]).toBe(`${join(folder.path, 'test.csv')} is passed over: it has no column "label".`)
  const labelled = await loaded({ 'train.csv': kaggle(), 'test.csv': kaggle() })
  expect([images(labelled.test).length, images(labelled.validation).length]).toEqual([120, 20])
  expect(textsOf(images(labelled.test))).toEqual(textsOf(digits))
})

test("EMNIST's letters are transposed, count from 1, and may have names", async () => {
  const letters = rows(([label, ...pixels]) => [
    String(1 + (Number(label) % 3)),
    ...pixels.map((_, p) => pixels[28 * (p % 28) + Math.floor(p / 28)]),
  ])
  const data = await loaded({ 'letters.csv': letters }, { transpose: true })
  expect(data.classes).toEqual(['1', '2', '3'])
  expect(data.preprocessing).toEqual({ kind: 'image', rows: 28, cols: 28, transposed: true })
  const known = new Set(Array.from({ length: digits.length }, (_, i) => String(digits.at(i).pixels)))
  for (let i = 0; i < data.train.length; i++) expect(known).toContain(String(images(data.train).at(i).pixels))
  const named = await loaded({ 'letters.csv': letters }, { transpose: true, classes: ['a', 'b', 'c'] })
  expect(named.classes).toEqual(['a', 'b', 'c'])
  const again = await loaded({ 'letters.csv': letters }, { like: { ...named, sizes: [784, 3] } })
  expect(again).toMatchObject({ classes: ['a', 'b', 'c'], preprocessing: named.preprocessing })
  expect(again.train.hash).toBe(named.train.hash)
})

test('a model has its size, its form and its number of classes', async () => {
  const like = {
    preprocessing: { kind: 'image', rows: 14, cols: 14, form: 'resized' },
    sizes: [196, 12],
  } as const
  const data = await loaded({ 'digits.csv': kaggle() }, { like })
  expect(data.preprocessing).toEqual(like.preprocessing)
  expect(images(data.train)).toMatchObject({ rows: 14, cols: 14, classes: 12 })
})

test('columns of pixels have other names too, and those of small numbers are a table', async () => {
  const small = (name: (k: number) => string, scale: number): string => {
    const lines = Array.from({ length: 60 }, (_, i) =>
      [...Array.from({ length: 64 }, (_, k) => ((i * 7 + k * k) % 17) * scale), i % 3].join(','),
    )
    return [[...Array.from({ length: 64 }, (_, k) => name(k)), 'target'].join(','), ...lines].join('\n')
  }
  const kindOf = async (csv: string) => await loaded({ 'small.csv': csv }, { form: 'resized' }).catch(String)
  for (const name of [
    (k: number) => `${Math.floor(k / 8)}x${k % 8}`,
    (k: number) => `pixel_${Math.floor(k / 8)}_${k % 8}`,
  ]) {
    expect(await kindOf(small(name, 15))).toMatchObject({ source: 'table', preprocessing: { kind: 'image' } })
    expect(await kindOf(small(name, 1))).toContain('form is "resized": expected none.')
  }
  expect(await kindOf(small(k => `sensor ${String.fromCharCode(65 + k)}`, 15))).toContain('expected none.')
})

test.each<[string, (csv: string) => string, LoadDataOptions, string]>([
  [
    'a pixel that is missing',
    csv => csv.replace(/,0,/, ',,'),
    { like: {} },
    'column "pixel0": the value is "": expected a whole number of 0 .. 255. Correct it.',
  ],
  [
    'a pixel above 255',
    csv => csv.replace(/,0,/, ',256,'),
    { like: {} },
    'column "pixel0": the value is not a byte in every row: expected',
  ],
  [
    'a label that is missing',
    csv => csv.replace('\n7', '\n'),
    {},
    'line 2, column "label": the label is missing: expected a label.',
  ],
  [
    'a label that the model has not',
    csv => csv.replace('\n7', '\n10'),
    { like: {} },
    'the label is "10": expected one of "0", "1",',
  ],
  ['fill', csv => csv, { fill: true }, 'fill is true: expected none. A table of images needs none.'],
  [
    'another number of pixels',
    csv => csv.replaceAll(/,[^,]*$/gm, ''),
    { like: {} },
    'the number of pixels in a row is 783: expected 28 x 28, or those of a square.',
  ],
])('%s is refused', async (_, change, options, message) => {
  await expect(loaded({ 'train.csv': change(kaggle()) }, options)).rejects.toThrow(message)
})
