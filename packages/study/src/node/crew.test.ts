import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Worker } from 'node:worker_threads'
import type { Plan } from '@gradus/study'
import { Crew, type Task, ThreadError } from '@gradus/study/node'
import { afterEach, expect, test } from 'vitest'
import { planFor, straight, xorData } from '../../test/runs.ts'

const crews = new Set<Crew>()

/** A crew that ends with the test, and its threads. */
async function crewOf(threads: number): Promise<{ crew: Crew; workers: Worker[] }> {
  const workers: Worker[] = []
  const onWorker = (worker: Worker): void => void workers.push(worker)
  process.on('worker', onWorker)
  try {
    const crew = await Crew.start(xorData, { threads })
    crews.add(crew)
    return { crew, workers }
  } finally {
    process.off('worker', onWorker)
  }
}

afterEach(async () => {
  for (const crew of crews) await crew.close()
  crews.clear()
})

/** A task of a plan's first rung. */
function taskOf(plan: Plan, trial: number): Task {
  return { plan, job: { trial, seed: 0, rung: 0 }, from: undefined }
}

const long = { spec: { epochs: 900_000 } }

test('tasks wait for a thread, and begin in their order', async () => {
  const plan = await planFor(xorData)
  const { crew } = await crewOf(2)
  const begun: number[] = []
  const threads = new Set<number>()
  const trained = await Promise.all(
    Array.from({ length: 9 }, (_, trial) =>
      crew.train(taskOf(plan, trial), {
        onBegin: thread => {
          begun.push(trial)
          threads.add(thread)
        },
      }),
    ),
  )
  expect(crew.threads).toBe(2)
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  expect(threads).toEqual(new Set([0, 1]))
  const course = await straight(plan, xorData)
  expect(trained.map(end => end?.outcome.sha256)).toEqual(
    begun.map(trial => course.outcome({ trial, seed: 0, rung: 0 })?.sha256),
  )
})

test('a task is aborted while it waits, and while it trains, and the others go on', async () => {
  const [plan, endless] = [await planFor(xorData), await planFor(xorData, long)]
  const { crew } = await crewOf(1)
  const controller = new AbortController()
  const { signal } = controller
  const events: string[] = []
  const first = crew.train(taskOf(endless, 0), { signal, onEpoch: () => controller.abort() })
  const second = crew.train(taskOf(plan, 1), { signal, onBegin: () => void events.push('second') })
  const third = crew.train(taskOf(plan, 2))
  expect([await first, await second]).toEqual([undefined, undefined])
  expect((await third)?.outcome.trial).toBe(2)
  expect(await crew.train(taskOf(plan, 3), { signal })).toBeUndefined()
  expect(events).toEqual([])
})

test('a thread that a fault ends is replaced; its task alone fails', async () => {
  const [plan, endless] = [await planFor(xorData), await planFor(xorData, long)]
  const { crew, workers } = await crewOf(1)
  const failing = crew.train(taskOf(endless, 3))
  const waiting = crew.train(taskOf(plan, 1))
  workers[0]?.postMessage({ type: 'train', number: 1, task: { plan: 'none', job: 'none' } })
  const error = await failing.catch((cause: unknown) => cause)
  expect(error).toBeInstanceOf(ThreadError)
  expect(error).toMatchObject({
    field: 'thread',
    job: { trial: 3, seed: 0, rung: 0 },
    message: expect.stringMatching(
      /^The thread that trained job 3\.0\.0 died: .*\. Expected it to end its job/,
    ),
  })
  expect((await waiting)?.outcome.trial).toBe(1)
})

test('a closed crew hands all tasks back, takes none, and leaves no thread', async () => {
  const endless = await planFor(xorData, long)
  const { crew, workers } = await crewOf(2)
  const exits = workers.map(worker => new Promise<number>(resolve => worker.on('exit', resolve)))
  const tasks = [0, 1, 2].map(trial => crew.train(taskOf(endless, trial)))
  await crew.close()
  expect(await Promise.all(tasks)).toEqual([undefined, undefined, undefined])
  expect(await Promise.all(exits)).toHaveLength(2)
  expect(await crew.train(taskOf(endless, 3))).toBeUndefined()
  await crew.close()
})

test('epochs are told some tens of times a second at the most', async () => {
  const plan = await planFor(xorData, { trials: 2, spec: { epochs: 900 } })
  const { crew } = await crewOf(2)
  const told: number[] = []
  const start = performance.now()
  await Promise.all(
    [0, 1].map(trial => crew.train(taskOf(plan, trial), { onEpoch: epoch => void told.push(epoch) })),
  )
  const seconds = (performance.now() - start) / 1000
  expect(told.length).toBeLessThan(40 * seconds + 6)
  expect(told.filter(epoch => epoch === 99)).toHaveLength(2)
})

test('a program that Node runs from a text has threads, too, and ends when they do', async () => {
  const program = `
    import { denseExamples } from '@gradus/core'
    import { Crew } from '@gradus/study/node'
    const examples = denseExamples([[[0], [1, 0]]])
    const crew = await Crew.start({ train: examples, validation: examples }, { threads: 2 })
    console.log(crew.threads)
    await crew.close()
  `
  const options = { cwd: join(import.meta.dirname, '..', '..') }
  const args = ['--input-type=module', '--eval', program]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, options)
  expect([stdout, stderr]).toEqual(['2\n', ''])
})

test('other data are refused by the thread', async () => {
  const plan = await planFor({ ...xorData, train: { ...xorData.train, hash: 'others' } })
  const { crew } = await crewOf(1)
  await expect(crew.train(taskOf(plan, 0))).rejects.toMatchObject({
    field: 'data',
    message: expect.stringContaining('with hash xor'),
  })
})
