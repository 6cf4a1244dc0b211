import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { FileError } from '@gradus/core/node'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MARKER, writeBundle } from './bundle-folder.ts'

let folder = ''
let out = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-bundle-folder-'))
  out = join(folder, 'out')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const FIRST = { 'a/page/index.html': 'page', 'a/worker.js': 'worker', 'b/old.js': 'old' }
const SECOND = { 'a/page/index.html': 'new page', 'a/worker.js': 'new worker', 'c/new.js': 'new' }

function bundle(files: Readonly<Record<string, string>>): Promise<void> {
  const bytes = Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)] as const)
  return writeBundle(out, new Map(bytes))
}

/** All files below a folder, with their contents. */
async function filesIn(place = out): Promise<Record<string, string>> {
  const entries = await readdir(place, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => !entry.isDirectory()).map(entry => join(entry.parentPath, entry.name))
  const texts = await Promise.all(files.map(file => readFile(file, 'utf8')))
  return Object.fromEntries(files.map((file, i) => [file.slice(place.length + 1), texts[i] ?? '']))
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(out, path)), { recursive: true })
  await writeFile(join(out, path), text)
}

/** Expects a refusal that leaves every file as it was. */
async function expectRefusal(problem: string): Promise<void> {
  const before = await filesIn()
  const attempt = bundle(SECOND)
  await expect(attempt).rejects.toThrow(FileError)
  await expect(attempt).rejects.toThrow(problem)
  expect(await filesIn()).toEqual(before)
}

describe('a bundle is written into', () => {
  test('a folder that is new, or empty', async () => {
    await bundle(FIRST)
    expect(await filesIn()).toEqual({ ...FIRST, [MARKER]: expect.stringContaining('"gradus-bundle"') })
    await rm(out, { recursive: true })
    await mkdir(out)
    await bundle(SECOND)
    expect(await filesIn()).toMatchObject(SECOND)
  })

  test('its own of last time, where its files are replaced and others stay', async () => {
    await bundle(FIRST)
    await put('a/.wrangler/state', 'state')
    await put('notes', 'notes')
    await bundle(SECOND)
    expect(await filesIn()).toEqual({
      ...SECOND,
      ...{ 'a/.wrangler/state': 'state', notes: 'notes', [MARKER]: expect.any(String) },
    })
    expect((await readdir(out)).sort()).toEqual([MARKER, 'a', 'c', 'notes'])
  })

  test('one that was cut short', async () => {
    await bundle(FIRST)
    await rm(join(out, 'a/worker.js'))
    await bundle(SECOND)
    expect(await filesIn()).toMatchObject(SECOND)
  })
})

describe('a bundle is refused by', () => {
  test('a folder of somebody else', async () => {
    await put('workers/precious', 'kept')
    await expectRefusal('it is not empty, and no bundle. Choose a new or empty folder, or remove this one.')
  })

  test('a file that somebody changed since', async () => {
    await bundle(FIRST)
    await put('a/worker.js', 'my worker')
    await expectRefusal('somebody changed files since they were bundled: a/worker.js. Move them away')
  })

  test('a file that somebody put where it writes', async () => {
    await bundle(FIRST)
    await put('c/new.js', 'mine')
    await expectRefusal('there are files that no bundle wrote: c/new.js. Move them away')
  })

  test('a link in the place of a folder or a file of it', async () => {
    await bundle(FIRST)
    await mkdir(join(folder, 'elsewhere'))
    await symlink('../elsewhere', join(out, 'c'))
    await expect(bundle(SECOND)).rejects.toThrow('there are no folders of a bundle: c. Move them away')
    await rm(join(out, 'c'))
    await writeFile(join(folder, 'precious'), 'kept')
    await rm(join(out, 'a/worker.js'))
    await symlink('../../precious', join(out, 'a/worker.js'))
    await expect(bundle(SECOND)).rejects.toThrow(
      'somebody changed files since they were bundled: a/worker.js',
    )
    expect((await lstat(join(out, 'a/worker.js'))).isSymbolicLink()).toBe(true)
    expect(await readFile(join(folder, 'precious'), 'utf8')).toBe('kept')
  })

  test.each([
    ['damaged', '{"format":"gradus-bundle"'],
    ['of another program', '{"format":"other","version":1,"files":{}}'],
    ['one that names files outside', '{"format":"gradus-bundle","version":1,"files":{"../precious":"00"}}'],
  ])('a list that is %s', async (_, text) => {
    await put(MARKER, text)
    await expectRefusal(`${MARKER} in it cannot be read as that of a bundle.`)
  })

  test('a file of its name', async () => {
    await writeFile(out, 'kept')
    await expect(bundle(FIRST)).rejects.toThrow(FileError)
    expect(await readFile(out, 'utf8')).toBe('kept')
  })
})
