import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { useFolder } from '@gradus/testing/folders'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { expectRefusal, gradus, type Options } from './gradus.ts'

const place = useFolder()
const run = (args: readonly string[], options: Partial<Options> = {}) =>
  gradus(['data', 'convert', ...args], { cwd: place.path, ...options })

/** A picture of 30 x 20 pixels whose left half is red. */
function picture() {
  const red = { create: { width: 15, height: 20, channels: 3, background: '#ff0000' } } as const
  return sharp({ create: { width: 30, height: 20, channels: 3, background: '#ffffff' } }).composite([
    { input: red, left: 0, top: 0 },
  ])
}

beforeAll(async () => {
  const folder = join(place.path, 'in')
  await Promise.all(['cat', 'dog/young'].map(name => mkdir(join(folder, name), { recursive: true })))
  const [webp, gif, tiff, png, jpeg] = await Promise.all([
    picture().webp({ lossless: true }).toBuffer(),
    picture().gif().toBuffer(),
    picture().withMetadata({ orientation: 6 }).tiff({ compression: 'lzw' }).toBuffer(),
    picture().png().toBuffer(),
    picture().jpeg().toBuffer(),
  ])
  const files: readonly (readonly [name: string, bytes: Uint8Array])[] = [
    ['cat/a.webp', webp],
    ['cat/a.gif', gif],
    ['cat/turned.tiff', tiff],
    ['cat/kept.png', png],
    ['dog/kept.jpg', jpeg],
    ['dog/young/is-webp.jpg', webp],
    ['dog/young/is-png.webp', png],
    ['dog/damaged.webp', webp.subarray(0, 30)],
    ['dog/notes.txt', png],
  ]
  await Promise.all(files.map(([name, bytes]) => writeFile(join(folder, name), bytes)))
})

const CONVERTED = [
  'cat/a.gif.png',
  'cat/a.webp.png',
  'cat/turned.png',
  'dog/young/is-png.png',
  'dog/young/is-webp.png',
]

async function filesIn(folder: string): Promise<string[]> {
  const path = join(place.path, folder)
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return files.map(file => file.slice(path.length + 1).replaceAll('\\', '/')).sort()
}

test('pictures of other formats become PNG, in the same folders, and damaged ones are told', async () => {
  const { code, stdout, stderr } = await run(['in', '--out', 'out'])
  expect(stdout).toBe(
    '5 pictures converted, 1 not converted, as told above, 2 left as they are: PNG and JPEG need no converting (--all copies them).\n',
  )
  expect(stderr).toMatch(/^error: in\/dog\/damaged\.webp: sharp cannot read it \(.*\): expected .*\n$/)
  expect(code).toBe(1)
  expect(await filesIn('out')).toEqual(CONVERTED)
  const turned = await sharp(join(place.path, 'out/cat/turned.png'))
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect([turned.info.width, turned.info.height]).toEqual([20, 30])
  // Orientation 6 turns it clockwise: what was at the left is at the top.
  expect([...turned.data.subarray(0, 3)]).toEqual([255, 0, 0])
  expect([...turned.data.subarray(-3)]).toEqual([255, 255, 255])
})

test('nothing is written over, and PNG and JPEG are copied with --all', async () => {
  await run(['in', '--out', 'again'])
  const file = join(place.path, 'again/cat/turned.png')
  await writeFile(file, 'mine')
  const { code, stdout } = await run(['in', '--out', 'again', '--all'])
  expect(stdout).toBe('0 pictures converted, 2 copied, 5 there already, 1 not converted, as told above.\n')
  expect(code).toBe(1)
  expect(await readFile(file, 'utf8')).toBe('mine')
  expect(await filesIn('again')).toEqual([...CONVERTED, 'cat/kept.png', 'dog/kept.jpg'].sort())
  const [kept, original] = await Promise.all(
    ['again', 'in'].map(name => readFile(join(place.path, name, 'dog/kept.jpg'))),
  )
  expect(kept).toEqual(original)
})

test('one picture', async () => {
  const { code, stdout, stderr } = await run(['in/cat/a.webp', '--out', 'one'])
  expect([code, stdout, stderr]).toEqual([0, '1 picture converted.\n', ''])
  expect(await filesIn('one')).toEqual(['a.png'])
})

test('a large picture is scaled down', async () => {
  const wide = sharp({ create: { width: 4096, height: 8, channels: 3, background: '#ffffff' } })
  await writeFile(join(place.path, 'wide.webp'), await wide.webp().toBuffer())
  await run(['wide.webp', '--out', 'small'])
  expect(await sharp(join(place.path, 'small/wide.png')).metadata()).toMatchObject({ width: 2048, height: 4 })
})

test('without sharp, the way to get it', async () => {
  const hook = `import { registerHooks } from 'node:module'
    registerHooks({ resolve: (name, context, next) => { if (name === 'sharp') throw new Error('no'); return next(name, context) } })`
  const preload = `data:text/javascript,${encodeURIComponent(hook)}`
  const { code, stdout, stderr } = await run(['in', '--out', 'none'], { preload })
  expect(stderr).toMatch(/^error: .*sharp.* Run `npm install sharp`\.\n$/)
  expect([code, stdout]).toEqual([1, ''])
  await expect(stat(join(place.path, 'none'))).rejects.toThrow()
})

test.each([
  [['nowhere', '--out', 'x'], '<path>', 'no such file'],
  [['in', '--out', 'in'], '--out <folder>', 'Name another one'],
  [['in/cat/../../empty', '--out', 'x'], '<path>', 'expected files such as .webp'],
  [['in'], '--out <folder>', 'not specified'],
])('%j is refused', async (args, problem, remedy) => {
  await mkdir(join(place.path, 'empty'), { recursive: true })
  expectRefusal(await run(args), problem, remedy)
})
