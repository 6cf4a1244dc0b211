import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeBeside } from './write-beside.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-export-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('replaces nothing: each file gets a name of its own', async () => {
  const model = join(folder, 'net.v1.safetensors')
  const paths = []
  for (const text of ['a', 'b', 'c']) paths.push(await writeBeside(model, '.overview.svg', text))
  expect(paths.map(path => basename(path))).toEqual([
    'net.v1.overview.svg',
    'net.v1.overview-2.svg',
    'net.v1.overview-3.svg',
  ])
  expect(await Promise.all(paths.map(path => readFile(path, 'utf8')))).toEqual(['a', 'b', 'c'])
})

test('says what is wrong with a folder that is not there', async () => {
  await expect(writeBeside(join(folder, 'none', 'net.safetensors'), '.history.csv', '')).rejects.toThrow(
    'there is no such folder. Create it, or choose another.',
  )
})
