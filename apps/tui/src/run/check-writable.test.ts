import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { UsageError } from '../failure.ts'
import { checkWritable } from './run-paths.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-out-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

test('a new file, or one to replace, is fine and left alone', async () => {
  const file = join(folder, 'model.safetensors')
  await checkWritable('--out <file>', file)
  await writeFile(file, 'old')
  await checkWritable('--out <file>', file)
  expect(await readFile(file, 'utf8')).toBe('old')
})

test('a name is refused that is too long, or that leaves no room for those of files beside it', async () => {
  await checkWritable('--out <file>', join(folder, 'n'.repeat(244)))
  for (const length of [245, 256]) {
    const check = checkWritable('--out <file>', join(folder, 'n'.repeat(length)))
    await expect(check).rejects.toThrow(UsageError)
    await expect(check).rejects.toThrow(/no room for \.earlier-99 in it\. Choose a shorter one\.$/)
  }
})

test('what cannot be written is refused before anything runs', async () => {
  await mkdir(join(folder, 'models'))
  await writeFile(join(folder, 'file'), '')
  for (const [path, problem] of [
    [join(folder, 'missing', 'model'), `There is no folder ${join(folder, 'missing')}`],
    [join(folder, 'models'), 'It is a folder'],
    [join(folder, 'file', 'model'), `${join(folder, 'file')} is a file`],
    [
      join(folder, 'file', 'in it', 'model'),
      `Cannot write ${join(folder, 'file', 'in it', 'model')}: a part of the path is a file`,
    ],
  ] as const) {
    const error = await checkWritable('--out <file>', path).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(UsageError)
    expect(String(error)).toContain(`option '--out <file>' argument '${path}' is invalid. ${problem}`)
  }
})
