import { once } from 'node:events'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RandomGenerator } from '@gradus/core'
import { loadCheckpoint, loadModel } from '@gradus/core/node'
import { expect, test } from 'vitest'
import { gradus, spawnGradus } from './gradus.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
const CHECKPOINT = 'killed.checkpoint.safetensors'
const KILLS = 20
/** Long enough to outlast the kills, on MNIST itself; and with checkpoints within the epochs too. */
const RUN = [
  ...['--sizes', '784,30,10', '--train-size', '20000', '--epochs', '60', '--eta', '3', '--no-test'],
  ...['--checkpoint-seconds', '0.05'],
]

test('a run that is killed 20 times, and resumed each time, ends with the bits of one that never was', async () => {
  const { cwd, isThere } = { cwd: place.folder, isThere: (name: string) => stat(join(place.folder, name)) }
  const whole = await gradus(['train', ...RUN, '--out', 'whole.safetensors', '--no-checkpoint'], { cwd })
  expect(whole.code).toBe(0)

  const random = new RandomGenerator(KILLS)
  const places = new Set<string>()
  for (let kill = 0; kill < KILLS; kill++) {
    const again = await isThere(CHECKPOINT).then(
      () => ['--resume', CHECKPOINT],
      () => RUN,
    )
    const child = spawnGradus(
      ['train', ...again, '--checkpoint-seconds', '0.05', '--no-test', '--out', 'killed.safetensors'],
      { cwd },
    )
    const ended = new Promise(resolve => child.on('close', (_, signal) => resolve(signal)))
    // Every other one is killed while it trains; the rest at any moment, loading and starting included.
    if (kill % 2 === 0) await once(child.stderr, 'data')
    await sleep(random.interval(1500))
    child.kill('SIGKILL')
    expect(await ended).toBe('SIGKILL')
    if (again === RUN) continue
    const { progress } = await loadCheckpoint(join(place.folder, CHECKPOINT))
    places.add(`${progress.epoch}:${progress.position}`)
  }
  // It did come forward in between, and not by whole epochs only.
  expect(places.size).toBeGreaterThan(5)
  expect([...places].some(at => !at.endsWith(':0'))).toBe(true)

  const last = await gradus(['train', '--resume', CHECKPOINT, '--no-test'], { cwd })
  expect(last.code).toBe(0)
  const [killed, never] = await Promise.all(
    ['killed', 'whole'].map(name => loadModel(join(place.folder, `${name}.safetensors`))),
  )
  expect(await killed?.network.sha256()).toBe(await never?.network.sha256())
  const leftovers = (await readdir(place.folder)).filter(name => name.endsWith('.tmp'))
  expect(leftovers).toEqual([])
})
