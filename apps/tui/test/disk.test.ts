import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadCheckpoint, loadModel } from '@gradus/core/node'
import { expect, test } from 'vitest'
import { gradusUntil, signal as send } from './gradus.ts'
import { SMALL, useWorkplace } from './workplace.ts'

const place = useWorkplace()

test('a folder that vanishes while training is told once, and neither model nor checkpoint is lost', async () => {
  const [folder, moved] = [join(place.folder, 'models'), join(place.folder, 'moved')]
  await mkdir(folder)
  const args = [...SMALL, '--epochs', '1000000000', '--out', join(folder, 'a.safetensors')]
  const { code, stderr } = await gradusUntil(5, args, { cwd: place.folder }, async child => {
    child.stderr.on('data', chunk => {
      if (String(chunk).includes('warning: ')) send(child, 'SIGINT')
    })
    // A first checkpoint is to be there.
    while (!(await readdir(folder)).includes('a.checkpoint.safetensors')) await sleep(1)
    await rename(folder, moved)
  })
  expect(code).toBe(1)
  const missing = 'there is no such folder. Create it, or choose another.'
  expect(stderr.match(/^warning: .*$/gm)).toEqual([
    `warning: Cannot write ${join(folder, 'a.checkpoint.safetensors')}: ${missing} Training goes on, and the next checkpoint is tried.`,
  ])
  expect(stderr).toContain(`error: Cannot write ${join(folder, 'a.safetensors')}: ${missing}`)
  // Nobody is sent to a checkpoint that is not there.
  expect(stderr).not.toMatch(/The checkpoint there is|Go on with/)
  const [, saved = ''] = /^Saved (.*)$/m.exec(stderr) ?? []
  expect(dirname(dirname(saved))).toBe(tmpdir())
  await loadModel(saved)
  await rm(dirname(saved), { recursive: true })
  // Files that were open when the folder moved may have stayed there.
  expect((await readdir(moved)).filter(name => !name.startsWith('.'))).toEqual(['a.checkpoint.safetensors'])
  await loadCheckpoint(join(moved, 'a.checkpoint.safetensors'))
})
