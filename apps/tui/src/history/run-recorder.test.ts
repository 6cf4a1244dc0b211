import { spawnSync } from 'node:child_process'
import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StartedEvent } from '@gradus/core'
import { recordOf } from '@gradus/core'
import { thisProcess } from '@gradus/core/node'
import { describe, expect, test, vi } from 'vitest'
import { epoch, etaChanged, finished, loaded, progress, saved, started } from '../../test/events.ts'
import { FIGURES, useFolder } from '../../test/kept-runs.ts'
import type { TrainEvent } from '../run/events.ts'
import type { TrainSettings } from '../run/settings.ts'
import { listRuns } from './list-runs.ts'
import type { Run } from './run.ts'
import { RunRecorder } from './run-recorder.ts'

const place = useFolder()

const settings: TrainSettings = {
  ...{ sizes: [784, 15, 10], epochs: 30, miniBatchSize: 10, eta: 3, seed: 0, engine: 'auto', test: true },
  ...{ precision: 'float64', watched: false, given: [], checkpointSeconds: 5, data: '/data' },
  ...{ out: '/models/a', checkpoint: '/models/a.checkpoint', resume: undefined },
}

const unexpected = (line: string): void => {
  throw new Error(`expected no warning, got: ${line}`)
}

const recorderIn = (folder = place.folder, change: Partial<TrainSettings> = {}): RunRecorder =>
  new RunRecorder(folder, { ...settings, ...change }, unexpected)

const see = (recorder: RunRecorder, ...events: readonly TrainEvent[]): void => {
  for (const event of events) recorder.onEvent(event)
}

/** The only run that is kept. */
async function keptRun(folder = place.folder): Promise<Run> {
  const { runs, problems } = await listRuns(folder)
  expect(problems).toEqual([])
  const [run] = runs
  if (!run || runs.length > 1) throw new Error(`expected one run, got ${runs.length}`)
  return run
}

const PATIENCE = { timeout: 30_000, interval: 50 }

const second = { ...epoch, epoch: 1 }
const record = recordOf

const { verdict } = finished

describe('a run', () => {
  test('is kept from its start, and to its end', async () => {
    const before = new Date().toISOString()
    const recorder = recorderIn()
    see(recorder, loaded, started)
    await vi.waitFor(async () => expect((await keptRun()).result).toEqual({ status: 'running' }), PATIENCE)
    see(recorder, progress, epoch, { ...finished, etaChanges: [], figures: FIGURES }, saved)
    await recorder.close()
    const run = await keptRun()
    expect(run).toEqual({
      id: expect.stringMatching(/^\d{8}-\d{6}-[0-9a-f]{4}$/),
      started: expect.any(String),
      process: thisProcess(),
      spec: {
        ...{ sizes: [784, 15, 10], activation: 'sigmoid', output: 'sigmoid', cost: 'quadratic', seed: '0' },
        ...{ epochs: 30, miniBatchSize: 10, eta: 3, etaChanges: [], precision: 'float64' },
        data: { hash: 'd1', train: 50_000, validation: 10_000, test: 10_000 },
      },
      engine: 'reference',
      folder: '/data',
      rewinds: 0,
      resumedFrom: undefined,
      out: '/models/a',
      model: saved.path,
      checkpoint: undefined,
      epoch: 1,
      position: 0,
      seconds: 0.35,
      result: { status: 'done', verdict, sha256: 'ab12', examplesPerSecond: 166_667 },
      figures: FIGURES,
      history: [record(epoch)],
    })
    expect(run.started >= before).toBe(true)
    expect(run.id.slice(0, 15)).toBe(run.started.replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15))
  })

  test('is saved as its epochs become complete, without waiting for its end', async () => {
    const recorder = recorderIn()
    see(recorder, loaded, started)
    let told = 0
    await vi.waitFor(async () => {
      see(recorder, { ...epoch, epoch: told++ })
      expect((await keptRun()).history.length).toBeGreaterThan(0)
    }, PATIENCE)
    await recorder.close()
    const run = await keptRun()
    expect([run.history.length, run.epoch]).toEqual([told, told])
  })

  test('of which nothing started is not kept', async () => {
    const recorder = recorderIn()
    see(recorder, loaded, { type: 'failed', message: 'No.', usage: true })
    await recorder.close()
    expect(await readdir(place.folder)).toEqual([])
  })

  test('has its seed as text, however large', async () => {
    const recorder = recorderIn()
    see(recorder, loaded, { ...started, spec: { ...started.spec, seed: '1180591620717411303424,3' } })
    await recorder.close()
    expect((await keptRun()).spec.seed).toBe('1180591620717411303424,3')
  })

  test('leaves nothing but its file, in a folder for the user alone', async () => {
    const folder = join(place.folder, 'state', 'runs')
    const recorder = recorderIn(folder)
    see(recorder, loaded, started, epoch, finished, saved)
    await recorder.close()
    expect(await readdir(folder)).toEqual([`${(await keptRun(folder)).id}.json`])
    if (process.platform !== 'win32') expect((await stat(folder)).mode & 0o777).toBe(0o700)
  })
})

describe('the end', () => {
  test.each([
    [
      { type: 'failed', message: 'Out of luck.', usage: false },
      { status: 'failed', reason: 'Out of luck.' },
    ],
    [
      { type: 'unsaved', sha256: 'cd', reason: 'The model is lost.', lost: true },
      { status: 'done', problem: 'The model is lost.', verdict, sha256: 'cd', examplesPerSecond: 166_667 },
    ],
    [
      { ...saved, problem: 'Elsewhere.' },
      { status: 'done', problem: 'Elsewhere.', verdict, sha256: 'ab12', examplesPerSecond: 166_667 },
    ],
  ] as const)('%j', async (event, result) => {
    const recorder = recorderIn()
    see(recorder, loaded, started, ...(event.type === 'failed' ? [] : [finished]), event)
    await recorder.close('what comes later')
    expect((await keptRun()).result).toEqual(result)
  })

  test.each([
    [undefined, 'The training thread died: it ended too early.'],
    ['out of memory', 'The training thread died: out of memory.'],
  ])('of a thread that dies: %s', async (why, reason) => {
    const recorder = recorderIn()
    see(recorder, loaded, started, epoch)
    await recorder.close(why)
    expect((await keptRun()).result).toEqual({ status: 'failed', reason })
    expect((await keptRun()).history).toHaveLength(1)
  })

  test('of a run without any training has no speed', async () => {
    const recorder = recorderIn()
    const none = { ...finished, reason: 'aborted', examplesPerSecond: Number.NaN } as const
    see(recorder, loaded, started, none, saved)
    await recorder.close()
    expect((await keptRun()).result).toEqual({ status: 'aborted', verdict, sha256: 'ab12' })
  })
})

describe('changes of eta', () => {
  test('are kept as they are told, also of a run that did not end', async () => {
    const recorder = recorderIn()
    const etaChanges = [
      { epoch: 0, position: 200, eta: 1.5 },
      { epoch: 1, position: 0, eta: 6 },
    ]
    see(recorder, loaded, started, progress)
    for (const change of etaChanges) see(recorder, { ...etaChanged, ...change })
    see(recorder, { ...epoch, eta: 1.5 })
    await recorder.close()
    expect((await keptRun()).spec.etaChanges).toEqual(etaChanges)
  })
})

describe('a run that goes on', () => {
  const etaChanges = [
    { epoch: 0, position: 170, eta: 1.5 },
    { epoch: 2, position: 400, eta: 1 },
  ]
  const resumed: StartedEvent = {
    ...started,
    spec: { ...started.spec, etaChanges },
    ...{ epoch: 2, position: 500, eta: 1, elapsedSeconds: 0.8 },
    history: [
      { ...record(epoch), eta: 1.5 },
      { ...record(second), eta: 1.5 },
    ],
  }
  const change = { resume: '/models/a.checkpoint' }

  test('has the epochs before, what it began with, and where it went on', async () => {
    const recorder = recorderIn(undefined, change)
    see(recorder, loaded, resumed)
    await recorder.close()
    const run = await keptRun()
    expect(run).toMatchObject({
      resumedFrom: change.resume,
      checkpoint: change.resume,
      epoch: 2,
      position: 500,
    })
    expect(run.history).toEqual(resumed.history)
    expect(run.seconds).toBe(0.8)
    expect(run.spec.eta).toBe(3)
    expect(run.spec.etaChanges).toEqual(etaChanges)
  })

  test('and begins anew is a run from the start, in the same record', async () => {
    const recorder = recorderIn(undefined, change)
    see(
      recorder,
      loaded,
      resumed,
      { type: 'rewound' },
      started,
      epoch,
      { ...finished, etaChanges: [] },
      saved,
    )
    await recorder.close()
    const run = await keptRun()
    expect(run).toMatchObject({ rewinds: 1, epoch: 1, spec: { etaChanges: [] }, result: { status: 'done' } })
    expect(run.resumedFrom).toBeUndefined()
    expect(run.history).toEqual([record(epoch)])
  })
})

test('runs that begin anew count how often', async () => {
  const recorder = recorderIn()
  see(
    recorder,
    loaded,
    started,
    epoch,
    second,
    { type: 'rewound' },
    started,
    epoch,
    { type: 'rewound' },
    started,
  )
  await recorder.close()
  const run = await keptRun()
  expect(run.rewinds).toBe(2)
  expect(run.history).toEqual([])
})

test('many runs at once in one folder are each kept', async () => {
  const recorders = Array.from({ length: 40 }, () => recorderIn())
  for (const recorder of recorders) see(recorder, loaded, started, epoch, finished, saved)
  await Promise.all(recorders.map(recorder => recorder.close()))
  const { runs, problems } = await listRuns(place.folder)
  expect(problems).toEqual([])
  expect(new Set(runs.map(({ id }) => id)).size).toBe(40)
})

/**
 * Begins to keep a run in the folder, and is killed at the first call of this function of node:fs/promises,
 * before or after it is done.
 */
function dieAt(call: string, when: 'before' | 'after'): void {
  const program = `import fs from 'node:fs/promises'
    import { syncBuiltinESMExports } from 'node:module'
    const work = fs['${call}']
    fs['${call}'] = async (...args) => {
      if ('${when}' === 'after') await work(...args)
      process.kill(process.pid, 'SIGKILL')
    }
    syncBuiltinESMExports()
    const { RunRecorder } = await import(process.argv[1])
    const [folder, settings, loaded, started] = process.argv.slice(2).map(text => JSON.parse(text))
    const recorder = new RunRecorder(folder, settings, () => {})
    recorder.onEvent(loaded)
    recorder.onEvent(started)
    await recorder.close()
    console.log('It goes on.')`
  const values = [place.folder, settings, loaded, started].map(value => JSON.stringify(value))
  const module = new URL('run-recorder.ts', import.meta.url).href
  const args = ['--input-type=module', '--eval', program, module, ...values]
  const { signal, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect([signal, stdout]).toEqual(['SIGKILL', ''])
}

describe.runIf(process.platform !== 'win32')('a run that is killed as it is saved first', () => {
  test.each([
    ['open', 'after', 0],
    ['link', 'before', 0],
    ['link', 'after', 1],
    ['unlink', 'before', 1],
  ] as const)(
    '(%s, %s) has a whole record or none, and what it left is swept up',
    async (call, when, count) => {
      dieAt(call, when)
      const { runs, problems } = await listRuns(place.folder)
      expect([runs.length, problems]).toEqual([count, []])
      const recorder = recorderIn()
      see(recorder, loaded, started)
      await recorder.close()
      const left = await readdir(place.folder)
      expect(left.filter(name => name.startsWith('.'))).toEqual([])
      expect(left).toHaveLength(count + 1)
    },
  )
})

describe('a folder that cannot be written', () => {
  test('is told once, with the remedy, and harms nothing', async () => {
    const file = join(place.folder, 'file')
    await writeFile(file, '')
    const lines: string[] = []
    const recorder = new RunRecorder(join(file, 'runs'), settings, line => lines.push(line))
    see(recorder, loaded, started)
    await vi.waitFor(() => expect(lines).toHaveLength(1), PATIENCE)
    see(recorder, epoch, finished, saved)
    await recorder.close()
    expect(lines).toEqual([
      `warning: The run is not kept: Cannot write ${join(file, 'runs')}: a part of the path is a file, not a folder. Check the spelling. Training goes on; keep its runs elsewhere by --runs <folder>.`,
    ])
  })

  test('because a file has its name', async () => {
    const file = join(place.folder, 'file')
    await writeFile(file, '')
    const lines: string[] = []
    const recorder = new RunRecorder(file, settings, line => lines.push(line))
    see(recorder, loaded, started)
    await recorder.close()
    expect(lines).toEqual([expect.stringContaining(`Cannot write ${file}: it is no folder.`)])
  })

  test('at first, but later, has the run all the same', async () => {
    const file = join(place.folder, 'file')
    await writeFile(file, '')
    const lines: string[] = []
    const recorder = new RunRecorder(file, settings, line => lines.push(line))
    see(recorder, loaded, started)
    await vi.waitFor(() => expect(lines).toHaveLength(1), PATIENCE)
    await rm(file)
    see(recorder, epoch, finished, saved)
    await recorder.close()
    expect((await keptRun(file)).result.status).toBe('done')
    expect(lines).toHaveLength(1)
  })

  test('because there is none', async () => {
    const lines: string[] = []
    const recorder = new RunRecorder(undefined, settings, line => lines.push(line))
    see(recorder, loaded, started, epoch, finished, saved)
    await recorder.close()
    expect(lines).toEqual([
      expect.stringContaining('there is no home folder. Training goes on; keep its runs'),
    ])
  })
})
