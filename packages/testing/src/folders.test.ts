import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { inFolder, useFolder } from './folders.ts'

test('work gets an empty folder, which is gone after it, failed or not', async () => {
  const folders: string[] = []
  const work = async (folder: string): Promise<string[]> => {
    folders.push(folder)
    const before = await readdir(folder)
    await writeFile(join(folder, 'file'), 'text')
    return before
  }
  expect(await inFolder(work)).toEqual([])
  const failed = inFolder(async folder => {
    await work(folder)
    throw new RangeError('It failed.')
  })
  await expect(failed).rejects.toThrow('It failed.')
  expect(new Set(folders).size).toBe(2)
  expect(folders.filter(existsSync)).toEqual([])
})

describe.each(['file', 'test'] as const)('a folder for each %s', lifetime => {
  const seen: string[] = []
  // The hooks that are named first run last.
  afterAll(() => expect(seen.filter(existsSync)).toEqual([]))
  const folder = useFolder(lifetime)

  test.each([1, 2])('is there in test %d', () => {
    expect(existsSync(folder.path)).toBe(true)
    expect(seen.includes(folder.path)).toBe(lifetime === 'file' && seen.length > 0)
    seen.push(folder.path)
  })
})
