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
