import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { completeSpec, type FinishedEvent, Network } from '@gradus/core'
import { loadModel } from '@gradus/core/node'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { epoch, finished } from '../../test/events.ts'
import { withSuffix } from './run-paths.ts'
import { save } from './save.ts'

let folder: string
let out: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-save-'))
  out = join(folder, 'model.safetensors')
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

const network = new Network([4, 3, 2], { seed: 7 })
const spec = completeSpec({
  ...{ sizes: [4, 3, 2], seed: '7', epochs: 5, miniBatchSize: 10, eta: 3 },
  data: { hash: 'd1', train: 1000 },
})
const { test: evaluation } = epoch
const history = [
  epoch,
  { ...epoch, epoch: 1, correct: 9000, ...(evaluation && { test: { ...evaluation, correct: 9000 } }) },
]

function end(reason: FinishedEvent['reason'], epochs: number, position: number): FinishedEvent {
  return { ...finished, reason, epoch: epochs, position, history: history.slice(0, epochs) }
}

test('a run that is done, with what is known of it', async () => {
  const kept = await save(network, spec, end('done', 2, 0), out)
  expect(kept).toEqual({ type: 'saved', path: out, sha256: await network.sha256() })
  const { network: loaded, metadata } = await loadModel(out)
  expect(await loaded.sha256()).toBe(await network.sha256())
  expect(metadata).toEqual({
    spec,
    epochs: 2,
    accuracy: { test: 0.9, validation: 0.889 },
  })
})

test('a run stopped within an epoch has no accuracy', async () => {
  await save(network, spec, end('aborted', 1, 500), out)
  const { metadata } = await loadModel(out)
  expect(metadata.epochs).toBe(1)
  expect(metadata.accuracy).toBeUndefined()
})

test('a network without any training is not saved', async () => {
  const kept = await save(network, spec, end('aborted', 0, 0), out)
  expect(kept).toMatchObject({ type: 'unsaved', lost: false, sha256: await network.sha256() })
  expect(await readdir(folder)).toEqual([])
})

test('what diverged goes beside the file asked for, with the accuracy of the weights that are saved', async () => {
  const kept = await save(network, spec, end('diverged', 2, 0), out)
  expect(kept).toMatchObject({ type: 'saved', path: join(folder, 'model.diverged.safetensors') })
  expect(await readdir(folder)).toEqual(['model.diverged.safetensors'])
  const { metadata } = await loadModel(withSuffix(out, '.diverged'))
  expect(metadata.accuracy?.test).toBe(0.9)
})

describe('a model that cannot be saved where it should', () => {
  const temporary = () => join(folder, 'temporary')
  const saveNowhere = async () => {
    const out = join(folder, 'gone', 'model.safetensors')
    const kept = await save(network, spec, end('done', 2, 0), out)
    expect(kept.type === 'saved' ? kept.problem : kept.reason).toContain(out)
    return kept
  }
  beforeEach(() => {
    for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, temporary())
  })
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  test('is saved elsewhere, in a folder for this user alone', async () => {
    await mkdir(temporary())
    const kept = await saveNowhere()
    if (kept.type !== 'saved') throw new Error('expected a model that is saved')
    const refuge = dirname(kept.path)
    expect(dirname(refuge)).toBe(temporary())
    expect(await readdir(refuge)).toEqual(['model.safetensors'])
    if (process.platform !== 'win32') expect((await stat(refuge)).mode & 0o777).toBe(0o700)
    expect(await (await loadModel(kept.path)).network.sha256()).toBe(kept.sha256)
    const other = await saveNowhere()
    expect(other).not.toMatchObject({ path: kept.path })
  })

  test('overwrites nothing that others prepared under names that can be guessed', async () => {
    await mkdir(temporary())
    const precious = join(folder, 'precious')
    await writeFile(precious, 'kept')
    for (const name of [`gradus-${process.pid}.safetensors`, `gradus-${process.pid}`, 'gradus-'])
      await symlink(precious, join(temporary(), name))
    expect((await saveNowhere()).type).toBe('saved')
    expect(await readFile(precious, 'utf8')).toBe('kept')
  })

  test('nor elsewhere is lost, and leaves nothing', async () => {
    expect(await saveNowhere()).toMatchObject({ type: 'unsaved', lost: true })
    expect(await readdir(folder)).toEqual([])
  })
})
