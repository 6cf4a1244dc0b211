import { Course } from '@gradus/study'
import { expect, test } from 'vitest'
import { pointsPlan } from '../../test/studies.ts'
import { noWinnerText, standingText } from './transcript.ts'

/** A study of two trials and the rungs 3 and 9: trial 1 is better in the first one. */
const plan = pointsPlan(['eta=1,2'], { trials: 2, rungs: 2 })
const done = (trial: number) => ({
  ...{ trial, seed: 0, rung: 0, sha256: 'a', seconds: 1 },
  epochs: [1, 2, 3].map(epoch => ({ correct: 10 * epoch + trial, cost: 1 })),
})
const diverged = (trial: number, rung: number) => ({
  ...{ trial, seed: 0, rung, sha256: '', seconds: 1, epochs: [], problem: 'diverged in epoch 3' },
})

test('a trial is to be judged until its rung is closed', () => {
  const course = new Course(plan)
  const standings = (): string[] => course.rows().map(row => standingText(row, course))
  course.take(done(1))
  expect(standings()).toEqual(['waiting', 'to be judged'])
  course.take(done(0))
  expect(standings()).toEqual(['dropped out', 'goes on'])
})

test('a study without a winner says whether any trial learned', () => {
  const late = new Course(plan)
  for (const outcome of [done(0), done(1), diverged(1, 1)]) late.take(outcome)
  expect(noWinnerText(late)).toMatch(
    /^Every trial of rung 2 of 2 diverged, .* Try smaller values of eta, or fewer rungs\.$/,
  )
  const early = new Course(plan)
  for (const trial of [0, 1]) early.take(diverged(trial, 0))
  expect(noWinnerText(early)).toMatch(/^Every trial diverged, .* Try smaller values of eta\.$/)
})
