import { Dataset } from '@gradus/mnist'
import { loadMnist } from '@gradus/mnist/node'
import { useFolder } from '@gradus/testing/folders'
import { expect, test, vi } from 'vitest'
import { pictures, writeFiles } from '../../test/picture-folders.ts'
import { loadData } from './load.ts'

const folder = useFolder('test')

test('without a path it is the embedded MNIST, with its hashes and no facts', async () => {
  const [data, splits] = await Promise.all([loadData(undefined), loadMnist()])
  expect(data.train.hash).toBe(splits.train.hash)
  expect(data).toMatchObject({ source: 'idx', path: undefined, notes: [] })
  expect([data.classes, data.preprocessing, data.split]).toEqual([undefined, undefined, undefined])
})

test('a folder with a folder a class is pictures, also where GRADUS_DATA names it', async () => {
  await writeFiles(folder.path, { ...pictures('cat', 10), ...pictures('dog', 10, 100) })
  vi.stubEnv('GRADUS_DATA', folder.path)
  const data = await loadData(undefined).finally(() => vi.unstubAllEnvs())
  expect(data).toMatchObject({ source: 'pictures', path: folder.path, classes: ['cat', 'dog'] })
  expect(data.train).toBeInstanceOf(Dataset)
  expect([data.train.length, data.validation?.length, data.test?.length]).toEqual([16, 2, 2])
})

test.each(['', 3])('the path %j is refused', async path => {
  // @ts-expect-error a number is no path
  await expect(loadData(path)).rejects.toMatchObject({ code: 'OPTION', option: 'path' })
})

test('a file of another kind is refused with its kind', async () => {
  await writeFiles(folder.path, { 'model.bin': Uint8Array.of(0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10) })
  await expect(loadData(`${folder.path}/model.bin`)).rejects.toMatchObject({
    code: 'DATA_FILE',
    message: expect.stringContaining('model.bin: the file is an HDF5 file'),
  })
})

test.each([
  [{}, 'the folder is empty: expected a folder of pictures a class'],
  [{ 'a.txt': 'hello' }, 'the folder is without data in "a.txt"'],
  [{ 'a.png': 'no' }, 'Sort the pictures into a folder a class'],
])('a folder without data is refused: %j', async (files, message) => {
  await writeFiles(folder.path, files)
  await expect(loadData(folder.path)).rejects.toMatchObject({
    ...{ code: 'DATA_FILE', place: 'the folder', message: expect.stringContaining(message) },
  })
})

test('a path of nothing is refused', async () => {
  const message = expect.stringContaining('is missing: expected a folder or a file of data there')
  await expect(loadData(`${folder.path}/no.csv`)).rejects.toMatchObject({ code: 'DATA_MISSING', message })
})
