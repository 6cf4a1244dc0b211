import { completeSpec } from '@gradus/core'
import { costOf, makePlan, rungSizes, StudyError } from '@gradus/study'
import { describe, expect, test } from 'vitest'
import { SMALL, smallPlan } from '../test/studies.ts'

const given = {
  space: { eta: { log: [0.01, 30] as [number, number] } },
  fixed: completeSpec(SMALL),
  engine: 'test',
}

describe('rungs', () => {
  test.each([
    [30, 3, [3, 10, 30]],
    [30, 4, [1, 3, 10, 30]],
    [30, 1, [30]],
    [9, 3, [1, 3, 9]],
    [3, 3, [1, 3]],
    [2, 3, [1, 2]],
    [1, 3, [1]],
  ])('a run of %i epochs has at most %i: %j', (epochs, rungs, expected) => {
    expect(smallPlan({ rungs }, { epochs }).rungs).toEqual(expected)
  })

  test('a third of the trials goes on', () => {
    const plan = smallPlan({ trials: 32 })
    expect(rungSizes(plan)).toEqual([32, 11, 4])
    // 32 trials of one epoch, 11 of two more, 4 of six more, on 120 examples each.
    expect(costOf(plan)).toBe((32 + 11 * 2 + 4 * 6) * 120)
  })

  test('every seed costs as much', () => {
    expect(costOf(smallPlan({ seeds: 3 }))).toBe(3 * costOf(smallPlan()))
  })
})

describe('the number of trials', () => {
  test('is 27, or all settings of a small space or a grid', () => {
    expect(makePlan(given).trials).toBe(27)
    expect(makePlan({ ...given, space: { eta: { choices: [1, 2, 3] } } }).trials).toBe(3)
    expect(makePlan({ ...given, sampler: 'grid', gridSteps: 40 }).trials).toBe(40)
  })

  test('is as many as a budget pays for', () => {
    const cost = costOf(makePlan({ ...given, trials: 10 }))
    expect(makePlan({ ...given, budget: cost }).trials).toBe(10)
    expect(makePlan({ ...given, budget: cost - 1 }).trials).toBe(9)
    expect(makePlan({ ...given, budget: cost, trials: 4 }).trials).toBe(4)
  })
})

const { epochs, ...rest } = SMALL
test.each([
  ['trials', 'there are to be 4 trials', { trials: 4, space: { eta: { choices: [1, 2] } } }],
  ['trials', 'trials is 0', { trials: 0 }],
  ['trials', 'trials is 1.5', { trials: 1.5 }],
  ['seeds', 'seeds is 0', { seeds: 0 }],
  ['rungs', 'rungs is 0', { rungs: 0 }],
  ['gridSteps', 'gridSteps is 1', { sampler: 'grid', gridSteps: 1 } as const],
  [
    'gridSteps',
    '1,000 settings.*|at most 100,000',
    { sampler: 'grid', gridSteps: 1000, space: { eta: { log: [0.1, 1] }, l2: { uniform: [0, 1] } } } as const,
  ],
  ['seed', 'the seed of the study is -1', { seed: '-1' }],
  ['budget', 'the budget is 100 examples, and one trial takes 1,080', { budget: 100 }],
  ['budget', '9 trials take 2,520', { budget: 2519, trials: 9 }],
  ['data', 'no validation data', { fixed: completeSpec({ ...rest, epochs, data: { train: 120 } }) }],
  [
    'stop',
    'after 3 epochs without a better accuracy',
    { fixed: completeSpec({ ...SMALL, stop: { epochs: 3 } }) },
  ],
  ['space', '', { space: {} }],
])('a wrong plan blames its %s: %s', (field, message, wrong) => {
  const plan = () => makePlan({ ...given, ...wrong })
  expect(plan).toThrow(StudyError)
  expect(plan).toThrow(
    expect.objectContaining({ field, message: expect.stringMatching(new RegExp(message, 'i')) }),
  )
})
