import { readdir, readFile, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Dataset } from '@gradus/mnist'
import { useFolder } from '@gradus/testing/folders'
import { describe, expect, test } from 'vitest'
import { pictures, pngFile, writeFiles } from '../../test/picture-folders.ts'
import { DataFileError } from './data-file-error.ts'
import { loadData } from './load.ts'
import type { LoadDataOptions, LoadedData } from './loaded-data.ts'
import { PictureCache } from './picture-cache.ts'

const folder = useFolder('test')
const load = (options: LoadDataOptions = {}): Promise<LoadedData> =>
  loadData(folder.path, { cache: false, ...options })

function imagesOf(part: unknown): Dataset {
  if (part instanceof Dataset) return part
  throw new Error('expected images')
}

const lengths = ({ train, validation, test: testData }: LoadedData): (number | undefined)[] => [
  train.length,
  validation?.length,
  testData?.length,
]

describe('a folder a class', () => {
  test('is one set, each class split by its share, the same for the same seed', async () => {
    await writeFiles(folder.path, { ...pictures('cat', 40), ...pictures('dog', 20, 100) })
    const data = await load()
    expect(lengths(data)).toEqual([48, 6, 6])
    expect(data.split).toEqual({ shares: [80, 10, 10], seed: '0' })
    expect([...imagesOf(data.test).labels]).toEqual([0, 0, 0, 0, 1, 1])
    expect((await load()).train.hash).toBe(data.train.hash)
    const other = await load({ split: { shares: [50, 0, 50], seed: '7' } })
    expect(lengths(other)).toEqual([30, undefined, 30])
    expect(other.train.hash).not.toBe(data.train.hash)
    expect(other.notes.join(' ')).toContain('split 50, 0, 50 into training')
  })

  test('has its files by the bytes of their names, and its pixels as they are where the form is resized', async () => {
    const files = { 'a/\u{10000}.png': 3, 'a/\uFF5E.png': 2, 'a/z.PNG': 1, 'b/0.png': 4 }
    for (const [name, seed] of Object.entries(files))
      await writeFiles(folder.path, { [name]: pngFile(28, 28, seed) })
    const { train, preprocessing } = await load({ split: { shares: [1, 0, 0], seed: '0' } })
    expect(preprocessing).toEqual({ kind: 'image', rows: 28, cols: 28, form: 'resized' })
    const first = [0, 1, 2, 3].map(i => imagesOf(train).at(i).pixels[0])
    expect(first).toEqual([31, 62, 93, 124])
  })

  test('has whole numbers in their order, and no names if they count from 0', async () => {
    for (const name of ['names/10', 'names/9', 'names/1', 'digits/0', 'digits/1'])
      await writeFiles(folder.path, pictures(name, 2))
    const named = await loadData(join(folder.path, 'names'), { cache: false })
    expect(named.classes).toEqual(['1', '9', '10'])
    const digits = await loadData(join(folder.path, 'digits'), { cache: false })
    expect([digits.classes, digits.train.outputSize]).toEqual([undefined, 2])
  })

  test('passes over what is hidden, and says what is no picture', async () => {
    const files = { ...pictures('cat', 2), ...pictures('dog', 2), '.git/x.png': 'x', 'cat/.x.png': 'x' }
    await writeFiles(folder.path, { ...files, 'cat/notes.txt': 'x', 'dog/a.webp': 'x', 'readme.md': 'x' })
    const [note] = (await load()).notes
    expect(note).toMatch(/^3 files are passed over, .*readme\.md, .*cat\/notes\.txt, .*dog\/a\.webp\.$/)
  })

  test('may be linked to', async () => {
    await writeFiles(folder.path, { ...pictures('data/cat', 2), ...pictures('elsewhere', 2) })
    await symlink(join(folder.path, 'elsewhere'), join(folder.path, 'data/dog'))
    expect((await loadData(join(folder.path, 'data'), { cache: false })).classes).toEqual(['cat', 'dog'])
  })
})

describe('parts', () => {
  test('come from folders, under their other names too', async () => {
    for (const part of ['Train', 'val', 'test'])
      await writeFiles(folder.path, { ...pictures(`${part}/cat`, 3), ...pictures(`${part}/dog`, 2) })
    await writeFiles(folder.path, { 'notes/x': 'x' })
    const data = await load()
    expect(lengths(data)).toEqual([5, 5, 5])
    expect([data.split, data.classes]).toEqual([undefined, ['cat', 'dog']])
    expect(data.notes).toContain('Folders beside train are passed over: notes.')
  })

  test('that are missing are split off the training part where that is asked for', async () => {
    for (const part of ['train', 'test'])
      await writeFiles(folder.path, { ...pictures(`${part}/cat`, 9), ...pictures(`${part}/dog`, 9) })
    expect(lengths(await load())).toEqual([18, undefined, 18])
    expect(lengths(await load({ split: { shares: [80, 10, 10], seed: '1' } }))).toEqual([16, 2, 18])
  })

  test('have the classes of the training part', async () => {
    await writeFiles(folder.path, { ...pictures('train/cat', 2), ...pictures('train/dog', 2) })
    await writeFiles(folder.path, { ...pictures('test/cat', 2), ...pictures('test/Dog', 2) })
    await expect(load()).rejects.toThrow(
      /test: the class in it is Dog: expected one of the 2 classes cat, dog/,
    )
  })
})

describe('a model', () => {
  test('gives the order of the classes, the size, the form and the split', async () => {
    await writeFiles(folder.path, { ...pictures('cat', 10), ...pictures('dog', 10) })
    const preprocessing = { kind: 'image', rows: 9, cols: 7, form: 'resized' } as const
    const split = { shares: [50, 25, 25], seed: '3' }
    const data = await load({ like: { classes: ['owl', 'dog', 'cat'], preprocessing, split } })
    expect(lengths(data)).toEqual([10, 5, 5])
    expect(data).toMatchObject({ classes: ['owl', 'dog', 'cat'], preprocessing, split })
    expect(new Set(imagesOf(data.train).labels)).toEqual(new Set([1, 2]))
    expect(data.train).toMatchObject({ rows: 9, cols: 7, classes: 3 })
  })

  test.each([
    [{ classes: ['cat', 'owl'] }, /the class in it is dog: expected one of the 2 classes cat, owl/],
    [{}, /the class in it is cat, dog: expected one of the 10 classes 0, 1, 2/],
    [
      { classes: ['cat', 'dog'], preprocessing: { kind: 'standard', means: [0], spreads: [1] } as const },
      /The model takes numbers: expected one that takes images/,
    ],
  ])('that does not go with the data is refused: %j', async (like, message) => {
    await writeFiles(folder.path, { ...pictures('cat', 2), ...pictures('dog', 2) })
    await expect(load({ like })).rejects.toThrow(message)
  })
})

describe('what is wrong', () => {
  test('twelve damaged pictures are counted, and ten of them named with their faults', async () => {
    await writeFiles(folder.path, { ...pictures('cat', 15), ...pictures('dog', 2) })
    for (let i = 0; i < 11; i++) await truncate(join(folder.path, `cat/${i}.png`), 60)
    await writeFile(join(folder.path, 'cat/text.png'), 'no picture')
    const error: unknown = await load().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(DataFileError)
    expect(error).toMatchObject({ code: 'DATA_FILE', found: '12', expected: 'none' })
    const [first = '', ...faults] = String(error).split('\n  ')
    expect(first).toMatch(/pictures that cannot be used is 12: expected none\. Repair or remove them/)
    expect(faults).toHaveLength(10)
    expect(faults[0]).toMatch(/^cat\/0\.png: The PNG .*: expected /)
  })

  test('links that lead nowhere are named', async () => {
    await writeFiles(folder.path, { ...pictures('cat', 2), ...pictures('dog', 2) })
    await symlink(join(folder.path, 'nowhere'), join(folder.path, 'cat/9.png'))
    await expect(load()).rejects.toThrow(/cat\/9\.png: It is unreadable \(ENOENT\): expected a picture/)
  })

  const classes = Object.assign({}, ...Array.from({ length: 257 }, (_, k) => ({ [`c${k}/1.png`]: 'x' })))
  test.each([
    ['an empty class', { 'owl/x.txt': 'x' }, /owl: the number of PNG and JPEG pictures in it is 0/],
    ['a folder in a class', { 'cat/big/1.png': 'x' }, /cat: what it holds is a folder too: big/],
    ['too many classes', classes, /the number of folders is 259: expected at most 256/],
    ['a long name', { [`${'x'.repeat(101)}/1.png`]: 'x' }, /expected a name of 1 \.\. 100 characters/],
    ['two training parts', { 'train/1.png': 'x', 'Training/1.png': 'x' }, /the folder for train is/],
    ['no training part', { 'test/a/1.png': 'x' }, /the folder is one of test alone: expected a folder train/],
  ])('%s is refused', async (_, files, message) => {
    await writeFiles(folder.path, { ...pictures('cat', 2), ...pictures('dog', 2), ...files })
    await expect(load()).rejects.toThrow(message)
    await expect(load()).rejects.toMatchObject({ code: 'DATA_FILE', remedy: expect.stringMatching(/\.$/) })
  })

  test('a class alone is refused', async () => {
    await writeFiles(folder.path, pictures('cat', 2))
    await expect(load()).rejects.toThrow(/the only class is cat: expected at least two classes/)
  })

  test.each([
    ['trainSize', { trainSize: 3 }],
    ['label', { label: 'x' }],
    ['imageSize', { imageSize: { rows: 0, cols: 28 } }],
    ['imageSize', { imageSize: { rows: 300, cols: 300 } }],
    ['split', { split: { shares: [0, 1, 1], seed: '0' } }],
  ])('the option %s is refused', async (option, options) => {
    await writeFiles(folder.path, { ...pictures('cat', 2), ...pictures('dog', 2) })
    await expect(load(options)).rejects.toMatchObject({ code: 'OPTION', option })
  })
})

describe('the cache', () => {
  const cacheOf = (): string => join(folder.path, '.cache')

  test('gives the same bits, from the same files in the same form alone', async () => {
    await writeFiles(folder.path, { ...pictures('cat', 5), ...pictures('dog', 5) })
    const cache = cacheOf()
    const [without, first] = [await load(), await load({ cache })]
    const again = await load({ cache })
    expect([first.train, again.train]).toEqual([without.train, without.train])
    expect(await readdir(cache)).toHaveLength(1)
    await load({ cache, imageSize: { rows: 8, cols: 8 } })
    await writeFiles(folder.path, { 'cat/0.png': pngFile(28, 28, 99) })
    expect((await load({ cache })).train.hash).not.toBe(without.train.hash)
    expect(await readdir(cache)).toHaveLength(3)
  })

  test('reads what it kept, and what is damaged it makes anew', async () => {
    await writeFiles(folder.path, { ...pictures('cat', 5), ...pictures('dog', 5) })
    const cache = cacheOf()
    const { train } = await load({ cache })
    const [name = ''] = await readdir(cache)
    const whole = await readFile(join(cache, name))
    for (const damaged of [whole.subarray(0, -1), Buffer.concat([whole.subarray(0, -1), Buffer.of(1)])]) {
      await writeFile(join(cache, name), damaged)
      expect((await load({ cache })).train.hash).toBe(train.hash)
      expect(await readFile(join(cache, name))).toEqual(whole)
    }
  })

  test('removes what was not used for longest, beyond its bound, and no other file', async () => {
    const path = cacheOf()
    await writeFiles(path, { 'other.txt': 'x'.repeat(500) })
    const cache = new PictureCache(path, 700)
    const keys = ['a', 'b', 'c'].map(letter => letter.repeat(64))
    for (const [i, key] of keys.entries()) {
      await cache.write(key, new Uint8Array(150).fill(i))
      await utimes(join(path, `${key}.pictures`), i, i)
    }
    expect(await cache.read(keys[0] ?? '', 150)).toEqual(new Uint8Array(150))
    await cache.write('d'.repeat(64), new Uint8Array(150))
    expect((await readdir(path)).map(name => name.charAt(0)).sort()).toEqual(['a', 'c', 'd', 'o'])
  })

  test('that cannot be written is said', async () => {
    await writeFiles(folder.path, { ...pictures('cat', 2), ...pictures('dog', 2), file: 'x' })
    const { notes } = await load({ cache: join(folder.path, 'file') })
    expect(notes.join(' ')).toContain('The decoded pictures are not kept for the next time: ')
  })
})

test('progress is told, and a signal stops it', async () => {
  await writeFiles(folder.path, { ...pictures('cat', 300), ...pictures('dog', 300) })
  const told: number[] = []
  await load({ onProgress: ({ done, total, unit }) => void (unit === 'files' && told.push(done / total)) })
  expect(told.at(-1)).toBe(1)
  expect(told).toEqual([...told].sort((a, b) => a - b))
  const controller = new AbortController()
  const loading = load({ signal: controller.signal })
  setTimeout(() => controller.abort(new Error('stopped')), 20)
  await expect(loading).rejects.toThrow('stopped')
})
