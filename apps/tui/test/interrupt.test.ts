import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { loadModel } from '@gradus/core/node'
import { expect, test } from 'vitest'
import { gradusUntil, signal as send } from './gradus.ts'
import { SMALL, useWorkplace } from './workplace.ts'

const place = useWorkplace()
const ENDLESS = [...SMALL, '--epochs', '1000000000']

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGQUIT', 131],
] as const)('%s stops the run, saves the model and says where it stopped', async (signal, code) => {
  const out = `${signal}.safetensors`
  const result = await gradusUntil(5, [...ENDLESS, '--out', out], { cwd: place.folder }, child =>
    child.kill(signal),
  )
  expect(result.code).toBe(code)
  expect(result.stdout).toMatch(/^(Epoch \d+ : \d+ \/ 30\n){5,}$/)
  const epochs = result.stdout.trimEnd().split('\n').length
  expect(result.stderr.replaceAll(',', '')).toContain(`Stopped after ${epochs} epochs`)
  const { network, metadata } = await loadModel(join(place.folder, out))
  expect(metadata.epochs).toBe(epochs)
  expect(result.stderr).toContain(`sha256 ${await network.sha256()}\n`)
})

test('a reader that has seen enough is no error: the model is saved, and nothing is said of a pipe', async () => {
  const args = [...ENDLESS, '--out', 'pipe.safetensors']
  const { code, stderr } = await gradusUntil(1, args, { cwd: place.folder }, child => child.stdout.destroy())
  expect(code).toBe(141)
  expect(stderr).not.toContain('EPIPE')
  expect(stderr).not.toMatch(/^ +at /m)
  expect(stderr).toContain('Stopped after')
  await loadModel(join(place.folder, 'pipe.safetensors'))
})

/** One mini-batch of this run takes longer than anybody waits. */
const SLOW = [
  ...['train', '--json', '--data', 'data', '--sizes', '36,20000,800,3', '--mini-batch-size', '75'],
  ...['--out', 'never.safetensors'],
]

test('a second signal quits at once, and saves nothing; a terminal that is closed meanwhile does not', async () => {
  const { code } = await gradusUntil(1, SLOW, { cwd: place.folder }, child => {
    send(child, 'SIGINT')
    // Signals that come to a busy program at once are taken for one: it is told until it heeds a second.
    const signals: NodeJS.Signals[] = ['SIGHUP', 'SIGHUP', 'SIGHUP']
    const again = setInterval(() => send(child, signals.pop() ?? 'SIGTERM'), 500)
    child.once('exit', () => clearInterval(again))
  })
  expect(code).toBe(143)
  await expect(stat(join(place.folder, 'never.safetensors'))).rejects.toThrow('ENOENT')
})
