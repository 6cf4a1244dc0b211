import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Dataset } from '@gradus/mnist'
import { loadMnist } from '@gradus/mnist/node'
import { useFolder } from '@gradus/testing/folders'
import { describe, expect, test } from 'vitest'
import { writeFiles } from '../../test/picture-folders.ts'
import { loadData } from './load.ts'
import type { LoadDataOptions, LoadedData } from './loaded-data.ts'

const folder = useFolder('test')
const load = (options?: LoadDataOptions, path = folder.path): Promise<LoadedData> => loadData(path, options)
const WHOLE = { shares: [1, 0, 0], seed: '0' }

/** An IDX file of this type and shape: number i is the bytes at(i). */
function idx(code: number, shape: readonly number[], at: (i: number) => readonly number[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length))
  header.setUint32(0, (code << 8) | shape.length)
  for (const [d, length] of shape.entries()) header.setUint32(4 + 4 * d, length)
  const count = shape.reduce((product, length) => product * length, 1)
  const data = Array.from({ length: count }, (_, i) => at(i)).flat()
  return Uint8Array.from([...new Uint8Array(header.buffer), ...data])
}

const bytes = (shape: readonly number[], at: (i: number) => number): Uint8Array =>
  idx(8, shape, i => [at(i) % 256])

/** The files of a set: so many images of 2 x 3, label i of them is at(i). */
function set(
  prefix: string,
  at: (i: number) => number,
  parts = ['train', 't10k'],
): Record<string, Uint8Array> {
  const files = parts.flatMap(part => [
    [`${prefix}${part}-images-idx3-ubyte`, bytes([12, 2, 3], i => i)] as const,
    [`${prefix}${part}-labels-idx1-ubyte`, bytes([12], at)] as const,
  ])
  return Object.fromEntries(files)
}

function images(part: unknown): Dataset {
  if (part instanceof Dataset) return part
  throw new Error('expected images')
}

describe("MNIST's names", () => {
  test('with labels from 0 on are what loadMnist gives, to the hash', async () => {
    await writeFiles(
      folder.path,
      set('', i => i % 3),
    )
    const [data, splits] = [await load({ trainSize: 7 }), await loadMnist({ dir: folder.path, trainSize: 7 })]
    for (const part of ['train', 'validation', 'test'] as const) expect(data[part]).toEqual(splits[part])
    expect([data.classes, data.split]).toEqual([undefined, undefined])
    expect(data.preprocessing).toEqual({ kind: 'image', rows: 2, cols: 3, form: 'resized' })
  })

  test('may have names of classes beside them, or by an option', async () => {
    await writeFiles(folder.path, { ...set('', i => i % 3), 'classes.txt': 'cat\ndog\nowl\n' })
    const data = await load()
    expect(data.classes).toEqual(['cat', 'dog', 'owl'])
    expect(data.train.hash).toBe((await loadMnist({ dir: folder.path })).train.hash)
    expect((await load({ classes: ['a', 'b', 'c'] })).classes).toEqual(['a', 'b', 'c'])
    await expect(load({ classes: ['a', 'b'] })).rejects.toMatchObject({ code: 'OPTION', option: 'classes' })
    const turned = await load({ like: { ...data, classes: ['owl', 'cat', 'dog'] } })
    expect([...images(turned.test).labels].slice(0, 3)).toEqual([1, 2, 0])
  })

  test('with labels from 1 on are shifted, and keep their numbers as names', async () => {
    await writeFiles(
      folder.path,
      set('', i => 1 + (i % 3)),
    )
    const data = await load()
    expect(data.classes).toEqual(['1', '2', '3'])
    expect([...images(data.test).labels].slice(0, 4)).toEqual([0, 1, 2, 0])
    const old = await load({ like: { sizes: [6, 4] } })
    expect([old.train.outputSize, old.classes, old.preprocessing]).toEqual([4, undefined, undefined])
  })

  test('split their training part where that is asked for', async () => {
    await writeFiles(
      folder.path,
      set('', i => i % 3),
    )
    const split = { shares: [50, 50, 0], seed: '4' }
    const data = await load({ split })
    expect([data.train.length, data.validation?.length, data.test?.length]).toEqual([6, 6, 12])
    expect((await load({ like: data })).train.hash).toBe(data.train.hash)
  })

  test('of a set that is incomplete say what is missing', async () => {
    await writeFiles(
      folder.path,
      set('', i => i, ['train']),
    )
    await expect(load()).rejects.toThrow(/is incomplete: expected also t10k-images-idx3-ubyte, t10k-labels/)
  })

  test('of files that are swapped say so', async () => {
    const files = set('', i => i % 3)
    const [images = '', labels = ''] = Object.keys(files)
    await writeFiles(folder.path, { ...files, [images]: files[labels] ?? '', [labels]: files[images] ?? '' })
    await expect(load()).rejects.toMatchObject({ code: 'DATA_FILE' })
  })
})

describe('other names', () => {
  test("are EMNIST's, with its mapping file, images to be turned and a note", async () => {
    const letters = set('emnist-letters-', i => 1 + (i % 3), ['train', 'test'])
    const files = Object.entries(letters).map(([name, file]) => [`${name}.gz`, gzipSync(file)] as const)
    await writeFiles(folder.path, Object.fromEntries(files))
    await writeFiles(folder.path, { 'emnist-letters-mapping.txt': '1 65 97\n2 66 98\n3 67 99\n' })
    const data = await load({ trainSize: 10 })
    expect(data).toMatchObject({ source: 'idx', classes: ['A', 'B', 'C'], train: { length: 10, rows: 2 } })
    expect(data.notes[0]).toMatch(/^EMNIST's files list the pixels of an image column by column: transpose/)
    const turned = await load({ transpose: true })
    expect([...images(turned.train).at(0).pixels]).toEqual([0, 3, 1, 4, 2, 5])
    expect(turned.preprocessing).toMatchObject({ rows: 3, cols: 2, transposed: true })
    expect(turned.notes.join()).not.toContain('EMNIST')
    expect((await load({ like: turned })).test?.hash).toBe(turned.test?.hash)
    await writeFile(join(folder.path, 'emnist-letters-mapping.txt'), 'A 65')
    await expect(load()).rejects.toThrow(/mapping\.txt: line 1 is "A 65": expected a label and the codes/)
  })

  test("are QMNIST's, whose labels have eight columns", async () => {
    const number = (value: number): number[] => [0, 0, 0, value]
    await writeFiles(folder.path, {
      'qmnist-train-images-idx3-ubyte': bytes([3, 2, 2], i => i),
      'qmnist-train-labels-idx2-int': idx(12, [3, 8], i => number(i % 8 === 0 ? i / 8 : 99)),
    })
    const data = await load({ split: WHOLE })
    expect([[...images(data.train).labels], data.classes]).toEqual([[0, 1, 2], undefined])
  })

  test("are found in torchvision's folders, and of several sets one is chosen by a file", async () => {
    const sets = { ...set('emnist-a-', i => i % 2, ['train']), ...set('emnist-b-', i => i % 3, ['train']) }
    await writeFiles(
      join(folder.path, 'MNIST/raw'),
      set('', i => i % 3),
    )
    await writeFiles(join(folder.path, 'sets'), sets)
    for (const path of [folder.path, join(folder.path, 'MNIST')]) {
      expect(await load({}, path)).toMatchObject({
        path: join(folder.path, 'MNIST/raw'),
        train: { length: 10 },
      })
    }
    await expect(load({}, join(folder.path, 'sets'))).rejects.toThrow(
      /the folder is one of 2 sets: emnist-a-, emnist-b-: expected the IDX files of one/,
    )
    const file = join(folder.path, 'sets/emnist-b-train-labels-idx1-ubyte')
    expect((await load({}, file)).train.outputSize).toBe(3)
    await writeFiles(join(folder.path, 'EMNIST/raw'), sets)
    await expect(load()).rejects.toThrow(/the folder is one of several sets: .*EMNIST\/raw, .*MNIST\/raw/)
  })
})

describe('other types and dimensions', () => {
  const labels = bytes([4], i => i % 2)
  const train = (file: Uint8Array): Record<string, Uint8Array> => ({
    'train-images-idx3-ubyte': file,
    'train-labels-idx1-ubyte': labels,
    't10k-images-idx3-ubyte': file,
    't10k-labels-idx1-ubyte': labels,
  })

  test('rows of numbers are put on one scale', async () => {
    const float = (value: number): Uint8Array => {
      const view = new DataView(new ArrayBuffer(4))
      view.setFloat32(0, value)
      return new Uint8Array(view.buffer)
    }
    await writeFiles(folder.path, train(idx(13, [4, 3], i => [...float(i / 2)])))
    const data = await load()
    expect(data).toMatchObject({ source: 'idx', train: { kind: 'dense', inputSize: 3, outputSize: 2 } })
    expect(data.preprocessing).toMatchObject({ kind: 'standard', means: [1.5, 2, 2.5] })
  })

  test('whole numbers of 16 bits are images, and colours are made grey', async () => {
    await writeFiles(folder.path, train(idx(11, [4, 1, 2], i => [0, 30 * i])))
    expect([...images((await load()).train).at(2).pixels]).toEqual([120, 150])
    await writeFiles(folder.path, train(bytes([4, 1, 1, 3], i => [255, 0, 0][i % 3] ?? 0)))
    expect([...images((await load()).train).at(0).pixels]).toEqual([54])
  })

  test('of another size than the model takes are refused', async () => {
    await writeFiles(folder.path, train(bytes([4, 2, 3], i => i)))
    const preprocessing = { kind: 'image', rows: 3, cols: 2 } as const
    await expect(load({ like: { preprocessing } })).rejects.toThrow(
      /an image is 2 x 3: expected 3 x 2, as the model/,
    )
    await expect(load({ like: { sizes: [7, 2] } })).rejects.toThrow(/an image is 2 x 3: expected 7 pixels/)
  })
})
