import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { denseExamples, ExamplesError, Network, OptionError, sgd } from '@gradus/core'
import { loadCheckpoint, loadModel } from '@gradus/core/node'
import { useFolder } from '@gradus/testing/folders'
import { type WatchOptions, watch } from '@gradus/tui'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const folder = useFolder('test')
const train = denseExamples(
  [0, 1].flatMap(x =>
    [0, 1].map(
      y =>
        [
          [x, y],
          [x, 1 - x],
        ] as const,
    ),
  ),
)
const settings = { epochs: 4, miniBatchSize: 2, eta: 3 }
const options = (): WatchOptions => ({
  ...{ network: new Network([2, 3, 2], { seed: 0 }), train, test: train },
  ...settings,
})

/** Everything that is written to standard output. */
let written = ''
beforeEach(() => {
  written = ''
  vi.spyOn(process.stdout, 'write').mockImplementation(text => {
    written += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => vi.restoreAllMocks())

test('the passed network is trained in place, to the same bits as by sgd', async () => {
  const asked = options()
  const events: string[] = []
  const result = await watch({ ...asked, onEvent: ({ type }) => events.push(type) })
  const other = new Network([2, 3, 2], { seed: 0 })
  for await (const _ of sgd(other, train, settings));
  expect(result).toMatchObject({ reason: 'done', sha256: await other.sha256(), model: undefined })
  expect(result.network).toBe(asked.network)
  expect(await asked.network.sha256()).toBe(await other.sha256())
  expect(asked.network.rng.state).toEqual(other.rng.state)
  expect(result.history).toHaveLength(4)
  expect(events.slice(0, 2)).toEqual(['loaded', 'started'])
  expect(events.slice(-2)).toEqual(['finished', 'unsaved'])
  expect(events.filter(type => type === 'epoch')).toHaveLength(4)
  expect(written).toMatch(/^(Epoch \d : \d \/ 4\n){4}$/)
  expect(await readdir(folder.path)).toEqual([])
})

test('files are saved where they are asked for, and no lock stays', async () => {
  const [out, checkpoint] = [join(folder.path, 'a.safetensors'), join(folder.path, 'c.safetensors')]
  const runs = join(folder.path, 'runs')
  const result = await watch({ ...options(), out, checkpoint, runs })
  expect(result).toMatchObject({ model: out, checkpoint, problem: undefined })
  expect(await (await loadModel(out)).network.sha256()).toBe(result.sha256)
  expect((await loadCheckpoint(checkpoint)).progress.epoch).toBe(4)
  expect((await readdir(folder.path)).sort()).toEqual(['a.safetensors', 'c.safetensors', 'runs'])
  expect(await readdir(runs)).toHaveLength(1)
})

test('an AbortSignal ends the run, which is fulfilled; one that has ended already does too', async () => {
  const controller = new AbortController()
  const onEvent: WatchOptions['onEvent'] = event => {
    if (event.type === 'epoch' && event.epoch === 5) controller.abort()
  }
  const { signal } = controller
  const { reason, history } = await watch({ ...options(), epochs: 1e9, signal, onEvent })
  expect(reason).toBe('aborted')
  expect(history.length).toBeGreaterThan(5)
  expect(await watch({ ...options(), epochs: 1e9, signal })).toMatchObject({ reason: 'aborted' })
})

test('an error of onEvent ends the run, and is the one that watch is rejected with', async () => {
  const thrown = new Error('of its own')
  const onEvent = (): never => {
    throw thrown
  }
  await expect(watch({ ...options(), epochs: 1e9, onEvent })).rejects.toBe(thrown)
  await expect(watch(options())).resolves.toMatchObject({ reason: 'done' })
})

test('one run is watched at a time', async () => {
  const first = watch(options())
  await expect(watch(options())).rejects.toThrow('Another run is watched')
  await first
})

test.each([
  [{ epochs: 0 }, OptionError, 'epochs is 0'],
  [{ test: denseExamples([[[1], [1, 0]]]) }, ExamplesError, 'testData has 1 inputs'],
  [{ classes: ['left'] }, OptionError, "classes is [ 'left' ]: expected a list of 2 texts"],
  [{ out: '' }, OptionError, "out is '': expected a text"],
  [{ out: '/nowhere/at/all' }, OptionError, 'There is no folder /nowhere/at'],
  [{ out: 'a', checkpoint: 'a' }, OptionError, 'The model goes there (out)'],
])('what cannot be done is refused before anything is opened: %j', async (wrong, type, message) => {
  const refused = watch({ ...options(), ...wrong })
  await expect(refused).rejects.toThrow(message)
  await expect(refused).rejects.toBeInstanceOf(type)
  expect(written).toBe('')
})
