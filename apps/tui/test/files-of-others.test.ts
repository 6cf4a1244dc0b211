import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { gradus } from './gradus.ts'
import { SMALL, useWorkplace } from './workplace.ts'

const place = useWorkplace()
const at = (...names: string[]) => join(place.folder, ...names)
const run = (...args: string[]) => gradus(args, { cwd: place.folder })

const [ENDLESS, PIPE, FILM, DISK] = ['endless.json', 'pipe.json', 'film', 'disk']

beforeAll(async () => {
  await run(...SMALL)
  await symlink('/dev/zero', at(ENDLESS))
  spawnSync('mkfifo', [at(PIPE)])
  await writeFile(at(FILM), Buffer.alloc(5000, 7))
  await truncate(at(FILM), 1_900_000_000)
  await writeFile(at(DISK), '')
  await truncate(at(DISK), 2 ** 31)
  await mkdir(at('images'))
  await symlink('/dev/zero', at('images', 't10k-images-idx3-ubyte'))
  await copyFile(at('data', 't10k-labels-idx1-ubyte.gz'), at('images', 't10k-labels-idx1-ubyte.gz'))
})

/** Every command that reads a file which a person names. */
const readers = (file: string) => [
  ['inspect', file],
  ['evaluate', file],
  ['predict', file, '-'],
  ['predict', 'gradus.safetensors', file],
  ['serve', file, '--port', '0'],
  ['train', '--resume', file, '--out', 'new.safetensors'],
  ['train', '--replay', file, '--out', 'new.safetensors'],
  ['train', '--out', file],
  ['compare', file, file],
]

describe.runIf(process.platform !== 'win32')(
  'what has no end, or nobody who writes to it, is refused by',
  () => {
    test.each([...readers(ENDLESS), ...readers(PIPE)])('%s %s %s %s', async (...args) => {
      const { code, stdout, stderr } = await run(...args)
      expect(stderr).toMatch(/: it is a device or a pipe: expected a plain file\.|It is a device: expected/)
      expect(stdout).toBe('')
      expect(code).toBe(args[1] === 'gradus.safetensors' ? 1 : 2)
    })

    test('evaluate, as images in the folder of the data', async () => {
      const { code, stderr } = await run('evaluate', 'gradus.safetensors', '--data', 'images')
      expect(stderr).toContain('is no plain file: expected an IDX file')
      expect(code).toBe(1)
    })
  },
)

test.each(readers(FILM).filter(([command]) => command !== 'compare'))(
  'a foreign file of gigabytes is refused for what it begins with, or its length, by %s %s %s %s',
  async (...args) => {
    const { code, stderr } = await run(...args)
    expect(stderr).toMatch(/the header claims 506381209866536700 bytes|it is longer than 33554432 bytes/)
    expect(code).toBe(args[1] === 'gradus.safetensors' ? 1 : 2)
  },
)

test.each([
  ['train', '--out', DISK],
  ['train', '--out', 'new.safetensors', '--checkpoint', DISK],
  ['inspect', DISK],
])('a file longer than any of Gradus is refused, and left, by %s %s %s %s', async (...args) => {
  const { code, stderr } = await run(...args)
  expect(stderr).toMatch(/^error: .*it is longer than 2147483647 bytes/)
  expect(code).toBe(2)
  expect((await stat(at(DISK))).size).toBe(2 ** 31)
})
