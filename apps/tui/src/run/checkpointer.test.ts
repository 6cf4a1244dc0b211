import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { denseExamples, Network, SgdController, type SgdEvent, sgd } from '@gradus/core'
import { FileError, loadCheckpoint, saveCheckpoint } from '@gradus/core/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkpointAfter } from '../../test/checkpoints.ts'
import { Checkpointer, type CheckpointerEvent } from './checkpointer.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-checkpointer-'))
  path = join(folder, 'run.checkpoint')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const examples = denseExamples(Array.from({ length: 2000 }, (_, i) => [[i % 2, i % 3], [i % 2]]))

/** A run with a checkpointer, and what that told. */
async function run(epochs: number, seconds: number, onEvent: (event: SgdEvent) => unknown = () => undefined) {
  const told: CheckpointerEvent[] = []
  const controller = new SgdController()
  const checkpointer = new Checkpointer({ path, seconds, isResumed: false }, controller, event =>
    told.push(event),
  )
  const network = new Network([2, 3, 1], { seed: 0 })
  for await (const event of sgd(network, examples, { epochs, miniBatchSize: 10, eta: 1, controller })) {
    await onEvent(event)
    await checkpointer.onEvent(event)
  }
  await checkpointer.flush()
  return { told, network }
}

test('replaces nothing at the start, and ends with the last', async () => {
  await saveCheckpoint(path, await checkpointAfter(1))
  let first: unknown
  const { told, network } = await run(20, 1000, async event => {
    if (event.type === 'epoch') first ??= (await loadCheckpoint(path)).network.sizes
  })
  expect(first).toEqual([2, 2, 1])
  const aside = `${path.slice(0, -'.checkpoint'.length)}.earlier.checkpoint`
  expect(told[0]).toEqual({ type: 'set-aside', path: aside })
  expect(told.at(-1)).toEqual({ type: 'checkpointed', path, epoch: 20, position: 0 })
  const { network: saved, progress } = await loadCheckpoint(path)
  expect(progress.epoch).toBe(20)
  expect(await saved.sha256()).toBe(await network.sha256())
  expect((await readdir(folder)).sort()).toEqual(['run.checkpoint', 'run.earlier.checkpoint'])
})

test('tells if what it saved, or went on from, is gone', async () => {
  const told: CheckpointerEvent[] = []
  const settings = { path, seconds: 5, isResumed: true }
  const checkpointer = new Checkpointer(settings, new SgdController(), event => told.push(event))
  await saveCheckpoint(path, await checkpointAfter(1))
  await checkpointer.flush()
  expect(told).toEqual([])
  await rm(path)
  await checkpointer.flush()
  expect(told).toEqual([{ type: 'checkpoint-gone' }])
})

test('saves within an epoch too', async () => {
  const controller = new SgdController()
  const places: number[] = []
  const checkpointer = new Checkpointer({ path, seconds: 1e-9, isResumed: false }, controller, event => {
    if (event.type === 'checkpointed') places.push(event.position)
  })
  const options = { epochs: 1000, miniBatchSize: 1, eta: 1, controller }
  controller.step()
  for await (const event of sgd(new Network([2, 1], { seed: 0 }), examples, options)) {
    await checkpointer.onEvent(event)
    if (event.type !== 'progress') continue
    await checkpointer.flush()
    if (places.some(position => position > 0)) controller.abort()
    else controller.step()
  }
  expect(places.some(position => position > 0)).toBe(true)
})

test('a place that cannot be written is known at the start', async () => {
  path = join(folder, 'no', 'run.checkpoint')
  await expect(run(1, 5)).rejects.toThrow(FileError)
})

test('a save that fails later is told, the others are tried, and the run goes on', async () => {
  let isGone = false
  const { told } = await run(20, 1000, async event => {
    if (event.type !== 'epoch' || isGone) return
    isGone = true
    await rm(folder, { recursive: true })
  })
  const later = told.filter(event => event.type === 'checkpoint-failed')
  expect(later.at(-1)?.message).toBe(
    `Cannot write ${path}: there is no such folder. Create it, or choose another.`,
  )
  expect(told.at(-1)?.type).toBe('checkpoint-failed')
})
