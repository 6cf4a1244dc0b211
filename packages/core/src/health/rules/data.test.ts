import { describe, expect, it } from 'vitest'
import {
  codesOf,
  epochDone,
  evaluation,
  healthAfter,
  layer,
  PROFILE,
  started,
  statistics,
} from '../../../test/health-events.ts'
import { RECIPES } from '../../recipe.ts'

describe('inputs', () => {
  it('that are all constant are an alarm before training has begun, and explain what follows', () => {
    const profile = { ...PROFILE, constantInputs: 784, largest: 255 }
    const health = healthAfter([started(), epochDone(0, { cost: 0.47 })], profile)
    expect(codesOf(health)).toEqual(['alarm inputs-constant'])
    expect(health.verdict).toBe(
      'The inputs are constant: 784 of 784 inputs (100 %) have the same value in all 50,000 examples; check how the examples are read: they should differ.',
    )
  })

  it.each([
    [706, ['warning inputs-constant']],
    [700, []],
  ])('of which %d of 784 are constant: %j', (constantInputs, codes) => {
    expect(codesOf(healthAfter([started()], { ...PROFILE, constantInputs }))).toEqual(codes)
  })

  it('of a single example are no matter', () => {
    expect(codesOf(healthAfter([started()], { ...PROFILE, constantInputs: 784, examples: 1 }))).toEqual([])
  })

  const bytes = { ...PROFILE, largest: 255 }
  const saturated = statistics([layer(30, { saturated: 0.97 }), layer(10)])

  it('that are too large go on through relus, which do not saturate', () => {
    const begun = started({ eta: 0.1 }, RECIPES.modern)
    const at = (cost: number) => epochDone(0, { cost, test: evaluation({ cost }) })
    expect(codesOf(healthAfter([begun, saturated, at(1)], bytes))).toEqual(['warning inputs-too-large'])
    expect(healthAfter([begun, saturated, at(1.2)], bytes).verdict).toBe(
      'The inputs are too large: they run from 0 to 255, and the relus of hidden layer 1 pass on sums as large; divide them by 255.',
    )
  })

  it('that are too large are a warning, and an alarm when they saturate the first layer', () => {
    expect(codesOf(healthAfter([started()], bytes))).toEqual(['warning inputs-too-large'])
    const health = healthAfter([started(), saturated], bytes)
    expect(health).toMatchObject({
      status: 'alarm',
      findings: [{ code: 'inputs-too-large', layer: 1, since: 0 }],
    })
    expect(health.verdict).toBe(
      'The inputs are too large: they run from 0 to 255, and 97 % of the activations of hidden layer 1 are saturated; divide them by 255.',
    )
  })

  it.each([
    [6, 0.4, 'alarm'],
    [6, 0.1, 'warning'],
  ])('of up to %d at a cost of %d are an %s', (largest, cost, severity) => {
    const events = [started(), saturated, epochDone(0, { cost })]
    expect(codesOf(healthAfter(events, { ...PROFILE, largest }))).toEqual([`${severity} inputs-too-large`])
  })

  it('may be negative, and standardised', () => {
    expect(codesOf(healthAfter([started()], { ...PROFILE, smallest: -4, largest: 4 }))).toEqual([])
    expect(healthAfter([started()], { ...PROFILE, smallest: -20 }).verdict).toContain('divide them by 20')
  })
})

describe('a class that the training data lack', () => {
  it('is an alarm before training has begun', () => {
    const health = healthAfter([started()], { ...PROFILE, classes: PROFILE.classes.with(7, 0) })
    expect(health.findings).toMatchObject([{ code: 'class-missing', classes: [7] }])
    expect(health.verdict).toBe(
      'The training data lack class 7: none of the 50,000 examples has this label, so that the network learns never to predict it; add examples, or leave its output neuron out.',
    )
  })

  it('is what the cost on other data comes from', () => {
    const classes = PROFILE.classes.with(7, 0)
    const events = [started(), epochDone(0, { cost: 0.05, test: evaluation({ cost: 0.12 }) })]
    expect(codesOf(healthAfter(events, { ...PROFILE, classes }))).toEqual(['alarm class-missing'])
  })

  it('may be one of several', () => {
    const classes = PROFILE.classes.with(7, 0).with(2, 0)
    expect(healthAfter([started()], { ...PROFILE, classes }).verdict).toMatch(
      /^The training data lack classes 2 and 7: .* has these labels,/,
    )
  })
})

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
