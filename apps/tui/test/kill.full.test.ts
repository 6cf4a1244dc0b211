import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RandomGenerator } from '@gradus/core'
import { loadCheckpoint, loadModel } from '@gradus/core/node'
import { expect, test } from 'vitest'
import { gradus, spawnGradus } from './gradus.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
const CHECKPOINT = 'killed.checkpoint.safetensors'
/** Better ways to learn, whose state a checkpoint has to hold. */
const WAYS = [
  ...['--activation', 'tanh', '--output', 'softmax', '--initialiser', 'scaled', '--optimiser', 'adam'],
  ...['--eta', '0.001', '--l2', '1', '--dropout', '0.2', '--input-dropout', '0.1', '--shift', '1'],
  ...['--schedule', 'step', '--schedule-epochs', '1', '--schedule-factor', '0.9', '--keep', 'best'],
]
/** On MNIST itself, and never done. */
const RUN = [
  ...['--sizes', '784,30,10', '--train-size', '50000', '--epochs', '1000000'],
  ...['--out', 'killed.safetensors'],
]
/** With checkpoints within the epochs too. */
const OFTEN = ['--checkpoint-seconds', '0.02', '--no-test']

test.each([
  ['textbook', 20, ['--eta', '3']],
  ['ways', 8, WAYS],
] as const)(
  'a run that is killed again and again ends with the bits of one that never was: %s',
  async (name, kills, ways) => {
    const begin = [...RUN, ...ways]
    const cwd = join(place.folder, name)
    await mkdir(cwd)
    const savedPlace = () =>
      loadCheckpoint(join(cwd, CHECKPOINT)).then(
        ({ progress: { epoch, position } }) => `${epoch}:${position}`,
        () => undefined,
      )
    const random = new RandomGenerator(kills)
    const places = new Set<string>()
    let epochs = 0
    for (let kill = 0; kill < kills; kill++) {
      const before = await savedPlace()
      const again = before === undefined ? begin : ['--resume', CHECKPOINT]
      const child = spawnGradus(['train', ...again, ...OFTEN], { cwd })
      const ended = new Promise(resolve => child.on('close', (_, signal) => resolve(signal)))
      // Every other one is killed after it has come forward; the rest at any moment, loading and starting
      // included.
      if (kill % 2 === 0) await until(async () => (await savedPlace()) !== before)
      await sleep(random.interval(1500))
      child.kill('SIGKILL')
      expect(await ended).toBe('SIGKILL')
      if (again === begin) continue
      const reached = await savedPlace()
      places.add(String(reached))
      epochs = Number.parseInt(String(reached), 10) + 1
    }
    // It did come forward in between, and not by whole epochs only.
    expect(places.size).toBeGreaterThan(kills / 4)
    expect([...places].some(at => !at.endsWith(':0'))).toBe(true)

    const end = ['--epochs', String(epochs), '--no-test']
    const last = await gradus(['train', '--resume', CHECKPOINT, ...end], { cwd })
    expect(last.code).toBe(0)
    const whole = await gradus(['train', ...begin, ...end, '--out', 'whole.safetensors'], { cwd })
    expect(whole.code).toBe(0)
    const [killed, never] = await Promise.all(
      ['killed', 'whole'].map(file => loadModel(join(cwd, `${file}.safetensors`))),
    )
    expect(await killed?.network.sha256()).toBe(await never?.network.sha256())
    const leftovers = (await readdir(cwd)).filter(name => name.startsWith('.'))
    expect(leftovers).toEqual([])
  },
)

async function until(isReached: () => Promise<boolean>): Promise<void> {
  while (!(await isReached())) await sleep(10)
}
