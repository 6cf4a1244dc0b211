import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { defaultRunsFolder, makeRunsFolder } from './runs-folder.ts'

const root = process.platform === 'win32' ? 'C:\\' : '/'
const home = (): string => join(root, 'home', 'ada')

describe('where runs are kept', () => {
  const usual = join(home(), '.local', 'state', 'gradus', 'runs')

  test.each([
    [{ XDG_STATE_HOME: join(root, 'state') }, join(root, 'state', 'gradus', 'runs')],
    [{ XDG_STATE_HOME: 'state' }, usual],
    [{ XDG_STATE_HOME: './state' }, usual],
    [{ XDG_STATE_HOME: '' }, usual],
    [{}, usual],
  ])('%j', (env, folder) => {
    expect(defaultRunsFolder(env, home)).toBe(folder)
  })

  test('nowhere without a home, unless the environment says where', () => {
    const none = () => undefined
    expect(defaultRunsFolder({}, none)).toBeUndefined()
    expect(defaultRunsFolder({ XDG_STATE_HOME: root }, none)).toBe(join(root, 'gradus', 'runs'))
  })
})

test('a folder of runs is made with those above it; a file in its place stays', async () => {
  const place = await mkdtemp(join(tmpdir(), 'runs-'))
  try {
    const folder = join(place, 'state', 'gradus', 'runs')
    await makeRunsFolder(folder)
    await makeRunsFolder(folder)
    expect((await stat(folder)).isDirectory()).toBe(true)
    await writeFile(join(folder, 'file'), '')
    await expect(makeRunsFolder(join(folder, 'file'))).rejects.toThrow('EEXIST')
    await expect(makeRunsFolder(join(folder, 'file', 'below'))).rejects.toThrow('ENOTDIR')
  } finally {
    await rm(place, { recursive: true })
  }
})

test.runIf(process.platform === 'linux')('no folder can be made where the system denies it', async () => {
  await expect(makeRunsFolder('/proc/gradus/studies/first')).rejects.toThrow('ENOENT')
})
