import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { loadModel } from '@gradus/core/node'
import { useFolder } from '@gradus/testing/folders'
import { expect, test } from 'vitest'

const folder = useFolder()
const PROGRAM = join(import.meta.dirname, '..', 'src', 'circle.ts')

test('the sample trains, prints the transcript, saves the network, and predicts by it', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM], { cwd: folder.path })
  const model = join(folder.path, 'circle.safetensors')
  expect(stdout).toMatch(/^(Epoch \d+ : \d+ \/ 320\n){60}done after 60 epochs, saved /)
  expect(stdout.split('\n').slice(-3)).toEqual([
    `done after 60 epochs, saved ${model}`,
    'The middle is inside, a corner outside.',
    '',
  ])
  const { network } = await loadModel(model)
  expect(network.predict([0, 0])).toBe(0)
  expect(network.predict([1, 1])).toBe(1)
})
