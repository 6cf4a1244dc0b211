import { join } from 'node:path'
import { answerOf, type Examples } from '@gradus/core'
import { useFolder } from '@gradus/testing/folders'
import { expect, test } from 'vitest'
import { bytesFile } from '../../test/npy-files.ts'
import { pictures, pngFile, writeFiles } from '../../test/picture-folders.ts'
import type { PartName } from '../part-names.ts'
import { loadData } from './load.ts'
import type { LoadDataOptions, LoadedData } from './loaded-data.ts'

const folder = useFolder('test')
const WHOLE = { shares: [1, 0, 0], seed: '0' }

/** The origins of all examples of a part. */
function originsIn(data: LoadedData, part: PartName): string[] {
  return Array.from({ length: data[part]?.length ?? 0 }, (_, i) => data.originOf?.(part, i) ?? '')
}

/** The inputs of example i, all of them, in their order. */
function inputsAt(examples: Examples | undefined, i: number): number[] {
  if (!examples) return []
  if (examples.kind === 'dense')
    return [...examples.x.subarray(i * examples.inputSize, (i + 1) * examples.inputSize)]
  const [from, end] = [examples.offsets[i], examples.offsets[i + 1]]
  return [...examples.indices.subarray(from, end), ...examples.values.subarray(from, end)]
}

/** The inputs and the label of the example that comes from each origin, over all parts. */
function contentsOf(data: LoadedData): Map<string, string> {
  const parts = ['train', 'validation', 'test'] as const
  return new Map(
    parts.flatMap(part =>
      originsIn(data, part).map((origin, i): [string, string] => {
        const examples = data[part] ?? data.train
        return [origin, `${answerOf(examples, i)}: ${inputsAt(examples, i)}`]
      }),
    ),
  )
}

/** Loads the folder whole, and split: the same example has the same origin. */
async function expectSameAsWhole(path: string, options: LoadDataOptions = {}): Promise<string[]> {
  const load = (own: LoadDataOptions) => loadData(path, { cache: false, ...options, ...own })
  const [whole, split] = await Promise.all([
    load({ split: WHOLE }),
    load({ split: { shares: [50, 30, 20], seed: '3' } }),
  ])
  const [expected, found] = [contentsOf(whole), contentsOf(split)]
  expect(originsIn(split, 'validation')).not.toEqual([])
  expect(new Map([...found].sort())).toEqual(new Map([...expected].sort()))
  return [...expected.keys()]
}

test('a picture comes from a file, also after a split', async () => {
  await writeFiles(folder.path, { ...pictures('cat', 10), ...pictures('dog', 10, 50) })
  const origins = await expectSameAsWhole(folder.path)
  expect(origins).toHaveLength(20)
  expect(origins[10]).toMatch(/^dog\/.*\.png$/)
})

test('a picture of a part comes from the folder of the part', async () => {
  for (const [name, seed] of Object.entries({
    'train/a/1': 1,
    'train/b/1': 2,
    'train/b/2': 3,
    'test/b/7': 4,
  }))
    await writeFiles(folder.path, { [`${name}.png`]: pngFile(28, 28, seed) })
  const data = await loadData(folder.path, { cache: false })
  expect(originsIn(data, 'train')).toEqual(['train/a/1.png', 'train/b/1.png', 'train/b/2.png'])
  expect(originsIn(data, 'test')).toEqual(['test/b/7.png'])
})

/** A table whose rows are all different, with a blank line, and a value of two lines. */
const ROWS = Array.from({ length: 20 }, (_, i) => `${i},${(i * i) % 7},${i % 2 ? 'cat' : '"a\ndog"'}`)
const TABLE = ['length,width,kind', ...ROWS.slice(0, 10), '', ...ROWS.slice(10), ''].join('\n')

test('a row comes from the line that it begins on', async () => {
  await writeFiles(folder.path, { 'data.csv': TABLE })
  const { originOf } = await loadData(join(folder.path, 'data.csv'), { label: 'kind', split: WHOLE })
  expect(originOf?.('train', 0)).toBe('line 2')
  expect(originOf?.('train', 1)).toBe('line 4')
  expect(originOf?.('train', 10)).toBe('line 18')
  const data = await loadData(join(folder.path, 'data.csv'), { label: 'kind' })
  const whole = await loadData(join(folder.path, 'data.csv'), { label: 'kind', split: WHOLE })
  const all = (['train', 'validation', 'test'] as const).flatMap(part => originsIn(data, part))
  expect(all.sort()).toEqual(originsIn(whole, 'train').sort())
  expect(all.indexOf(originsIn(data, 'train')[0] ?? '')).toBeGreaterThanOrEqual(0)
})

test('a row of several files names its own', async () => {
  await writeFiles(folder.path, { 'train.csv': TABLE, 'test.csv': TABLE })
  const data = await loadData(folder.path, { label: 'kind' })
  expect(data.originOf?.('train', 10)).toBe('line 18 of train.csv')
  expect(data.originOf?.('test', 10)).toBe('line 18 of test.csv')
})

test('an image of a table comes from a line', async () => {
  const header = ['label', ...Array.from({ length: 64 }, (_, p) => `pixel${p}`)].join(',')
  const rows = Array.from({ length: 20 }, (_, i) =>
    [i % 2, ...Array.from({ length: 64 }, (_, p) => (p * 7 + i * 3) % 256)].join(','),
  )
  await writeFiles(folder.path, { 'data.csv': [header, ...rows, ''].join('\n') })
  const origins = await expectSameAsWhole(join(folder.path, 'data.csv'))
  expect(origins).toEqual(Array.from({ length: 20 }, (_, i) => `line ${i + 2}`))
})

test('an image of an array comes from a place in it, also of the last sixth', async () => {
  const arrays = (count: number) => ({
    x: bytesFile([count, 3, 3], i => i % 251),
    y: bytesFile([count], i => i % 2),
  })
  const { x, y } = arrays(12)
  await writeFiles(folder.path, { 'x.npy': x, 'y.npy': y })
  expect((await expectSameAsWhole(folder.path))[11]).toBe('x[11]')
  const other = join(folder.path, 'other')
  const last = arrays(4)
  await writeFiles(other, { 'x_train.npy': x, 'y_train.npy': y, 'x_test.npy': last.x, 'y_test.npy': last.y })
  const data = await loadData(other)
  expect(originsIn(data, 'validation')).toEqual(['x_train[10]', 'x_train[11]'])
  expect(data.originOf?.('train', 9)).toBe('x_train[9]')
  expect(data.originOf?.('test', 3)).toBe('x_test[3]')
})

test('an image of MNIST comes from a place in its file', async () => {
  const { originOf } = await loadData(undefined)
  expect(originOf?.('train', 7)).toBe('train-images-idx3-ubyte[7]')
  expect(originOf?.('validation', 7)).toBe('train-images-idx3-ubyte[50007]')
  expect(originOf?.('test', 7)).toBe('t10k-images-idx3-ubyte[7]')
})
