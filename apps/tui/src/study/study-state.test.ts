import { Course, type Outcome, type Plan, verdictOf } from '@gradus/study'
import { beforeAll, describe, expect, test } from 'vitest'
import { followed, pointsPlan, trainAll } from '../../test/studies.ts'
import { StudyState } from './study-state.ts'

let plan: Plan
let outcomes: readonly Outcome[]
beforeAll(async () => {
  plan = pointsPlan(['eta=0.01..100', 'hidden=4,8,16x4'])
  outcomes = await trainAll(plan)
})

const JOB = { trial: 0, seed: 0, rung: 0 }

test('its rows are the ranking of the course after every outcome', () => {
  for (let count = 0; count <= outcomes.length; count++) {
    const { course, state } = followed(plan, outcomes, count)
    expect(state.snapshot().rows).toEqual(course.ranking())
  }
})

test('a study that is resumed shows what was done before', () => {
  const { course } = followed(plan, outcomes, 20)
  const { rows, best, range, workers } = new StudyState(course, { name: 'again' }).snapshot()
  expect(rows).toEqual(course.ranking())
  expect(best).toEqual(rows[0])
  expect(range?.most).toBe(Math.max(...rows.flatMap(({ curve }) => curve)))
  expect(range?.least).toBe(Math.min(...rows.flatMap(({ curve }) => curve)))
  expect(workers).toEqual([])
})

test('nothing is the best before a trial has come to the end of a rung', () => {
  expect(followed(plan, outcomes, 0).state.snapshot().best).toBeUndefined()
})

test('the rows of a large rung are brought up to date by and by, and at the end at once', async () => {
  const large = pointsPlan(['eta=0.01..100'], { trials: 1200, rungs: 1 })
  const course = new Course(large)
  const state = new StudyState(course, { name: 'large' })
  const [one] = await trainAll(pointsPlan(['eta=0.01..100'], { trials: 1, rungs: 1 }))
  if (!one) throw new Error('expected an outcome')
  for (let trial = 0; trial < 1200; trial++) {
    const outcome = { ...one, trial }
    course.take(outcome)
    state.take({ type: 'done', outcome })
  }
  const known = (): number => state.snapshot().rows.filter(({ rung }) => rung !== undefined).length
  expect([known(), known(), known()]).toEqual([500, 1000, 1200])
  state.end()
  expect(state.snapshot().rows).toEqual(course.ranking())
})

describe('jobs and workers', () => {
  test('a job is at hand from its beginning to its end', () => {
    const { state, course } = followed(plan, outcomes, 0)
    state.take({ type: 'begun', job: JOB, worker: 'ada' })
    expect(state.snapshot().running.map(({ worker }) => worker)).toContain('ada')
    const [outcome] = outcomes
    if (!outcome) throw new Error('expected an outcome')
    course.take(outcome)
    // The worker that had it before was killed: nobody tells of its end.
    state.take({ type: 'done', outcome: { ...outcome, worker: 'bob' } })
    const { running, workers } = state.snapshot()
    expect(running.filter(({ job }) => job.trial === outcome.trial)).toEqual([])
    expect(workers.find(({ name }) => name === 'bob')).toMatchObject({ done: 1, running: [] })
    expect(workers.find(({ name }) => name === 'ada')).toMatchObject({ done: 0, running: [] })
  })

  test('a job that is given back waits again', () => {
    const { state } = followed(plan, outcomes, 0)
    const before = state.snapshot().running
    state.take({ type: 'begun', job: JOB, worker: 'ada' })
    state.take({ type: 'given-back', job: JOB, worker: 'ada' })
    expect(state.snapshot().running).toEqual(before)
  })

  test('epochs of which none told leave gaps', () => {
    const state = new StudyState(new Course(plan), { name: 'gaps' })
    const job = { trial: 3, seed: 0, rung: 2 }
    state.take({ type: 'epoch', job, worker: 'ada', epoch: 5, correct: 60 })
    state.take({ type: 'epoch', job, worker: 'ada', epoch: 6, correct: 90 })
    expect(state.snapshot().running[0]?.accuracies).toEqual([Number.NaN, Number.NaN, 0.5, 0.75])
    expect(state.snapshot().range).toEqual({ least: 0.5, most: 0.75 })
  })
})

describe('the time that is left', () => {
  /** A plan with one rung of two epochs, and outcomes that took ten seconds each. */
  async function timed(count: number, threads: number) {
    const short = pointsPlan(['eta=0.01..100'], { trials: 8, rungs: 1 })
    const all = (await trainAll(short)).map(outcome => ({ ...outcome, seconds: 90 }))
    const course = new Course(short)
    let now = 0
    const state = new StudyState(course, { name: 'timed', threads, now: () => now })
    for (const outcome of all.slice(0, count)) {
      course.take(outcome)
      state.take({ type: 'done', outcome })
    }
    return { state, all, pass: (seconds: number) => (now += 1000 * seconds) }
  }

  test('is that of the jobs that are left, so many at a time as there are threads', async () => {
    expect((await timed(2, 1)).state.snapshot().secondsLeft).toBe(6 * 90)
    expect((await timed(2, 2)).state.snapshot().secondsLeft).toBe(3 * 90)
    expect((await timed(7, 4)).state.snapshot().secondsLeft).toBe(90)
    expect((await timed(8, 4)).state.snapshot().secondsLeft).toBeUndefined()
  })

  test('is less by the epochs of the jobs at hand', async () => {
    const { state, all } = await timed(6, 2)
    for (const job of all.slice(6)) {
      state.take({ type: 'begun', job, worker: `thread ${job.trial % 2}` })
      for (let epoch = 0; epoch < 3; epoch++)
        state.take({ type: 'epoch', job, worker: `thread ${job.trial % 2}`, epoch, correct: 50 })
    }
    expect(state.snapshot().secondsLeft).toBeCloseTo(60, 9)
  })

  test('is told by the jobs at hand before there is an outcome', async () => {
    const { state, all, pass } = await timed(0, 2)
    expect(state.snapshot().secondsLeft).toBeUndefined()
    const [job] = all
    if (!job) throw new Error('expected a job')
    state.take({ type: 'begun', job, worker: 'thread 0' })
    pass(10)
    state.take({ type: 'epoch', job, worker: 'thread 0', epoch: 0, correct: 50 })
    // 8 jobs of 9 epochs of 10 seconds, of which one epoch is done, by two threads.
    expect(state.snapshot().secondsLeft).toBeCloseTo((71 * 10) / 2, 9)
  })

  test.each([
    // 6 trials of 2 epochs, then 2 of 6.
    [2, 3 * 20 + 60],
    [4, 1.5 * 20 + 60],
  ])('counts the rungs to come, of %i threads', (threads, expected) => {
    const seconds = (outcome: Outcome) => outcome.epochs.length * 10
    const { course } = followed(plan, [], 0)
    const state = new StudyState(course, { name: 'rungs', threads })
    for (const outcome of outcomes.slice(0, 18).map(one => ({ ...one, seconds: seconds(one) }))) {
      course.take(outcome)
      state.take({ type: 'done', outcome })
    }
    expect(state.snapshot().secondsLeft).toBeCloseTo(expected, 9)
  })
})

test('warnings and the connection', () => {
  const { state, clock } = followed(plan, outcomes, 3)
  const { elapsedSeconds } = state.snapshot()
  clock.now += 5000
  state.take({ type: 'warning', message: 'Thread 1 ended.' })
  state.take({ type: 'lost', message: 'The queue at redis://a is lost: connection refused.' })
  expect(state.snapshot()).toMatchObject({
    lost: 'The queue at redis://a is lost: connection refused.',
    warnings: 1,
  })
  state.take({ type: 'back' })
  const { lost, notices } = state.snapshot()
  expect(lost).toBeUndefined()
  expect(notices.map(({ kind, text }) => [kind, text])).toEqual([
    ['warning', 'Thread 1 ended.'],
    ['alarm', 'The queue at redis://a is lost: connection refused.'],
    ['event', 'The queue is back'],
  ])
  expect(notices[0]?.seconds).toBe(elapsedSeconds + 5)
})

test('of many warnings the newest are kept', () => {
  const { state } = followed(plan, outcomes, 0)
  for (let i = 0; i < 1000; i++) state.take({ type: 'warning', message: `warning ${i}` })
  const { notices, warnings } = state.snapshot()
  expect(warnings).toBe(1000)
  expect(notices.length).toBeLessThanOrEqual(200)
  expect(notices.at(-1)?.text).toBe('warning 999')
})

test('phases, and a clock that stops at the end', () => {
  const { state, course, clock } = followed(plan, outcomes)
  expect(state.phase).toBe('training')
  expect(state.snapshot().isComplete).toBe(true)
  state.judge()
  expect(state.phase).toBe('judging')
  const verdict = verdictOf(course)
  if (!verdict) throw new Error('expected a winner')
  const ending = { ...verdict, sha256: 'ab', command: 'gradus train', folder: 'study' }
  state.end(ending)
  const { elapsedSeconds } = state.snapshot()
  clock.now += 60_000
  expect(state.snapshot()).toMatchObject({ phase: 'over', ending, elapsedSeconds })
  const stopped = followed(plan, outcomes, 3).state
  stopped.stop()
  expect(stopped.phase).toBe('stopping')
  stopped.end()
  expect(stopped.snapshot()).toMatchObject({
    phase: 'over',
    ending: undefined,
    running: [],
    isComplete: false,
  })
})
