import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { denseExamples, ExamplesError, GradusError, Network, OptionError, sgd } from '@gradus/core'
import { loadCheckpoint, loadModel } from '@gradus/core/node'
import { useFolder } from '@gradus/testing/folders'
import { type Verdict, type WatchEvent, type WatchOptions, watch } from '@gradus/tui'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

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

test('what loadData tells is kept with the network, and checked at once', async () => {
  const preprocessing = { kind: 'standard', means: [0, 0], spreads: [1, 1] } as const
  const facts = { classes: ['no', 'yes'], preprocessing, split: { shares: [8, 1, 1], seed: '7' } }
  const out = join(folder.path, 'facts.safetensors')
  await watch({ ...options(), ...facts, notes: ['It is on one scale.'], out })
  expect((await loadModel(out)).metadata).toMatchObject(facts)
  const wrong: readonly [string, Partial<WatchOptions>][] = [
    ['preprocessing', { preprocessing: { kind: 'image', rows: 5, cols: 5 } }],
    ['split', { split: { shares: [0, 1, 1], seed: '7' } }],
  ]
  for (const [option, given] of wrong)
    await expect(watch({ ...options(), ...given })).rejects.toMatchObject({ code: 'OPTION', option })
})

test('the passed network is trained in place, to the same bits as by sgd', async () => {
  const asked = options()
  const events: string[] = []
  const verdicts: Verdict[] = []
  const onEvent = (event: WatchEvent): void => {
    events.push(event.type)
    if (event.type === 'finished') verdicts.push(event.verdict)
  }
  const result = await watch({ ...asked, onEvent })
  const other = new Network([2, 3, 2], { seed: 0 })
  for await (const _ of sgd(other, train, settings));
  expect(result).toMatchObject({ reason: 'done', sha256: await other.sha256(), model: undefined })
  expect(result.network).toBe(asked.network)
  expect(await asked.network.sha256()).toBe(await other.sha256())
  expect(asked.network.rng.state).toEqual(other.rng.state)
  expect(result.history).toHaveLength(4)
  expect(verdicts).toEqual([result.verdict])
  expect(result.verdict).toEqual({ healthy: null, text: expect.stringContaining('too early'), findings: [] })
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

test('a run that was stopped goes on from its checkpoint, to the same bits as one that never was', async () => {
  const [checkpoint, runs] = [join(folder.path, 'c.safetensors'), join(folder.path, 'runs')]
  const straight = await watch({
    ...options(),
    epochs: 3000,
    etaChanges: [{ epoch: 1, position: 0, eta: 2 }],
  })
  const controller = new AbortController()
  const stopped = await watch({
    ...{ ...options(), epochs: 3000, checkpoint, signal: controller.signal },
    etaChanges: [{ epoch: 1, position: 0, eta: 2 }],
    onEvent: event => {
      if (event.type === 'epoch' && event.epoch === 5) controller.abort()
    },
  })
  expect(stopped).toMatchObject({ reason: 'aborted', checkpoint })
  expect(stopped.history.length).toBeLessThan(3000)
  const asked = { ...options(), epochs: 3000, resume: checkpoint, runs, classes: ['left', 'right'] }
  const { network, sha256, history, checkpoint: last } = await watch(asked)
  expect(sha256).toBe(straight.sha256)
  expect(await network.sha256()).toBe(straight.sha256)
  expect(network).toBe(asked.network)
  expect(network.rng.state).toEqual(straight.network.rng.state)
  expect(history.map(({ cost }) => cost)).toEqual(straight.history.map(({ cost }) => cost))
  // The checkpoint that it began with is the one that it keeps.
  expect(last).toBe(checkpoint)
  expect(await loadCheckpoint(checkpoint)).toMatchObject({
    progress: { epoch: 3000 },
    classes: asked.classes,
  })
  const [record = ''] = await readdir(runs)
  expect(JSON.parse(await readFile(join(runs, record), 'utf8'))).toMatchObject({
    ...{ resumedFrom: checkpoint, classes: asked.classes, epoch: 3000, result: { status: 'done', sha256 } },
  })
})

describe('a run cannot go on', () => {
  const other = denseExamples(
    [0, 1, 2, 3].map(
      x =>
        [
          [x, x],
          [0, 1],
        ] as const,
    ),
  )
  const hashed = { ...train, hash: 'another' }

  test.each<[string, Partial<WatchOptions>, string]>([
    [
      'with other settings',
      { miniBatchSize: 1 },
      'Its run has miniBatchSize 2, the options say 1. Pass what',
    ],
    ['with another eta', { eta: 1 }, 'Its run has eta 3, the options say 1. Pass what it began with'],
    ['with fewer epochs', { epochs: 2 }, 'Its run has 4 epochs behind it: expected at least 4 epochs, not 2'],
    ['with another seed', { network: new Network([2, 3, 2], { seed: 1 }) }, 'seed "0", the options say "1"'],
    ['with other sizes', { network: new Network([2, 4, 2], { seed: 0 }) }, 'sizes [2,3,2], the options say'],
    ['with other data', { train: other }, 'The run to resume had 4 training examples with hash'],
    ['with data of another hash', { train: hashed }, 'these are 4 with hash another: expected the same'],
  ])('%s', async (_, change, message) => {
    const checkpoint = join(folder.path, 'c.safetensors')
    await watch({ ...options(), checkpoint })
    const bytes = await readFile(checkpoint)
    written = ''
    const refused = watch({ ...options(), resume: checkpoint, ...change })
    await expect(refused).rejects.toThrow(message)
    await expect(refused).rejects.toBeInstanceOf(GradusError)
    expect(written).toBe('')
    expect(await readFile(checkpoint)).toEqual(bytes)
    expect(await readdir(folder.path)).toEqual(['c.safetensors'])
  })

  test('from what is no checkpoint, or not there', async () => {
    const out = join(folder.path, 'a.safetensors')
    await expect(watch({ ...options(), resume: out })).rejects.toThrow("argument 'resume' value")
    await watch({ ...options(), out })
    await expect(watch({ ...options(), resume: out, checkpoint: `${out}.c` })).rejects.toThrow(
      /resume.*checkpoint/,
    )
  })
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

/** Options of any form, as a program without types may pass them. */
function anything(json: string): Partial<WatchOptions> {
  return JSON.parse(json)
}

test.each<[Partial<WatchOptions>, typeof OptionError | typeof ExamplesError, string]>([
  [{ epochs: 0 }, OptionError, 'epochs is 0'],
  [{ test: denseExamples([[[1], [1, 0]]]) }, ExamplesError, 'test has 1 inputs'],
  [{ validation: denseExamples([[[1, 1], [1]]]) }, ExamplesError, 'validation has 2 inputs and 1 outputs'],
  [{ classes: ['left'] }, OptionError, 'classes is a list of 1: expected a list of 2 texts'],
  [
    anything('{ "classes": ["left", 1] }'),
    OptionError,
    "classes is [ 'left', 1 ]: expected a list of 2 texts",
  ],
  [
    anything('{ "classes": "left,right" }'),
    OptionError,
    "classes is 'left,right': expected a list of 2 texts",
  ],
  [{ classes: ['left', ' '] }, OptionError, "classes[1] is ' ': expected 1 .. 100 characters"],
  [{ classes: ['left', 'left'] }, OptionError, "classes[1] is 'left': expected another name than classes[0]"],
  [{ classes: ['left', 'x'.repeat(500)] }, OptionError, '440 more characters: expected 1 .. 100 characters'],
  [anything('{ "resume": 7 }'), OptionError, 'resume is 7: expected a text'],
  [anything('{ "plain": "yes" }'), OptionError, "plain is 'yes': expected true or false"],
  [anything('{ "onEvent": {} }'), OptionError, 'onEvent is {}: expected a function'],
  [anything('{ "signal": {} }'), OptionError, 'signal is {}: expected an AbortSignal'],
  [anything('{ "title": ["a"] }'), OptionError, "title is [ 'a' ]: expected a text"],
  [anything('{ "train": [1] }'), ExamplesError, 'The training data is a list: expected Examples'],
  [anything('{ "network": {} }'), OptionError, 'The network is [object Object]: expected a Network'],
  [anything('{ "eta": "3" }'), OptionError, 'eta'],
  [anything('{ "engine": "gpu" }'), OptionError, 'engine'],
  [anything('{ "precision": 32 }'), OptionError, 'precision'],
  [anything('{ "etaChanges": 1 }'), OptionError, 'etaChanges'],
  [anything('{ "test": 5 }'), ExamplesError, 'test is 5: expected Examples'],
  [{ resume: '/nowhere/at/all' }, OptionError, 'There is no folder /nowhere/at'],
  [{ out: '' }, OptionError, "out is '': expected a text"],
  [{ out: '/nowhere/at/all' }, OptionError, 'There is no folder /nowhere/at'],
  [{ out: 'a', checkpoint: 'a' }, OptionError, 'The model goes there (out)'],
])('what cannot be done is refused before anything is opened: %j', async (wrong, type, message) => {
  const refused = watch({ ...options(), ...wrong })
  await expect(refused).rejects.toThrow(message)
  await expect(refused).rejects.toBeInstanceOf(type)
  expect(written).toBe('')
})
