import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { answerOf } from '@gradus/core'
import { atOnce, decodePicture } from '@gradus/data'
import { loadData } from '@gradus/data/node'
import { drawing, pictureOf } from '@gradus/data/strokes'
import { useFolder } from '@gradus/testing/folders'
import { expect, test } from 'vitest'
import { expectRefusal, gradus, type Options } from './gradus.ts'

const place = useFolder()
const run = (args: readonly string[], options: Partial<Options> = {}) =>
  gradus(['data', 'strokes', ...args], { cwd: place.path, ...options })

/** All files of a folder, by their paths, with their bytes as text. */
async function filesIn(folder: string): Promise<Record<string, string>> {
  const path = join(place.path, folder)
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const named = files.map(async file => [
    file.slice(path.length + 1).replaceAll('\\', '/'),
    (await readFile(file)).toString('latin1'),
  ])
  return Object.fromEntries(await Promise.all(named))
}

test('IDX files are what training loads, in three parts, the same for the same seed', async () => {
  const { code, stdout, stderr } = await run(['--out', 'idx', '--examples', '40,20,10', '--seed', '3'])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^Drew 70 digits into idx: 40 for training, 20 for validation, 10 for test, of/)
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain("IDX files, 28 x 28 pixels, in MNIST's form.")
  expect(stdout).toMatch(/^1 {2}plain, flag, foot, flag and foot$/m)
  expect(stdout).toMatch(/[▀▄█]/)
  expect(stdout).toMatch(/train --data idx\n$/)
  const data = await loadData(join(place.path, 'idx'))
  expect([data.train.length, data.validation?.length, data.test?.length]).toEqual([40, 20, 10])
  const { test: part = data.train } = data
  expect(Array.from({ length: 10 }, (_, i) => answerOf(part, i))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  const again = await run(['--out', 'again', '--examples', '40,20,10', '--seed', '3'])
  expect(again.code).toBe(0)
  const files = await filesIn('idx')
  expect(Object.keys(files).sort()).toEqual(
    ['t10k', 'train', 'validation'].flatMap(part => [
      `${part}-images-idx3-ubyte`,
      `${part}-labels-idx1-ubyte`,
    ]),
  )
  expect(await filesIn('again')).toEqual(files)
})

test('PNG files are pictures of the pad, dark on light, in a folder a digit', async () => {
  const { code, stdout } = await run([
    '--out',
    'png',
    '--as',
    'png',
    '--examples',
    '20,10,10',
    '--size',
    '56',
  ])
  expect(code).toBe(0)
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'PNG files in a folder a digit, 56 x 56 pixels, the whole pad.',
  )
  const files = await filesIn('png')
  expect(Object.keys(files)).toHaveLength(40)
  const picture = atOnce(decodePicture(Buffer.from(files['test/7/000007.png'] ?? '', 'latin1')))
  const pad = pictureOf(drawing({ part: 'test', seed: 0, index: 7 }), 8 * 56)
  const inkIn = (data: Uint8Array, ground: number): number =>
    data.reduce((sum, value) => sum + Math.abs(value - ground), 0) / data.length
  expect([picture.width, picture.height, picture.data[0]]).toEqual([56, 56, 255])
  expect(inkIn(picture.data, 255)).toBeCloseTo(inkIn(pad.data, 0), 0)
  const { train } = await loadData(join(place.path, 'png'), { cache: false })
  expect([train.length, train.outputSize]).toEqual([20, 10])
})

test('what is there is kept, unless --force replaces the drawings, and them alone', async () => {
  await mkdir(join(place.path, 'kept'))
  await writeFile(join(place.path, 'kept/notes.txt'), 'mine')
  const args = ['--out', 'kept', '--as', 'png', '--examples', '12,0,0', '--size', '20']
  expectRefusal(
    await run(args),
    `option '--out <folder>' argument '${join(place.path, 'kept')}' is invalid. It is not empty`,
    'add --force, which replaces the drawings in it and nothing else',
  )
  expect(await filesIn('kept')).toEqual({ 'notes.txt': 'mine' })
  expect((await run([...args, '--force'])).code).toBe(0)
  expect(Object.keys(await filesIn('kept'))).toHaveLength(13)
  const fewer = ['--out', 'kept', '--examples', '3,0,0', '--force', '--whole-pad', '--size', '14x12']
  expect((await run(fewer)).code).toBe(0)
  const left = await filesIn('kept')
  expect(Object.keys(left).sort()).toEqual([
    'notes.txt',
    'train-images-idx3-ubyte',
    'train-labels-idx1-ubyte',
  ])
  expect(left['train-images-idx3-ubyte']?.slice(0, 16)).toBe('\0\0\x08\x03\0\0\0\x03\0\0\0\x0e\0\0\0\x0c')
  expect(left['train-images-idx3-ubyte']).toHaveLength(16 + 3 * 14 * 12)
  expect(left['train-labels-idx1-ubyte']).toBe('\0\0\x08\x01\0\0\0\x03\0\x01\x02')
})

test.each([
  [
    ['--examples', '0,1,1'],
    "'--examples <numbers>' argument '0,1,1' is invalid",
    'Expected three whole numbers',
  ],
  [['--examples', '9,9'], "'--examples <numbers>' argument '9,9' is invalid", 'the first above 0'],
  [
    ['--examples', '2,2,600000', '--size', '60'],
    "'--examples <numbers>' argument '2,2,600000' is invalid",
    'Expected at most 298,261 a part, of 60 x 60 pixels',
  ],
  [['--out', 'a-file'], "'--out <folder>' argument ", 'Check the path and try again'],
  [['--as', 'gif'], "'--as <files>' argument 'gif' is invalid", 'Allowed choices are idx, png'],
  [['--image-size', '20'], "unknown option '--image-size'", '--help'],
])('%j is refused', async (args, problem, remedy) => {
  await writeFile(join(place.path, 'a-file'), '')
  expectRefusal(await run(['--out', 'x', ...args]), problem, remedy)
})
