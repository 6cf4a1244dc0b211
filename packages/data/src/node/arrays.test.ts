import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DenseExamples, NetworkNames } from '@gradus/core'
import { Dataset } from '@gradus/mnist'
import { useFolder } from '@gradus/testing/folders'
import { edited, editsWithin, fuzzCases } from '@gradus/testing/mutations'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesFile, floatsFile, npyFile } from '../../test/npy-files.ts'
import { writeFiles } from '../../test/picture-folders.ts'
import { DataFileError } from './data-file-error.ts'
import { loadData } from './load.ts'
import type { LoadDataOptions, LoadedData } from './loaded-data.ts'
import { readNpy } from './npy.ts'
import { readZip } from './npz.ts'

const goldens = join(import.meta.dirname, '../../test/goldens')
const folder = useFolder('test')
const load = (options?: LoadDataOptions): Promise<LoadedData> => loadData(folder.path, options)
const WHOLE = { shares: [1, 0, 0], seed: '0' }

function images(part: unknown): Dataset {
  if (part instanceof Dataset) return part
  throw new Error('expected images')
}

function rows(part: LoadedData['train'] | undefined): DenseExamples {
  if (part?.kind === 'dense') return part
  throw new Error('expected rows')
}

const pixels = (part: unknown): number[] => {
  const data = images(part)
  return Array.from({ length: data.length }, (_, i) => [...data.at(i).pixels]).flat()
}

test('numbers of all types, orders and texts are those that NumPy saved', async () => {
  const expected: Record<string, unknown> = JSON.parse(await readFile(join(goldens, 'arrays.json'), 'utf8'))
  const entries = await readZip(await readFile(join(goldens, 'arrays.npz')), 'arrays.npz', () => true)
  const found: Record<string, unknown> = {}
  for (const [name, bytes] of entries) {
    const { type, texts, data } = readNpy(bytes, 'arrays.npz', name)
    found[name.replace('.npy', '')] = type === 'text' ? texts : Array.from(data)
  }
  expect(found).toEqual(expected)
  expect(Object.keys(found)).toHaveLength(45)
})

test('arrays and IDX files that are sorted by class are told of', async () => {
  const x = bytesFile([12, 3, 3], i => i % 251)
  const arrays = (labelOf: (i: number) => number) => ({
    ...{ 'x_train.npy': x, 'y_train.npy': bytesFile([12], labelOf) },
    ...{ 'x_test.npy': x, 'y_test.npy': bytesFile([12], i => i % 3) },
  })
  const notesFor = async (labelOf: (i: number) => number, options?: LoadDataOptions): Promise<string> => {
    await writeFiles(folder.path, arrays(labelOf))
    return (await load(options)).notes.join(' ')
  }
  const sorted = (i: number): number => (i < 5 ? 0 : i < 10 ? 1 : 2)
  expect(await notesFor(sorted)).toContain(
    'The examples are sorted by class, and the first 10 of 12 are for training, without class "2": split',
  )
  expect(await notesFor(i => (i < 6 ? 1 : 0))).toContain(
    'sorted by class, and the first 10 of 12 are for training: ',
  )
  expect(await notesFor(i => (i === 11 ? 2 : i % 2))).toContain('are not mixed, and the first 10')
  expect(await notesFor(i => i % 3)).not.toContain('The examples are')
  expect(await notesFor(sorted, { split: { shares: [60, 20, 20], seed: '0' } })).not.toContain(
    'The examples are',
  )
})

describe('images', () => {
  test('are bytes of three dimensions, and of two with rows of square length', async () => {
    const labels = bytesFile([4], i => i % 2)
    await writeFiles(folder.path, { 'x.npy': bytesFile([4, 2, 3], i => i), 'y.npy': labels })
    const { train, preprocessing, classes, split } = await load({ split: WHOLE })
    expect(pixels(train)).toEqual(Array.from({ length: 24 }, (_, i) => i))
    expect(train).toMatchObject({ rows: 2, cols: 3, classes: 2 })
    expect([preprocessing, classes, split]).toEqual([
      { kind: 'image', rows: 2, cols: 3, form: 'resized' },
      undefined,
      WHOLE,
    ])
    await writeFiles(folder.path, { 'x.npy': bytesFile([4, 9], i => i) })
    expect((await load({ split: WHOLE })).train).toMatchObject({ rows: 3, cols: 3 })
  })

  test('are floats of whole 255ths too, in the same bytes', async () => {
    const y = bytesFile([4], i => i % 2)
    await writeFiles(folder.path, { 'x.npy': bytesFile([4, 64], i => (7 * i) % 256), 'y.npy': y })
    const bytes = await load()
    await writeFiles(folder.path, { 'x.npy': floatsFile([4, 64], i => ((7 * i) % 256) / 255) })
    expect((await load()).train.hash).toBe(bytes.train.hash)
    const float32 = Float32Array.from({ length: 256 }, (_, i) => ((7 * i) % 256) / 255)
    await writeFiles(folder.path, { 'x.npy': npyFile('<f4', [4, 64], new Uint8Array(float32.buffer)) })
    expect((await load()).train.hash).toBe(bytes.train.hash)
  })

  test('of four dimensions are made grey, on white where they have an opacity', async () => {
    const y = bytesFile([2], i => i)
    const rgb = [255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30]
    await writeFiles(folder.path, { 'x.npy': bytesFile([2, 1, 2, 3], i => rgb[i] ?? 0), 'y.npy': y })
    // Rec. ITU-R BT.709-6: 0.213 R + 0.715 G + 0.072 B.
    expect(pixels((await load({ split: WHOLE })).train)).toEqual([54, 182, 18, 19])
    const planes = [255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0]
    await writeFiles(folder.path, { 'x.npy': bytesFile([2, 3, 1, 5], i => (i < 12 ? (planes[i] ?? 0) : 0)) })
    expect((await load({ split: WHOLE })).train).toMatchObject({ rows: 1, cols: 5 })
    await writeFiles(folder.path, { 'x.npy': bytesFile([2, 1, 1, 2], i => [100, 0, 100, 255][i] ?? 0) })
    expect(pixels((await load({ split: WHOLE })).train)).toEqual([255, 100])
  })

  test('are turned upright, and made in another size, where that is asked for', async () => {
    await writeFiles(folder.path, { 'x.npy': bytesFile([2, 2, 3], i => i), 'y.npy': bytesFile([2], i => i) })
    const turned = await load({ split: WHOLE, transpose: true })
    expect(pixels(turned.train)).toEqual([0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11])
    expect(turned.preprocessing).toMatchObject({ rows: 3, cols: 2, transposed: true })
    const like = await load({ split: WHOLE, like: turned })
    expect([like.train.hash, like.preprocessing]).toEqual([turned.train.hash, turned.preprocessing])
    const small = await load({ split: WHOLE, imageSize: { rows: 1, cols: 1 }, form: 'resized' })
    expect(pixels(small.train)).toEqual([3, 9])
  })
})

describe('parts', () => {
  const x = (count: number): Uint8Array => bytesFile([count, 28, 28], i => i % 256)
  const y = (count: number): Uint8Array => bytesFile([count], i => i % 3)

  test('are named as Keras and MedMNIST name them', async () => {
    await writeFiles(folder.path, { 'X_train.npy': x(12), 'y_train.npy': y(12) })
    await writeFiles(folder.path, { 'x_test.npy': x(6), 'y_test.npy': y(6) })
    const keras = await load()
    expect([keras.train.length, keras.validation?.length, keras.test?.length]).toEqual([10, 2, 6])
    expect((await load({ trainSize: 7 })).validation?.length).toBe(5)
    const split = { shares: [50, 50, 0], seed: '0' }
    expect(await load({ split })).toMatchObject({ split, train: { length: 6 }, validation: { length: 6 } })
    const medical = join(folder.path, 'medical')
    for (const [part, count] of [
      ['train', 9],
      ['val', 6],
      ['test', 3],
    ] as const)
      await writeFiles(medical, { [`${part}_images.npy`]: x(count), [`${part}_labels.npy`]: y(count) })
    const loaded = await loadData(medical)
    expect([loaded.train.length, loaded.validation?.length, loaded.test?.length]).toEqual([9, 6, 3])
  })

  test.each([
    [
      { 'x_train.npy': x(3) },
      /the part train is made of x_train: expected one array of inputs, .* and one of labels/,
    ],
    [
      { 'x_test.npy': x(3), 'y_test.npy': y(3) },
      /what it holds is x_test, y_test alone: expected x_train and y_train/,
    ],
    [{ 'other.npy': x(3) }, /what it holds is no array of a known name/],
    [{ 'x.npy': x(3), 'y.npy': y(2) }, /the number of labels in y is 2: expected 3, as x has examples/],
    [
      {
        'x_train.npy': x(3),
        'y_train.npy': y(3),
        'x_test.npy': bytesFile([3, 2, 2], i => i),
        'y_test.npy': y(3),
      },
      /the kind of x_test is images of 2 x 2: expected images of 28 x 28, as x_train has/,
    ],
    [{ 'a.npz': 'x', 'b.npz': 'x' }, /the folder is 2 \.npz files: expected one/],
    [{ 'a.npz': 'x' }, /the archive is damaged/],
  ])('that are incomplete are refused: %#', async (files, message) => {
    await writeFiles(folder.path, files)
    await expect(load()).rejects.toThrow(message)
    await expect(load()).rejects.toBeInstanceOf(DataFileError)
  })
})

describe('labels', () => {
  const x = bytesFile([4, 2, 2], i => i)

  test.each([
    ['from 1 on are shifted and keep their numbers', bytesFile([4, 1], i => i + 1), ['1', '2', '3', '4']],
    ['with gaps have names', bytesFile([4], i => 3 * i), ['0', '3', '6', '9']],
    ['may be one-hot rows', floatsFile([4, 5], i => Number(i % 6 === 0)), undefined],
    ['may be texts', npyFile('|S2', [4], new TextEncoder().encode('doggddcw')), ['cw', 'dd', 'do', 'gg']],
  ])('%s', async (_, y, classes) => {
    await writeFiles(folder.path, { 'x.npy': x, 'y.npy': y })
    const data = await load({ split: WHOLE })
    expect(data.classes).toEqual(classes)
    expect(data.train.outputSize).toBe(classes === undefined ? 5 : 4)
  })

  test('are named by classes.txt beside them, by an option, and in the order of a model', async () => {
    await writeFiles(folder.path, { 'x.npy': x, 'y.npy': bytesFile([4], i => 1 + (i % 2)) })
    await writeFiles(folder.path, { 'classes.txt': 'cat\r\ndog\n' })
    expect((await load()).classes).toEqual(['cat', 'dog'])
    expect((await load({ classes: ['a', 'b'] })).classes).toEqual(['a', 'b'])
    const like: NetworkNames = {
      classes: ['dog', 'owl', 'cat'],
      preprocessing: { kind: 'image', rows: 2, cols: 2, form: 'resized' },
    }
    const data = await load({ like, split: WHOLE })
    expect([...images(data.train).labels]).toEqual([2, 0, 2, 0])
    await expect(load({ like: { ...like, classes: ['dog', 'owl'] } })).rejects.toThrow(
      /a class in y is 1 \(cat\): expected one of the 2 classes of the model: dog, owl/,
    )
    await expect(load({ classes: ['a'] })).rejects.toMatchObject({ option: 'classes' })
    await writeFiles(folder.path, { 'classes.txt': 'cat\ncat' })
    await expect(load()).rejects.toThrow(
      /classes\.txt: line 2 is "cat": expected at most 256 different names/,
    )
  })

  test.each([
    ['measurements', floatsFile([4], i => i / 2), /label 1 of y is 0\.5: expected a whole number/],
    ['rows of several classes', bytesFile([4, 2], () => 1), /row 0 of y is not of one class/],
    ['images', bytesFile([4, 2, 2], () => 1), /the shape of y is \(4, 2, 2\): expected a list of labels/],
  ])('that are %s are refused', async (_, y, message) => {
    await writeFiles(folder.path, { 'x.npy': x, 'y.npy': y })
    await expect(load()).rejects.toThrow(message)
  })

  test('of more than 256 classes are refused', async () => {
    const y = floatsFile([300], i => i)
    await writeFiles(folder.path, { 'x.npy': bytesFile([300, 2, 2], () => 0), 'y.npy': y })
    await expect(load()).rejects.toThrow(/the number of classes in y is 300: expected at most 256/)
  })
})

describe('rows of numbers', () => {
  test('are put on one scale by the training part alone, or by a model', async () => {
    await writeFiles(folder.path, {
      ...{
        'x_train.npy': floatsFile([2, 3], i => [1, 5, 7, 3, 5, 9][i] ?? 0),
        'y_train.npy': bytesFile([2], i => i),
      },
      ...{ 'x_test.npy': floatsFile([2, 3], i => i), 'y_test.npy': bytesFile([2], i => i) },
    })
    const data = await load({ trainSize: 2 })
    expect([...rows(data.train).x]).toEqual([-1, 0, -1, 1, 0, 1])
    expect([...rows(data.test).x]).toEqual([-2, -4, -6, 1, -1, -3])
    expect(data.preprocessing).toEqual({ kind: 'standard', means: [2, 5, 8], spreads: [1, 1, 1] })
    const standard = { kind: 'standard', means: [0, 0, 0], spreads: [1, 1, 2] } as const
    const like = await load({ trainSize: 2, like: { preprocessing: standard } })
    expect([...rows(like.train).x]).toEqual([1, 5, 3.5, 3, 5, 4.5])
    const narrow = { ...standard, means: [0, 0], spreads: [1, 1] }
    await expect(load({ like: { preprocessing: narrow } })).rejects.toThrow(
      /the number of inputs in x_train is 3: expected 2, as the model takes/,
    )
    await expect(load({ like: {} })).rejects.toThrow(
      /The model takes images: expected one that takes 3 numbers/,
    )
    await expect(load({ form: 'resized' })).rejects.toMatchObject({ option: 'form' })
  })

  test('that are not finite, or not exact, are refused with their place', async () => {
    await writeFiles(folder.path, {
      'x.npy': floatsFile([2, 2], i => (i === 3 ? Number.NaN : i)),
      'y.npy': bytesFile([2], i => i),
    })
    await expect(load()).rejects.toThrow(/number 3 of x is not finite/)
    const large = new Uint8Array(BigInt64Array.of(1n, 2n ** 60n).buffer)
    await writeFiles(folder.path, { 'x.npy': npyFile('<i8', [2, 1], large) })
    await expect(load()).rejects.toThrow(/number 1 of x is not finite, or above 2 \*\* 53/)
  })
})

describe('damaged files', () => {
  const header = (text: string): Uint8Array => {
    const bytes = Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length, 0])
    return Uint8Array.from([...bytes, ...new TextEncoder().encode(text)])
  }
  test.each([
    ['no array', new TextEncoder().encode('hello, this is text'), /the header of x is no NumPy array/],
    ['a header cut short', header("{'descr'").subarray(0, 14), /the header of x is 8 bytes long/],
    [
      'a header without a shape',
      header("{'descr': '<f8', 'fortran_order': False}"),
      /without a type, an order, or a shape/,
    ],
    ['data cut short', bytesFile([2, 2], i => i).slice(0, -1), /the data of x is 3 bytes long: expected 4/],
    [
      'a shape beyond memory',
      npyFile('<f8', [2 ** 40, 9], new Uint8Array(8)),
      /the shape of x is \(1099511627776, 9\): expected 1 \.\. 134217728 numbers/,
    ],
    ['no numbers', npyFile('<f8', [0, 9], new Uint8Array(0)), /the shape of x is \(0, 9\)/],
    [
      'objects',
      npyFile('|O', [2], new Uint8Array(16)),
      /the type of x is objects \(a pickle, \|O\): expected numbers .* Save it as such: array\.astype/,
    ],
    ['complex numbers', npyFile('<c8', [2], new Uint8Array(16)), /the type of x is <c8/],
    ['long floats', npyFile('<f16', [2], new Uint8Array(32)), /the type of x is <f16/],
  ])('%s is refused', async (_, x, message) => {
    await writeFiles(folder.path, { 'x.npy': x, 'y.npy': bytesFile([2], i => i) })
    await expect(load()).rejects.toThrow(message)
    await expect(load()).rejects.toMatchObject({ code: 'DATA_FILE', remedy: expect.stringMatching(/\.$/) })
  })

  test('objects and records that NumPy saved are refused', async () => {
    const path = join(goldens, 'objects.npz')
    await expect(loadData(path)).rejects.toThrow(/the type of (x is objects \(a pickle|y is records)/)
  })

  test('a byte that is wrong in an archive is found by its checksum', async () => {
    const bytes = Uint8Array.from(await readFile(join(goldens, 'arrays.npz')))
    bytes[200] = 255 - (bytes[200] ?? 0)
    await expect(readZip(bytes, 'a.npz', () => true)).rejects.toThrow(/a\.npz: the archive is damaged/)
  })

  test('any mutation of an array or an archive is read, or refused with a typed error', async () => {
    const npy = floatsFile([2, 3], i => i)
    const npz = await readFile(join(goldens, 'objects.npz'))
    let read = 0
    await fc.assert(
      fc.asyncProperty(fc.boolean(), editsWithin(npz.length), async (isArchive, edits) => {
        try {
          const bytes = edited(isArchive ? npz : npy, edits)
          const entries = isArchive ? await readZip(bytes, 'fuzzed', () => true) : new Map([['x', bytes]])
          for (const [name, content] of entries) readNpy(content, 'fuzzed', name)
          read++
        } catch (error) {
          expect(error).toBeInstanceOf(DataFileError)
        }
      }),
      { seed: 18, numRuns: fuzzCases(1500) },
    )
    expect(read).toBeGreaterThan(0)
  })
})
