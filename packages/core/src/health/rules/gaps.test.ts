import { describe, expect, it } from 'vitest'
import { codesOf, epochDone, evaluation, healthAfter, PROFILE, started } from '../../../test/health-events.ts'
import { RECIPES } from '../../recipe.ts'

describe('too few examples', () => {
  const few = { ...PROFILE, examples: 400, classes: PROFILE.classes.map(() => 40) }
  const fewStarted = started({ examples: 400 })

  it.each([
    ['as it should be', 0.08, 0.1, []],
    ['much higher than in training', 0.03, 0.1, ['warning too-few-examples']],
    ['much higher, but not many times', 0.15, 0.25, []],
    ['far from what was learnt', 0.1, 0.35, ['alarm too-few-examples']],
  ])('are told by the cost on other data: %s', (_, cost, testCost, codes) => {
    const health = healthAfter([started(), epochDone(0, { cost, test: evaluation({ cost: testCost }) })])
    expect(codesOf(health)).toEqual(codes)
    if (codes.length > 0) {
      expect(health.verdict).toBe(
        `There are too few training examples: with 50,000 examples the cost is ${cost} in training and ${testCost} on other data, with an accuracy of 90 %; train on more examples.`,
      )
    }
  })

  it('are told by the cost of the examples, without that of the weights', () => {
    const decaying = started({ eta: 0.5 }, RECIPES.chapter3)
    const done = (cost: number, decayCost: number) =>
      epochDone(0, { cost: cost + decayCost, decayCost, test: evaluation({ cost: 0.6 }) })
    expect(healthAfter([decaying, done(0.1, 0.4)]).verdict).toMatch(
      /the cost is 0\.1 in training and 0\.6 on other/,
    )
    expect(codesOf(healthAfter([decaying, done(0.5, 0)]))).toEqual([])
  })

  it('are told by validation data where there are no test data, and not without any', () => {
    const { test: _, ...rest } = epochDone(0, { cost: 0.03 })
    const validation = evaluation({ cost: 0.1 })
    expect(codesOf(healthAfter([started(), { ...rest, validation }]))).toEqual(['warning too-few-examples'])
    expect(codesOf(healthAfter([started(), rest]))).toEqual([])
  })

  it('are an alarm at once where they are a handful and the network does badly', () => {
    const bad = epochDone(0, { cost: 0.46, test: evaluation({ cost: 0.45, correct: 1500 }) })
    const health = healthAfter([fewStarted, bad], few)
    expect(codesOf(health)).toEqual(['alarm too-few-examples'])
    expect(health.verdict).toBe(
      'There are too few training examples: with 400 examples the cost is 0.45 on other data, with an accuracy of 15 %; train on more examples.',
    )
    expect(codesOf(healthAfter([fewStarted, epochDone(0)], few))).toEqual([])
  })

  it('are not blamed where there are no more of the other data', () => {
    const bad = epochDone(0, { cost: 0.46, test: evaluation({ cost: 0.45, total: 400 }) })
    expect(codesOf(healthAfter([fewStarted, bad], few))).toEqual([])
  })
})

describe('test data of another kind', () => {
  const after = (cost: number, validation: number, test: number, known = 9000, unknown = 5000) =>
    healthAfter([
      started(),
      epochDone(0, {
        cost,
        validation: evaluation({ cost: validation, correct: known }),
        test: evaluation({ cost: test, correct: unknown }),
      }),
    ])

  it('are told by the validation data, which the network predicts as well as those that it is trained on', () => {
    const health = after(0.08, 0.09, 0.4)
    expect(codesOf(health)).toEqual(['alarm test-differs'])
    expect(health.verdict).toBe(
      'The test data are of another kind than the others: the cost is 0.08 in training, 0.09 on the validation data and 0.4 on the test data, with accuracies of 90 % and 50 % on these two; check that the test data are read, scaled and labelled as the training data are, or choose them out of the same data.',
    )
  })

  it.each([
    ['a little worse', after(0.05, 0.06, 0.13, 9000, 8000), ['warning test-differs']],
    ['as badly predicted as the validation data', after(0.08, 0.38, 0.4), ['alarm too-few-examples']],
    ['predicted correctly all the same', after(0.08, 0.09, 0.4, 9000, 8900), ['alarm too-few-examples']],
    [
      'worse than validation data that are badly predicted, too',
      after(0.02, 0.1, 0.4),
      ['alarm too-few-examples'],
    ],
    ['as costly as should be', after(0.08, 0.09, 0.1), []],
  ])('may be %s', (_, health, codes) => {
    expect(codesOf(health)).toEqual(codes)
  })

  it('differ by more than chance', () => {
    const small = (unknown: number) =>
      healthAfter([
        started(),
        epochDone(0, {
          cost: 0.05,
          validation: evaluation({ cost: 0.06, correct: 18, total: 20 }),
          test: evaluation({ cost: 0.2, correct: unknown, total: 20 }),
        }),
      ])
    expect(codesOf(small(13))).toEqual(['warning too-few-examples'])
    expect(codesOf(small(4))).toEqual(['warning test-differs'])
  })
})
