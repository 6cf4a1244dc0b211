import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { useFolder } from '@gradus/testing/folders'
import { expect, it } from 'vitest'
import { FLAGS, type TrainSettings } from '../run/settings.ts'
import { withLocks } from './shown-run.ts'

const place = useFolder()

it('lets others save once the run has saved, and leaves no lock beside its files', async () => {
  const settings: TrainSettings = {
    ...{ sizes: [784, 15, 10], epochs: 30, miniBatchSize: 10, eta: 3, seed: 0, engine: 'auto', test: true },
    ...{ precision: 'float64', watched: true, given: [], checkpointSeconds: 5, resume: undefined },
    ...{ out: join(place.path, 'a.safetensors'), checkpoint: join(place.path, 'a.checkpoint.safetensors') },
  }
  const another = (): Promise<string> => withLocks(settings, FLAGS, async () => 'saved')
  const end = await withLocks(settings, FLAGS, async release => {
    expect(await readdir(place.path)).toHaveLength(2)
    await expect(another()).rejects.toThrow('Another run saves there')
    release()
    // The person looks at the end of the run.
    expect(await readdir(place.path)).toEqual([])
    expect(await another()).toBe('saved')
    return 'left'
  })
  expect(end).toBe('left')
  expect(await readdir(place.path)).toEqual([])
})
