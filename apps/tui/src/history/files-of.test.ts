import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checkpoint, Network } from '@gradus/core'
import { saveCheckpoint, saveModel } from '@gradus/core/node'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkpointAfter } from '../../test/checkpoints.ts'
import { runOf, useFolder } from '../../test/kept-runs.ts'
import type { Run } from './run.ts'
import { checkpointState, modelState } from './run-lines.ts'

const place = useFolder()
let path: string
beforeEach(() => {
  path = join(place.folder, 'file')
})

describe('the model of a run', () => {
  const run = async (network: Network): Promise<Run> =>
    runOf({ model: path, result: { status: 'done', sha256: await network.sha256() } })

  test('is kept, until another run saves there, or it is damaged or removed', async () => {
    const network = new Network([3, 2], { seed: 0 })
    const trained = await run(network)
    expect(await modelState(trained)).toBe('missing')
    await saveModel(path, network)
    expect(await modelState(trained)).toBe('kept')
    await saveModel(path, new Network([3, 2], { seed: 1 }))
    expect(await modelState(trained)).toBe('replaced')
    await writeFile(path, 'no model')
    expect(await modelState(trained)).toBe('replaced')
    expect(await modelState(runOf({ model: undefined }))).toBe('missing')
  })
})

describe('the checkpoint of a run', () => {
  let checkpoint: Checkpoint
  beforeAll(async () => {
    checkpoint = await checkpointAfter(1)
  })

  const runWith = (change: Partial<Run['spec']> = {}): Run => {
    const { spec, history } = checkpoint.progress
    return runOf({ checkpoint: path, spec: { ...spec, ...change }, history })
  }

  test('is kept, whether it is older or newer than the record', async () => {
    expect(await checkpointState(runWith())).toBe('missing')
    await saveCheckpoint(path, checkpoint)
    const run = runWith()
    expect(await checkpointState(run)).toBe('kept')
    expect(await checkpointState({ ...run, history: [] })).toBe('kept')
    const [first] = run.history
    if (!first) throw new Error('expected an epoch')
    const later = { ...first, epoch: 1 }
    expect(await checkpointState({ ...run, history: [...run.history, later] })).toBe('kept')
    expect(await checkpointState({ ...run, checkpoint: undefined })).toBe('missing')
  })

  test('is replaced by that of another run, though its options be the same', async () => {
    await saveCheckpoint(path, checkpoint)
    const run = runWith()
    const [first] = run.history
    if (!first) throw new Error('expected an epoch')
    const other = { ...run, history: [{ ...first, trainSeconds: first.trainSeconds + 1 }] }
    expect(await checkpointState(other)).toBe('replaced')
    expect(await checkpointState(runWith({ epochs: 99 }))).toBe('kept')
    for (const change of [{ seed: '1' }, { sizes: [2, 3, 1] }, { miniBatchSize: 99 }, { eta: 5 }]) {
      expect(await checkpointState(runWith(change))).toBe('replaced')
    }
    await truncate(path, (await readFile(path)).length - 1)
    expect(await checkpointState(run)).toBe('replaced')
  })
})
