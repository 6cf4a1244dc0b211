import { Trials } from '@gradus/study'
import { expect, test } from 'vitest'
import { smallPlan } from '../test/studies.ts'

test('the trials of a plan are kept for its next job, and those of another plan are its own', () => {
  const [plan, other] = [smallPlan(), smallPlan({ seed: '1' })]
  const trials = Trials.of(plan)
  expect(Trials.of(structuredClone(plan))).toBe(trials)
  expect(Trials.of(other).values(0)).toEqual(new Trials(other).values(0))
  expect(Trials.of(other).values(0)).not.toEqual(trials.values(0))
  expect(Trials.of(plan).values(0)).toEqual(trials.values(0))
})

test('a run of a trial has its values, a seed of its own and no test data', () => {
  const plan = smallPlan({ seeds: 2 })
  const fixed = { ...plan.fixed, data: { ...plan.fixed.data, test: 10 } }
  const trials = new Trials({ ...plan, fixed })
  const [eta] = trials.values(4)
  expect(trials.spec({ trial: 4, seed: 0 })).toEqual({ ...plan.fixed, eta })
  expect(trials.spec({ trial: 4, seed: 1 }).seed).toBe('4')
  expect(trials.text(4)).toBe(`eta ${eta}`)
})

test.each([9, -1, 0.5])('there is no trial %d', trial => {
  expect(() => new Trials(smallPlan()).values(trial)).toThrow(
    `The trial is ${trial}: expected a whole number of 0 .. 8.`,
  )
})
