import { copyFile, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checkpoint, Network, SgdController, sgd } from '@gradus/core'
import { loadCheckpoint, loadModel, saveCheckpoint } from '@gradus/core/node'
import { loadMnist } from '@gradus/mnist/node'
import { beforeAll, describe, expect, test } from 'vitest'
import { gradus, gradusUntil, signal as send } from './gradus.ts'
import { writeSmallData } from './small-data.ts'
import { SMALL, useWorkplace } from './workplace.ts'

const place = useWorkplace()
const at = (name: string) => join(place.folder, name)
const run = (...args: string[]) => gradus(args, { cwd: place.folder })
const finishedOf = (stdout: string) => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')

/**
 * A run of so many epochs, interrupted after five lines of its transcript; the checkpoint is
 * NAME.checkpoint.safetensors.
 */
async function interrupted(name: string, epochs: number, ...args: string[]) {
  const all = [...SMALL, '--epochs', String(epochs), '--out', `${name}.safetensors`, ...args]
  return gradusUntil(5, all, { cwd: place.folder }, child => send(child, 'SIGINT'))
}

describe('a checkpoint', () => {
  test('is beside the model, and nothing else is', async () => {
    const folder = join(place.folder, 'beside')
    await writeSmallData(join(folder, 'data'))
    const { code } = await gradus(SMALL, { cwd: folder })
    expect(code).toBe(0)
    expect((await readdir(folder)).sort()).toEqual([
      ...['data', 'gradus.checkpoint.safetensors', 'gradus.safetensors', 'state'],
    ])
    const { network, progress } = await loadCheckpoint(join(folder, 'gradus.checkpoint.safetensors'))
    expect(progress).toMatchObject({ epoch: 3, position: 0, spec: { epochs: 3 } })
    const model = await loadModel(join(folder, 'gradus.safetensors'))
    expect(await network.sha256()).toBe(await model.network.sha256())
  })

  test('may go elsewhere, or be left out', async () => {
    await run(...SMALL, '--out', 'plain.safetensors', '--no-checkpoint')
    await run(...SMALL, '--out', 'other.safetensors', '--checkpoint', 'elsewhere.ckpt')
    const files = await readdir(place.folder)
    expect(files).toContain('elsewhere.ckpt')
    expect(files).not.toContain('plain.checkpoint.safetensors')
    expect(files).not.toContain('other.checkpoint.safetensors')
  })

  test('of a run that was stopped is not overwritten by others, however many', async () => {
    await interrupted('twice', 1_000_000)
    const before = await readFile(at('twice.checkpoint.safetensors'))
    await interrupted('twice', 1_000_000)
    const { stderr, code } = await run(...SMALL, '--out', 'twice.safetensors')
    expect(stderr).toMatch(/^Kept the checkpoint of an earlier run that is not complete: .*earlier-2/m)
    expect(await readFile(at('twice.checkpoint.earlier.safetensors'))).toEqual(before)
    expect((await loadCheckpoint(at('twice.checkpoint.safetensors'))).progress.epoch).toBe(3)
    expect(code).toBe(0)
  })

  test('of another run is left alone by a run that does nothing', async () => {
    await run(...SMALL, '--out', 'still.safetensors')
    const before = await readFile(at('still.checkpoint.safetensors'))
    const { code } = await run(...SMALL, '--epochs', '2', '--eta', '1e-323', '--out', 'still.safetensors')
    expect(code).toBe(2)
    expect(await readFile(at('still.checkpoint.safetensors'))).toEqual(before)
  })

  test('and model are those of one run at a time', async () => {
    const args = [...SMALL, '--epochs', '1000000000', '--out', 'busy.safetensors']
    await symlink('busy.safetensors', at('link.safetensors'))
    const others: Awaited<ReturnType<typeof run>>[] = []
    const first = await gradusUntil(2, args, { cwd: place.folder }, async child => {
      for (const out of ['./busy.safetensors', 'link.safetensors'])
        others.push(await run(...SMALL, '--out', out, '--take-over'))
      send(child, 'SIGINT')
    })
    expect(others).toHaveLength(2)
    for (const { code, stderr } of others) {
      expect(stderr).toMatch(
        /^error: option '--out <file>' argument '.*' is invalid\. Another run saves there/,
      )
      expect(code).toBe(2)
    }
    expect(first.code).toBe(130)
    expect((await run(...SMALL, '--out', 'busy.safetensors')).code).toBe(0)
    expect((await readdir(place.folder)).filter(name => name.endsWith('.lock'))).toEqual([])
  })
})

describe('a lock', () => {
  test('that only has the number of a living process keeps nobody out', async () => {
    await writeFile(at('.plain-lock.safetensors.1.lock'), '')
    expect((await run(...SMALL, '--out', 'plain-lock.safetensors')).code).toBe(0)
  })

  test('that nobody can judge is taken over by --take-over alone, of the checkpoint too', async () => {
    const lock = at('.judged.checkpoint.safetensors.0123abcd.lock')
    await writeFile(lock, '')
    const refused = await run(...SMALL, '--out', 'judged.safetensors')
    expect(refused.stderr).toMatch(
      /^error: option '--checkpoint <file>' argument '.*' is invalid\. Another run may/,
    )
    expect(refused.stderr).toContain(
      `${lock} cannot be read as the lock of one. If none does, add --take-over`,
    )
    expect(refused.code).toBe(2)
    expect((await run(...SMALL, '--out', 'judged.safetensors', '--take-over')).code).toBe(0)
    expect((await readdir(place.folder)).filter(name => name.startsWith('.judged'))).toEqual([])
  })
})

/** A checkpoint of SMALL's run after a mini-batch of this epoch. */
async function checkpointWithin(epoch: number): Promise<Checkpoint> {
  const { train } = await loadMnist({ dir: at('data') })
  const controller = new SgdController()
  const options = { epochs: 3, miniBatchSize: 10, eta: 3, controller }
  for (let i = 0; i < epoch; i++) controller.step('epoch')
  controller.step()
  for await (const event of sgd(new Network([36, 8, 3], { seed: 0 }), train, options)) {
    if (event.type === 'progress' && event.epoch === epoch) controller.checkpoint()
    if (event.type === 'checkpoint') return event.checkpoint
  }
  throw new Error(`The run has no epoch ${epoch}`)
}

describe('--resume', () => {
  test('goes on after Ctrl-C, and ends with the bits of a run that was never stopped', async () => {
    const first = await interrupted('stopped', 1_000_000)
    expect(first.code).toBe(130)
    expect(first.stderr).toMatch(
      /^Go on with: gradus train --resume stopped\.checkpoint\.safetensors --data data$/m,
    )
    const { progress } = await loadCheckpoint(at('stopped.checkpoint.safetensors'))
    const done = first.stdout.trimEnd().split('\n').length
    expect(progress.epoch).toBe(done)
    const epochs = String(done + 5)
    const second = await run(
      ...['train', '--data', 'data', '--resume', 'stopped.checkpoint.safetensors', '--epochs', epochs],
    )
    expect(second.code).toBe(0)
    expect(second.stderr).toMatch(/^Network 36-8-3, seed 0, /m)
    expect(second.stderr.replaceAll(',', '')).toContain(`Resumed after ${done} epoch`)
    expect(second.stdout).toMatch(new RegExp(`^Epoch ${done} : `))
    const whole = finishedOf(
      (await run(...SMALL, '--epochs', epochs, '--out', 'whole.safetensors', '--json')).stdout,
    )
    expect(second.stderr).toContain(`sha256 ${whole.sha256}\n`)
    const { network, metadata } = await loadModel(at('stopped.safetensors'))
    expect(await network.sha256()).toBe(whole.sha256)
    expect(metadata).toMatchObject({ epochs: done + 5, spec: { miniBatchSize: 10, eta: 3 } })
  })

  test('goes on for longer than the run began with', async () => {
    const longer = finishedOf(
      (await run(...SMALL, '--epochs', '7', '--out', 'seven.safetensors', '--json')).stdout,
    )
    await run(...SMALL, '--out', 'three.safetensors')
    const again = await run(
      ...['train', '--data', 'data', '--resume', 'three.checkpoint.safetensors', '--epochs', '7', '--json'],
    )
    expect(finishedOf(again.stdout)).toMatchObject({
      sha256: longer.sha256,
      epoch: 7,
      checkpoint: { path: at('three.checkpoint.safetensors'), epoch: 7, position: 0 },
    })
  })

  test('goes on in the precision of the run', async () => {
    const longer = await run(
      ...[...SMALL, '--epochs', '5', '--precision', 'float32', '--out', 'five.safetensors', '--json'],
    )
    await run(...SMALL, '--precision', 'float32', '--out', 'single.safetensors')
    const again = await run(
      ...['train', '--data', 'data', '--resume', 'single.checkpoint.safetensors', '--epochs', '5', '--json'],
    )
    expect(JSON.parse(again.stdout.split('\n')[0] ?? '')).toMatchObject({ precision: 'float32', epoch: 3 })
    expect(finishedOf(again.stdout).sha256).toBe(finishedOf(longer.stdout).sha256)
    expect((await loadModel(at('single.safetensors'))).metadata.spec?.precision).toBe('float32')
  })

  test('of a run that is complete saves its model', async () => {
    await run(...SMALL, '--out', 'again.safetensors')
    const model = await readFile(at('again.safetensors'))
    await rm(at('again.safetensors'))
    const { code, stdout, stderr } = await run(
      ...['train', '--data', 'data', '--resume', 'again.checkpoint.safetensors'],
    )
    expect(stdout).toBe('')
    expect(stderr).toContain('Done after 3 epochs')
    expect(await readFile(at('again.safetensors'))).toEqual(model)
    expect(code).toBe(0)
  })

  test('agrees with flags that say the same', async () => {
    await interrupted('same', 1_000_000, '--seed', '1,2')
    const { progress } = await loadCheckpoint(at('same.checkpoint.safetensors'))
    const { code } = await run(
      ...[
        ...SMALL,
        '--epochs',
        String(progress.epoch + 1),
        '--seed',
        '1,2',
        '--eta',
        '3',
        '--mini-batch-size',
        '10',
      ],
      ...['--train-size', '75', '--resume', 'same.checkpoint.safetensors'],
    )
    expect(code).toBe(0)
  })

  describe('of what cannot be gone on with', () => {
    const CHECKPOINT = 'wrong.checkpoint.safetensors'
    const WITHIN = 'within.checkpoint.safetensors'
    beforeAll(async () => {
      await saveCheckpoint(at(WITHIN), await checkpointWithin(2))
      await run(...SMALL, '--out', 'wrong.safetensors')
      await copyFile(at('wrong.safetensors'), at('model.safetensors'))
      await writeFile(at('damaged'), (await readFile(at(CHECKPOINT))).subarray(0, 500))
      await writeSmallData(at('other'), 4)
    })

    test.each([
      [[CHECKPOINT, '--eta', '2'], "'--eta <rate>' argument '2'", 'The run to resume has 3'],
      [[CHECKPOINT, '--sizes', '36,9,3'], "'--sizes <list>' argument '36,9,3'", 'has 36,8,3'],
      [[CHECKPOINT, '--precision', 'float32'], "'--precision <name>' argument 'float32'", 'has float64'],
      [[CHECKPOINT, '--seed', '1'], "'--seed <seed>' argument '1'", 'The run to resume has 0'],
      [[CHECKPOINT, '--seed', 'random'], "'--seed <seed>' argument 'random'", 'The run to resume has 0'],
      [[CHECKPOINT, '--train-size', '74'], "'--train-size <n>' argument '74'", 'has 75'],
      [[CHECKPOINT, '--mini-batch-size', '9'], "'--mini-batch-size <n>' argument '9'", 'has 10'],
      [
        [CHECKPOINT, '--epochs', '2'],
        "'--epochs <n>' argument '2'",
        'has 3 epochs behind it: expected at least 3.',
      ],
      [
        [WITHIN, '--epochs', '2'],
        "'--epochs <n>' argument '2'",
        'is within epoch 2, counted from 0: expected at least 3.',
      ],
      [[CHECKPOINT, '--data', 'other'], "'--resume <file>' argument '", 'trained on 75 examples with hash'],
      [['nowhere', '--out', 'n'], "'--resume <file>' argument '", 'there is no such file'],
      [['.', '--out', 'n'], "'--resume <file>' argument '", 'It is a folder'],
      [['wrong'], "'--resume <file>' argument '", 'It is not named like a checkpoint'],
      [[CHECKPOINT, '--out', CHECKPOINT], "'--out <file>' argument '", 'The run goes on from there'],
      [
        ['model.safetensors', '--out', 'n'],
        "'--resume <file>' argument '",
        'It is a model, which has not all that a run goes on from',
      ],
      [['damaged', '--out', 'n'], "'--resume <file>' argument '", 'Check that it is a model, and whole'],
    ])('%j', async ([file = '', ...args], problem, remedy) => {
      const before = await readFile(at(CHECKPOINT))
      const data = args.includes('--data') ? [] : ['--data', 'data']
      const { code, stdout, stderr } = await run('train', ...data, '--resume', file, ...args)
      expect(stderr).toMatch(/^error: option /)
      expect(stderr).toContain(problem)
      expect(stderr).toContain(remedy)
      expect(stdout).toBe('')
      expect(code).toBe(2)
      expect(await readFile(at(CHECKPOINT))).toEqual(before)
    })
  })
})

describe('--replay', () => {
  test('repeats a run from no more than its record, on the same data alone', async () => {
    const args = [
      '--runs',
      'records',
      '--seed',
      '3',
      '--eta',
      '2',
      '--precision',
      'float32',
      '--no-checkpoint',
    ]
    const first = finishedOf((await run(...SMALL, ...args, '--json')).stdout)
    const [name = ''] = await readdir(at('records'))
    const replay = (...more: string[]) =>
      run('train', '--replay', join('records', name), '--out', 'replayed.safetensors', '--no-runs', ...more)
    const again = await replay('--data', 'data', '--json')
    expect(finishedOf(again.stdout).sha256).toBe(first.sha256)
    const { metadata } = await loadModel(at('replayed.safetensors'))
    expect(metadata.spec).toMatchObject({ seed: '3', eta: 2, precision: 'float32', data: { train: 75 } })
    await writeSmallData(at('others'), 5)
    const refused = await replay('--data', 'others')
    expect(refused.stderr).toMatch(
      /^error: option '--replay <file>' .* Its run trained on 75 examples with hash/,
    )
    expect(refused.code).toBe(2)
    const disagreeing = await replay('--data', 'data', '--eta', '3')
    expect(disagreeing.stderr).toContain('The run to repeat has 2, and begins with it. Leave the flag out.')
    await writeFile(at('damaged.json'), '{}')
    const damaged = await run('train', '--replay', 'damaged.json', '--out', 'replayed.safetensors')
    expect(damaged.stderr).toContain('format is missing: expected gradus-run')
    expect(damaged.code).toBe(2)
  })
})
