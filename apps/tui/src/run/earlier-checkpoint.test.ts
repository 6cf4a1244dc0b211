import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ModelFileError } from '@gradus/core'
import { loadCheckpoint, saveCheckpoint } from '@gradus/core/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkpointAfter } from '../../test/checkpoints.ts'
import { Rewinds, setAsideEarlier } from './checkpointer.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-earlier-'))
  path = join(folder, 'a.checkpoint.safetensors')
})
afterEach(() => rm(folder, { recursive: true }))

test('where nothing is, nothing is to be done', async () => {
  expect(await setAsideEarlier(path)).toBeUndefined()
  expect(await readdir(folder)).toEqual([])
})

test('the checkpoint of a run that is complete may be overwritten', async () => {
  await saveCheckpoint(path, await checkpointAfter(2))
  expect(await setAsideEarlier(path)).toBeUndefined()
  expect(await readdir(folder)).toEqual(['a.checkpoint.safetensors'])
})

test('that of one that is not is kept', async () => {
  await saveCheckpoint(path, await checkpointAfter(1))
  const aside = await setAsideEarlier(path)
  expect(aside).toBe(join(folder, 'a.checkpoint.earlier.safetensors'))
  expect(await readdir(folder)).toEqual(['a.checkpoint.earlier.safetensors'])
  expect((await loadCheckpoint(aside ?? '')).progress.epoch).toBe(1)
})

test('however often, none is lost', async () => {
  for (const name of ['', '-2', '-3']) {
    await saveCheckpoint(path, await checkpointAfter(1))
    expect(await setAsideEarlier(path)).toBe(join(folder, `a.checkpoint.earlier${name}.safetensors`))
  }
  expect(await readdir(folder)).toHaveLength(3)
})

test('of those that a run sets aside each time it is rewound, the newest three are kept, and all of other runs', async () => {
  await saveCheckpoint(path, await checkpointAfter(1))
  await setAsideEarlier(path)
  const rewinds = new Rewinds()
  for (let rewind = 0; rewind < 6; rewind++) {
    await saveCheckpoint(path, await checkpointAfter(1))
    const aside = await setAsideEarlier(path)
    if (aside !== undefined) await rewinds.add(aside)
  }
  const suffixes = ['', '-5', '-6', '-7']
  expect(await readdir(folder)).toEqual(
    suffixes.map(suffix => `a.checkpoint.earlier${suffix}.safetensors`).sort(),
  )
})

test('a file that is no checkpoint is not touched', async () => {
  await writeFile(path, 'a diary')
  await expect(setAsideEarlier(path)).rejects.toThrow(ModelFileError)
  expect(await readFile(path, 'utf8')).toBe('a diary')
})
