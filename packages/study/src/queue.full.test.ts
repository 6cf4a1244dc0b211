import {
  type Course,
  DifferentOutcomes,
  type Plan,
  StudyError,
  type StudyEvent,
  type TrialData,
} from '@gradus/study'
import { runOnThreads, Store } from '@gradus/study/node'
import { type RunOnQueueOptions, runOnQueue } from '@gradus/study/queue'
import { useFolder } from '@gradus/testing/folders'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Program } from '../test/processes.ts'
import { queueData, queuePlan, TIMES } from '../test/queue-study.ts'
import { SERVERS, type Server } from '../test/servers.ts'

const folder = useFolder('test')
let data: TrialData
/** The study of 32 trials and its course on one thread, and a smaller one. */
let plan: Plan
let course: Course
let smallPlan: Plan
let smallCourse: Course

beforeAll(async () => {
  data = await queueData()
  plan = await queuePlan(data)
  smallPlan = await queuePlan(data, { trials: 8, seed: '1' })
})

const programs: Program[] = []

async function killAll(): Promise<void> {
  await Promise.all(programs.splice(0).map(program => program.runs && program.end('SIGKILL')))
}

function start(file: string, ...args: string[]): Program {
  const program = new Program(file, args)
  programs.push(program)
  return program
}

const worker = (url: string, name: string, fault = '', lock = TIMES.lock): Program =>
  start('worker-program.ts', url, name, `${lock}`, ...(fault ? [fault] : []))

/** The course of a study on threads. */
async function onThreads(threads: number, given: Plan): Promise<Course> {
  const store = await Store.create(`${folder.path}/threads-${threads}-${given.trials}`, given)
  await runOnThreads(store, data, { threads })
  await store.close()
  return store.course
}

function sameAs(expected: Course, found: Course): void {
  expect(found.rows()).toEqual(expected.rows())
  expect(found.ranking()[0]?.sha256).toEqual(expected.ranking()[0]?.sha256)
}

test('a study on one thread and on two', async () => {
  course = await onThreads(1, plan)
  sameAs(course, await onThreads(2, plan))
  smallCourse = await onThreads(1, smallPlan)
  expect(course.ranking()[0]?.accuracy).toBeGreaterThan(0.7)
  expect(course.ranking()[0]?.sha256[0]).toMatch(/^[0-9a-f]{64}$/)
})

describe.each(['redis', 'postgres'] as const)('on %s', kind => {
  let server: Server
  beforeAll(async () => {
    server = await SERVERS[kind]()
  })
  afterAll(() => server.stop())
  // A worker may bring a result just when its study ends.
  afterEach(async () => {
    await killAll()
    await server.flush()
  })

  /** Runs a study to its end, with something done at some of its events. */
  async function run(
    given: Plan,
    { at, ...options }: Partial<RunOnQueueOptions> & { readonly at?: (event: StudyEvent) => unknown } = {},
  ) {
    const events: StudyEvent[] = []
    const actions: unknown[] = []
    const store = await Store.create(`${folder.path}/queue`, given)
    const onEvent = (event: StudyEvent): void => {
      events.push(event)
      actions.push(at?.(event))
    }
    try {
      await runOnQueue(store, { queue: server.url, times: TIMES, onEvent, ...options })
      await Promise.all(actions)
      return { events, course: store.course }
    } finally {
      await store.close()
    }
  }

  const told = (events: readonly StudyEvent[], type: StudyEvent['type']) =>
    events.filter(event => event.type === type)

  test.each([1, 3])('%i workers, three of them killed, and all jobs forgotten', async count => {
    const workers = Array.from({ length: count }, (_, i) => worker(server.url, `worker ${i}`))
    let done = 0
    const at = (event: StudyEvent): unknown => {
      if (event.type !== 'done') return undefined
      done++
      if (done === 12) return server.flush()
      const kills = [6, 18, 36].indexOf(done)
      if (kills === -1) return undefined
      const victim = kills % count
      const killed = workers[victim]?.end('SIGKILL')
      workers[victim] = worker(server.url, `worker ${victim}, again`)
      return killed
    }
    const { events, course: found } = await run(plan, { at })
    sameAs(course, found)
    expect(programs.filter(({ runs }) => !runs)).toHaveLength(3)
    expect(told(events, 'done')).toHaveLength(47)
    expect(told(events, 'rung').map(event => event.type === 'rung' && event.rung)).toEqual([0, 1, 2])
    // Those that live end by themselves when they are told to, with nothing left open.
    const ended = programs.filter(({ runs }) => runs).map(program => program.end('SIGTERM'))
    expect(await Promise.all(ended)).toEqual(Array.from({ length: count }, () => 0))
  })

  test('a coordinator that is killed begins anew', async () => {
    for (const name of ['a', 'b']) worker(server.url, name)
    const path = `${folder.path}/queue`
    await (await Store.create(path, smallPlan)).close()
    for (const done of [2, 3]) {
      const coordinator = start('coordinator-program.ts', server.url, path)
      await coordinator.until('done', done)
      expect(await coordinator.end('SIGKILL')).toBe('SIGKILL')
    }
    const last = start('coordinator-program.ts', server.url, path)
    expect(await last.ended(), last.errors).toBe(0)
    const { course: found } = await Store.read(path)
    sameAs(smallCourse, found)
    // Nothing that was done before was done again.
    expect(last.events.filter(({ type }) => type === 'done').length).toBeLessThan(12 - 4)
  })

  test('the server goes and comes back', async () => {
    worker(server.url, 'a')
    let done = 0
    const at = async (event: StudyEvent): Promise<void> => {
      if (event.type !== 'done' || ++done !== 3) return
      await server.kill()
      await server.start()
    }
    const { events, course: found } = await run(smallPlan, { at })
    sameAs(smallCourse, found)
    expect([told(events, 'lost').length, told(events, 'back').length]).toEqual([1, 1])
    expect(JSON.stringify(told(events, 'lost'))).toMatch(/The queue at \w+:\/\/127.0.0.1:\d+.* is lost/)
  })

  test('jobs are verified by different workers', async () => {
    for (const name of ['a', 'b']) worker(server.url, name)
    const { events, course: found } = await run(smallPlan, { verify: 0.5 })
    sameAs(smallCourse, found)
    const verified = events.flatMap(event => (event.type === 'verified' ? [event] : []))
    expect(verified.length).toBeGreaterThan(2)
    for (const { workers } of verified) expect(new Set(workers)).toEqual(new Set(['a', 'b']))
  })

  test('a worker with a wrong outcome is named, and stops the study', async () => {
    worker(server.url, 'right')
    worker(server.url, 'wrong', 'wrong')
    const error = await run(smallPlan, { verify: 1 }).catch((problem: unknown) => problem)
    expect(error).toBeInstanceOf(DifferentOutcomes)
    if (!(error instanceof DifferentOutcomes)) return
    const [one, other] = error.outcomes
    expect(new Set([one.worker, other.worker])).toEqual(new Set(['right', 'wrong']))
    for (const text of ['right', 'wrong', one.sha256, other.sha256]) expect(error.message).toContain(text)
    expect([one.sha256.slice(1), one.sha256 === other.sha256]).toEqual([other.sha256.slice(1), false])
  })

  test('one worker alone verifies nothing, and a second one is asked for', async () => {
    worker(server.url, 'a')
    let hasSecond = false
    const at = (event: StudyEvent): void => {
      if (event.type !== 'warning' || hasSecond) return
      hasSecond = true
      expect(event.message).toMatch(/second worker.*start another one/)
      worker(server.url, 'b')
    }
    const { events } = await run(smallPlan, { verify: 0.3, at })
    expect([hasSecond, told(events, 'verified').length > 0]).toEqual([true, true])
  })

  test('a job that its workers die of is given up, and named', async () => {
    const end = new AbortController()
    const again = async (): Promise<void> => {
      while (!end.signal.aborted) await worker(server.url, 'unlucky', 'dies').ended()
    }
    const started = again()
    const error = await run(smallPlan).catch((problem: unknown) => problem)
    end.abort()
    await Promise.all(programs.map(program => program.end('SIGKILL')))
    await started
    expect(error).toBeInstanceOf(StudyError)
    expect(error).toMatchObject({
      field: 'queue',
      message: expect.stringMatching(/^Job 3\.0\.0 \(trial 3: eta .*3 workers .* died.*resume the study/),
    })
    expect((await Store.read(`${folder.path}/queue`)).course.progress.done).toBeGreaterThan(0)
  })

  test('a worker with other data takes no job, and says which it wants', async () => {
    const other = worker(server.url, 'other', 'other-data')
    const refused = other.until('refused').then(() => worker(server.url, 'a'))
    const { events } = await run(smallPlan)
    await refused
    const workers = new Set(events.flatMap(event => (event.type === 'begun' ? event.worker : [])))
    expect(workers).toEqual(new Set(['a']))
    const text = JSON.stringify(other.events)
    expect(text).toContain(`expected 2000 with hash ${data.train.hash}`)
    expect(text).toMatch(/The data are 100 examples with hash .*--data PATH or GRADUS_DATA/)
  })

  test('a worker with another engine takes no job, and says which it has', async () => {
    const controller = new AbortController()
    const other = worker(server.url, 'other')
    const refused = other.until('refused').then(() => controller.abort())
    const { events } = await run({ ...smallPlan, engine: '0123456789abcdef' }, { signal: controller.signal })
    await refused
    expect(told(events, 'begun')).toEqual([])
    expect(JSON.stringify(other.events)).toMatch(
      /The engine of this worker is version [0-9a-f]{16}, and the study began with 0123456789abcdef/,
    )
  })

  test('a worker that is to end gives its job back at once, whatever the lock time', async () => {
    const hour = 3_600_000
    const first = worker(server.url, 'first', '', hour)
    let isOver = false
    const at = async (event: StudyEvent): Promise<void> => {
      if (event.type !== 'begun' || isOver) return
      isOver = true
      expect(await first.end('SIGTERM')).toBe(0)
      worker(server.url, 'second', '', hour)
    }
    const { course: found } = await run(smallPlan, { at, times: { lock: hour, check: TIMES.check } })
    sameAs(smallCourse, found)
    expect(first.events.map(({ type }) => type)).toContain('begun')
  })

  test('an aborted study takes its jobs back, and goes on later', async () => {
    const controller = new AbortController()
    worker(server.url, 'a')
    const onEvent = (event: StudyEvent): void => {
      if (event.type === 'done') controller.abort()
    }
    const store = await Store.create(`${folder.path}/queue`, smallPlan)
    const options = { queue: server.url, times: TIMES }
    await runOnQueue(store, { ...options, onEvent, signal: controller.signal })
    expect([store.course.isOver, store.course.progress.done > 0]).toEqual([false, true])
    await runOnQueue(store, options)
    await store.close()
    sameAs(smallCourse, store.course)
  })
})
