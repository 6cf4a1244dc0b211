import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Worker } from 'node:worker_threads'
import type { StudyEvent, TrialData } from '@gradus/study'
import { type Plan, StudyError } from '@gradus/study'
import { type RunOnThreadsOptions, runOnThreads, Store } from '@gradus/study/node'
import { useFolder } from '@gradus/testing/folders'
import { describe, expect, test } from 'vitest'
import { fewImages, planFor, specFor, straight, xorData } from '../../test/runs.ts'

const folder = useFolder('test')

/** The rows of a study that is run in a new store, and its events. */
async function run(plan: Plan, data: TrialData, options: RunOnThreadsOptions) {
  const events: StudyEvent[] = []
  const store = await Store.create(folder.path, plan)
  try {
    await runOnThreads(store, data, { ...options, onEvent: event => events.push(event) })
    return { rows: store.course.rows(), events }
  } finally {
    await store.close()
  }
}

const many = { seeds: 2, spec: { epochs: 27, dropout: { hidden: 0.25 }, optimiser: 'adam' } } as const

describe.each([1, 2, 3])('on %i threads', threads => {
  test('a study has the table and the weights of the straight one', async () => {
    const plan = await planFor(xorData, many)
    const { rows, events } = await run(plan, xorData, { threads })
    expect(rows).toEqual((await straight(plan, xorData)).rows())
    expect(rows.filter(({ standing }) => standing === 'finished')).toHaveLength(1)
    const of = (type: StudyEvent['type']): StudyEvent[] => events.filter(event => event.type === type)
    expect(of('rung')).toEqual([0, 1, 2].map(rung => ({ type: 'rung', rung })))
    expect([of('begun').length, of('done').length]).toEqual([26, 26])
  })

  test('a study on images, too', async () => {
    const data = await fewImages()
    const space = { eta: { choices: [0.01, 1, 3] }, hidden: { choices: [[15], [10, 10]] } } as const
    const plan = await planFor(data, { space, trials: 4, spec: { precision: 'float32', keep: 'best' } })
    const { rows } = await run(plan, data, { threads })
    expect(rows).toEqual((await straight(plan, data)).rows())
    expect(rows.some(({ accuracy = 0 }) => accuracy > 0.3)).toBe(true)
  })
})

test('the threads share the work, and the last epoch of each job is told', async () => {
  const plan = await planFor(xorData, { trials: 3, spec: { epochs: 2700 } })
  const { events } = await run(plan, xorData, { threads: 2 })
  const workers = events.flatMap(event => (event.type === 'begun' ? event.worker : []))
  expect(new Set(workers)).toEqual(new Set(['thread 0', 'thread 1']))
  const told = events.filter(event => event.type === 'epoch')
  const ends = events.flatMap(event => (event.type === 'done' ? event.outcome : []))
  for (const { trial, rung, worker } of ends) {
    const last = told.findLast(({ job }) => job.trial === trial && job.rung === rung)
    expect([last?.epoch, last?.worker]).toEqual([[299, 899, 2699][rung], worker])
  }
  const epochs = ends.reduce((sum, outcome) => sum + outcome.epochs.length, 0)
  expect(told.length).toBeLessThan(epochs / 10)
})

/** Runs a study with an end after so many events, again and again. */
async function inPieces(plan: Plan, data: TrialData, pieces: readonly number[]) {
  const seen: StudyEvent[] = []
  const store = await Store.create(folder.path, plan)
  await store.close()
  for (const most of [...pieces, Number.POSITIVE_INFINITY]) {
    const controller = new AbortController()
    const opened = await Store.open(folder.path)
    let left = most
    const onEvent = (event: StudyEvent): void => {
      seen.push(event)
      if (--left <= 0) controller.abort()
    }
    await runOnThreads(opened, data, { threads: 2, signal: controller.signal, onEvent })
    await opened.close()
  }
  return { seen, course: (await Store.read(folder.path)).course }
}

test('a study that is aborted at any moment goes on from its store to the same end', async () => {
  const plan = await planFor(xorData, { spec: { epochs: 270, optimiser: 'nesterov' } })
  const { seen, course } = await inPieces(plan, xorData, [1, 2, 3, 5, 8, 13, 4, 1])
  expect(course.rows()).toEqual((await straight(plan, xorData)).rows())
  const types = new Set(seen.map(({ type }) => type))
  expect(types).toContain('given-back')
  // Nothing that is done is done again.
  expect(seen.filter(({ type }) => type === 'done')).toHaveLength(13)
})

/** Runs the study of the folder in a process of its own, which is killed after so many events. */
async function untilKilled(events: number): Promise<NodeJS.Signals | null> {
  const program = join(import.meta.dirname, '..', '..', 'test', 'study-program.ts')
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  const child = spawn(process.execPath, [program, folder.path], { stdio: [...stdio] })
  const closed = new Promise<NodeJS.Signals | null>(resolve => {
    child.on('close', (_, signal) => resolve(signal))
  })
  let left = events
  for await (const _line of createInterface({ input: child.stdout })) if (--left === 0) child.kill('SIGKILL')
  return await closed
}

test('a study whose process is killed goes on to the same end', async () => {
  const plan = await planFor(xorData, { spec: { epochs: 270, optimiser: 'nesterov' } })
  await (await Store.create(folder.path, plan)).close()
  const signals: unknown[] = []
  for (const events of [5, 13, 8, 9999]) signals.push(await untilKilled(events))
  expect(signals).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL', null])
  const { course } = await Store.read(folder.path)
  expect(course.rows()).toEqual((await straight(plan, xorData)).rows())
})

test('an aborted run trains nothing, and one that is over has nothing to do', async () => {
  const plan = await planFor(xorData)
  const store = await Store.create(folder.path, plan)
  const none = new Set<StudyEvent>()
  const onEvent = (event: StudyEvent): void => void none.add(event)
  await runOnThreads(store, xorData, { threads: 2, signal: AbortSignal.abort(), onEvent })
  expect([...store.course.waiting()]).toHaveLength(9)
  await runOnThreads(store, xorData, { threads: 2 })
  await runOnThreads(store, xorData, { threads: 2, onEvent })
  expect([store.course.isOver, none.size]).toEqual([true, 0])
  await store.close()
})

test('trials that diverge end alone', async () => {
  const choices = [1, 1e200]
  const plan = await planFor(xorData, { space: { eta: { choices } }, trials: 2, spec: { l2: 1 } })
  const { rows } = await run(plan, xorData, { threads: 2 })
  expect(rows.map(({ standing }) => standing).toSorted()).toEqual(['diverged', 'finished'])
  expect(rows).toEqual((await straight(plan, xorData)).rows())
})

/** Ends threads of this process at the first event that a study tells of each of so many jobs. */
async function withDeaths(deaths: (begun: number) => boolean) {
  const workers: Worker[] = []
  const onWorker = (worker: Worker): void => void workers.push(worker)
  process.on('worker', onWorker)
  const plan = await planFor(xorData, { trials: 3, spec: { epochs: 2700 } })
  const store = await Store.create(folder.path, plan)
  const events: StudyEvent[] = []
  let begun = 0
  try {
    await runOnThreads(store, xorData, {
      threads: 1,
      onEvent: event => {
        events.push(event)
        if (event.type === 'begun' && deaths(begun++)) void workers.at(-1)?.terminate()
      },
    })
    return { plan, rows: store.course.rows(), events }
  } finally {
    process.off('worker', onWorker)
    await store.close()
  }
}

test('a thread that dies is replaced, and its job begun again', async () => {
  const { plan, rows, events } = await withDeaths(begun => begun === 1)
  expect(rows).toEqual((await straight(plan, xorData)).rows())
  const [warning, ...others] = events.filter(({ type }) => type === 'warning')
  expect(others).toEqual([])
  expect(warning).toMatchObject({ message: expect.stringContaining('died: it ended with code 1') })
})

test('a job whose thread dies twice ends the study, and all else is kept', async () => {
  const error = await withDeaths(begun => begun > 0).catch((cause: unknown) => cause)
  expect(error).toBeInstanceOf(StudyError)
  expect(error).toMatchObject({
    field: 'thread',
    message: expect.stringMatching(
      /^Job \d\.0\.0 \(trial \d: eta .*, hidden .*\) ended its thread 2 times\./,
    ),
  })
  const { course } = await Store.read(folder.path)
  expect(course.rows().filter(({ rung }) => rung === 0)).toHaveLength(1)
})

test('a job that cannot be done is named with its values', async () => {
  const plan = await planFor(xorData)
  const wide = { ...xorData.train, inputSize: 3, x: new Float64Array(12) }
  await expect(run(plan, { ...xorData, train: wide }, { threads: 2 })).rejects.toThrow(
    /^Job \d\.0\.0 \(trial \d: eta .*\) cannot be done: .* 3 inputs .* Everything that was done is kept/,
  )
})

test('an error of the listener ends the study, and is thrown', async () => {
  const store = await Store.create(folder.path, await planFor(xorData))
  const onEvent = ({ type }: StudyEvent): void => {
    if (type === 'done') throw new Error('No paper')
  }
  await expect(runOnThreads(store, xorData, { threads: 2, onEvent })).rejects.toThrow('No paper')
  expect(store.course.progress.done).toBeGreaterThan(0)
  await store.close()
})

test.each([
  ['other data', { train: { ...xorData.train, hash: 'others' } }, {}, 'with hash others'],
  ['fewer data', { train: { ...xorData.train, length: 3 } }, {}, 'The data are 3 examples'],
  ['no thread', {}, { threads: 0 }, 'threads is 0: expected a whole number of 1 .. 256.'],
  ['half a thread', {}, { threads: 1.5 }, 'threads is 1.5'],
])('%s are refused before anything is done', async (_, data, options, message) => {
  const store = await Store.create(folder.path, await planFor(xorData))
  const running = runOnThreads(store, { ...xorData, ...data }, { threads: 1, ...options })
  await expect(running).rejects.toThrow(message)
  await expect(running).rejects.toThrow(StudyError)
  await store.close()
})

test('another engine is refused', async () => {
  const plan = await planFor(xorData, { engine: 'another' })
  await expect(run(plan, xorData, { threads: 1 })).rejects.toThrow('the study began with another')
})

test('data without a hash will do where the plan knows none', async () => {
  const { hash: _, ...train } = xorData.train
  const data = { ...xorData, train }
  const plan = await planFor(data)
  expect(plan.fixed).toEqual(specFor(data))
  const { rows } = await run(plan, data, { threads: 1 })
  expect(rows).toEqual((await straight(plan, data)).rows())
})
