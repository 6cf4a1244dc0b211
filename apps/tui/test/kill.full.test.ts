import { readdir } from 'node:fs/promises'
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
/** On MNIST itself, and never done. */
const RUN = [
  ...['--sizes', '784,30,10', '--train-size', '50000', '--epochs', '1000000', '--eta', '3'],
  ...['--out', 'killed.safetensors'],
]
/** With checkpoints within the epochs too. */
const OFTEN = ['--checkpoint-seconds', '0.02', '--no-test']

test('a run that is killed 20 times, and resumed each time, ends with the bits of one that never was', async () => {
  const cwd = place.folder
  const savedPlace = () =>
    loadCheckpoint(join(cwd, CHECKPOINT)).then(
      ({ progress: { epoch, position } }) => `${epoch}:${position}`,
      () => undefined,
    )
  const random = new RandomGenerator(KILLS)
  const places = new Set<string>()
  let epochs = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const before = await savedPlace()
    const again = before === undefined ? RUN : ['--resume', CHECKPOINT]
    const child = spawnGradus(['train', ...again, ...OFTEN], { cwd })
    const ended = new Promise(resolve => child.on('close', (_, signal) => resolve(signal)))
    // Every other one is killed after it has come forward; the rest at any moment, loading and starting
    // included.
    if (kill % 2 === 0) await until(async () => (await savedPlace()) !== before)
    await sleep(random.interval(1500))
    child.kill('SIGKILL')
    expect(await ended).toBe('SIGKILL')
    if (again === RUN) continue
    const reached = await savedPlace()
    places.add(String(reached))
    epochs = Number.parseInt(String(reached), 10) + 1
  }
  // It did come forward in between, and not by whole epochs only.
  expect(places.size).toBeGreaterThan(5)
  expect([...places].some(at => !at.endsWith(':0'))).toBe(true)

  const end = ['--epochs', String(epochs), '--no-test']
  const last = await gradus(['train', '--resume', CHECKPOINT, ...end], { cwd })
  expect(last.code).toBe(0)
  const whole = await gradus(['train', ...RUN, ...end, '--out', 'whole.safetensors'], { cwd })
  expect(whole.code).toBe(0)
  const [killed, never] = await Promise.all(
    ['killed', 'whole'].map(name => loadModel(join(place.folder, `${name}.safetensors`))),
  )
  expect(await killed?.network.sha256()).toBe(await never?.network.sha256())
  const leftovers = (await readdir(place.folder)).filter(name => name.startsWith('.'))
  expect(leftovers).toEqual([])
})

async function until(isReached: () => Promise<boolean>): Promise<void> {
  while (!(await isReached())) await sleep(10)
}
