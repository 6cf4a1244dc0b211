import { Course, DifferentOutcomes, type Outcome, type Plan, StudyError, verdictOf } from '@gradus/study'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outcomeOf, smallPlan } from '../test/studies.ts'

/** Correct predictions of a trial, in every rung: 20 48 40 32 24 52 44 36 28. */
const scoreOf = (trial: number): number => 20 + ((trial * 7) % 9) * 4

/** Runs a course to its end by invented outcomes. */
function run(
  plan: Plan,
  outcome: (trial: number, rung: number, seed: number) => Outcome = (trial, rung, seed) =>
    outcomeOf(plan, trial, rung, scoreOf(trial), seed),
): { course: Course; outcomes: Outcome[] } {
  const course = new Course(plan)
  const outcomes: Outcome[] = []
  while (!course.isOver) {
    for (const { trial, seed, rung } of [...course.waiting()]) {
      const done = outcome(trial, rung, seed)
      outcomes.push(done)
      course.take(done)
    }
  }
  return { course, outcomes }
}

const diverged = (plan: Plan, trial: number, rung: number): Outcome => ({
  ...outcomeOf(plan, trial, rung, 0),
  ...{ epochs: [], sha256: '', problem: 'diverged in epoch 0' },
})

test('jobs wait rung by rung, and the best third goes on', () => {
  const course = new Course(smallPlan())
  const waiting = [...course.waiting()].map(({ trial, rung }) => [trial, rung])
  expect(waiting).toEqual(Array.from({ length: 9 }, (_, trial) => [trial, 0]))
  for (let trial = 0; trial < 9; trial++) {
    expect(course.rung).toBe(0)
    course.take(outcomeOf(course.plan, trial, 0, scoreOf(trial)))
  }
  expect(course.rung).toBe(1)
  expect([...course.members(1)]).toEqual([1, 5, 6])
  expect(course.progress).toEqual({ done: 0, total: 3 })
})

test('the ranking has later rungs first, and then accuracies', () => {
  const { course } = run(smallPlan())
  const ranking = course.ranking().map(({ trial, rung, standing }) => [trial, rung, standing])
  expect(ranking).toEqual([
    [5, 2, 'finished'],
    [1, 1, 'dropped'],
    [6, 1, 'dropped'],
    [2, 0, 'dropped'],
    [7, 0, 'dropped'],
    [3, 0, 'dropped'],
    [8, 0, 'dropped'],
    [4, 0, 'dropped'],
    [0, 0, 'dropped'],
  ])
  expect(course.row(5)).toMatchObject({ accuracy: 52 / 60, runs: [52 / 60], sha256: ['5.0.2:52'] })
  expect(course.row(5).curve).toEqual(Array.from({ length: 9 }, () => 52 / 60))
  expect(course.row(0).curve).toEqual([20 / 60])
})

test('the order in which outcomes arrive decides nothing', () => {
  const plan = smallPlan({ seeds: 2 })
  const { course, outcomes } = run(plan)
  fc.assert(
    fc.property(fc.shuffledSubarray(outcomes, { minLength: outcomes.length }), shuffled => {
      const other = new Course(plan)
      for (const [i, outcome] of shuffled.entries()) other.take({ ...outcome, worker: 'b', seconds: i % 7 })
      expect(other.isOver).toBe(true)
      expect(other.ranking()).toEqual(course.ranking())
      expect(verdictOf(other)).toEqual(verdictOf(course))
    }),
    { seed: 1 },
  )
})

test('the trials that took longest in a rung come first in the next one', () => {
  const plan = smallPlan({ seeds: 2 })
  const course = new Course(plan)
  for (const { trial, seed, rung } of [...course.waiting()]) {
    // Trial 6 takes longest of those that go on, and trial 1 shortest.
    const seconds = trial === 6 ? 3 : trial === 5 ? 2 : 1 + seed / 2
    course.take({ ...outcomeOf(plan, trial, rung, scoreOf(trial), seed), seconds })
  }
  expect([...course.members(1)]).toEqual([1, 5, 6])
  expect([...course.waiting()].map(({ trial, seed }) => [trial, seed])).toEqual([
    ...[6, 5, 1].flatMap(trial => [
      [trial, 0],
      [trial, 1],
    ]),
  ])
})

test('of equal trials the first goes on', () => {
  const plan = smallPlan()
  const { course } = run(plan, (trial, rung) => outcomeOf(plan, trial, rung, 30))
  expect([...course.members(1)]).toEqual([0, 1, 2])
  expect(verdictOf(course)?.winner.trial).toBe(0)
})

test('the mean over the seeds counts', () => {
  const plan = smallPlan({ seeds: 2, trials: 2, rungs: 1 })
  const { course } = run(plan, (trial, rung, seed) =>
    outcomeOf(plan, trial, rung, trial === 0 ? ([59, 1][seed] ?? 0) : 31, seed),
  )
  expect(course.ranking().map(({ trial, accuracy }) => [trial, accuracy])).toEqual([
    [1, 31 / 60],
    [0, 0.5],
  ])
})

test('a Spec that keeps the best epoch is judged by it', () => {
  const falling = (plan: Plan): Course =>
    run(plan, (trial, rung) => {
      const outcome = outcomeOf(plan, trial, rung, 30)
      // Trial 0 is best in epoch 0, and falls.
      const epochs = outcome.epochs.map((epoch, i) =>
        trial === 0 ? { ...epoch, correct: i === 0 ? 50 : 10 } : epoch,
      )
      return { ...outcome, epochs }
    }).course
  const winner = (spec: Parameters<typeof smallPlan>[1]) =>
    verdictOf(falling(smallPlan({ trials: 2, rungs: 1 }, spec)))?.winner
  expect(winner({})?.trial).toBe(1)
  expect(winner({ keep: 'best' })).toMatchObject({ trial: 0, accuracy: 50 / 60 })
})

describe('a run that diverges', () => {
  test('comes last and goes no further', () => {
    const plan = smallPlan()
    const { course } = run(plan, (trial, rung) =>
      trial === 5 && rung === 1 ? diverged(plan, trial, rung) : outcomeOf(plan, trial, rung, scoreOf(trial)),
    )
    expect(course.ranking().map(({ trial }) => trial)).toEqual([1, 6, 2, 7, 3, 8, 4, 0, 5])
    expect(course.row(5)).toMatchObject({ standing: 'diverged', rung: 1 })
  })

  test('ends the study without a winner where all do', () => {
    const plan = smallPlan()
    const { course, outcomes } = run(plan, (trial, rung) => diverged(plan, trial, rung))
    expect(outcomes).toHaveLength(9)
    expect(course.isOver).toBe(true)
    expect(verdictOf(course)).toBeUndefined()
  })
})

describe('outcomes', () => {
  const plan = smallPlan()
  const first = outcomeOf(plan, 0, 0, 20)

  test('of a job that is done twice are the same, or both workers are named', () => {
    const course = new Course(plan)
    expect(course.take(first)).toBe(true)
    expect(course.take({ ...first, worker: 'b', seconds: 9 })).toBe(false)
    for (const other of [
      { ...first, sha256: 'f' },
      { ...first, epochs: [{ correct: 21, cost: 0.5 }] },
      { ...first, problem: 'diverged in epoch 0' },
    ]) {
      expect(() => course.take({ ...other, worker: 'b' })).toThrow(DifferentOutcomes)
      expect(() => course.take({ ...other, worker: 'b' })).toThrow(
        /^Job 0\.0\.0 ended in two ways: a found .*, and b found /,
      )
    }
    expect(course.outcome(first)).toEqual(first)
  })

  test.each([
    { trial: 9 },
    { trial: -1 },
    { seed: 1 },
    { rung: 3 },
    { epochs: [] },
    { epochs: [...first.epochs, ...first.epochs] },
  ])('of no job of the study are refused: %j', wrong => {
    const course = new Course(plan)
    expect(() => course.take({ ...first, ...wrong })).toThrow(StudyError)
    expect(course.progress.done).toBe(0)
  })
})

describe('the lead', () => {
  const lead = (best: number, next: number) => {
    const plan = smallPlan({ trials: 2, rungs: 1 })
    return verdictOf(run(plan, trial => outcomeOf(plan, trial, 0, trial === 1 ? best : next)).course)
  }

  test('is noise where chance reaches it in one case of twenty', () => {
    // 1.96 sqrt((0.75 * 0.25 + p (1 - p)) / 60) is 0.165 for p = 0.6 and 0.164 for p = 0.5833.
    expect(lead(45, 36)).toMatchObject({ winner: { trial: 1 }, second: { trial: 0 }, isNoise: true })
    expect(lead(45, 35)?.isNoise).toBe(false)
  })

  test('over one that dropped out is measured where both were judged', () => {
    const plan = smallPlan()
    const { course } = run(plan, (trial, rung) =>
      outcomeOf(plan, trial, rung, rung === 2 ? 10 : scoreOf(trial)),
    )
    const verdict = verdictOf(course)
    expect(verdict).toMatchObject({ winner: { trial: 5, accuracy: 10 / 60 }, second: { trial: 1 } })
    expect(verdict?.lead).toBeCloseTo(4 / 60, 12)
  })

  test('is unknown before the end', () => {
    expect(verdictOf(new Course(smallPlan()))).toBeUndefined()
  })
})
