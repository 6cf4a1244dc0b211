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
  without,
  withStuck,
} from '../../../test/health-events.ts'
import { RECIPES } from '../../recipe.ts'

const sound = statistics([layer(30), layer(10)])

describe('a class that is stuck', () => {
  const asleep = (...classes: number[]) => statistics([layer(100), withStuck(classes, layer(10))])
  const unheard = (...classes: number[]) =>
    epochDone(0, { test: evaluation({ predictions: without(...classes) }) })

  it('is named, with its output neuron and why it sleeps', () => {
    const wide = started({ sizes: [784, 100, 10] })
    const health = healthAfter([wide, asleep(3, 6), unheard(3, 6)])
    expect(health.findings).toMatchObject([
      { code: 'class-stuck', severity: 'alarm', classes: [3, 6], since: 0 },
    ])
    expect(health.verdict).toBe(
      'Classes 3 and 6 are hardly ever predicted: 0 of 10,000 predictions since epoch 0, ' +
        'for the sums over 100 hidden neurons pushed their output neurons to mean activations a of 1e-5, where the slope a (1 - a) lets hardly any gradient back; ' +
        'wait, for they may wake, or begin again with weights drawn by scaled, fewer hidden neurons, a smaller eta or another seed.',
    )
  })

  it('has inputs pushing where there are no hidden neurons', () => {
    const flat = [started({ sizes: [784, 10] }), statistics([withStuck([2], layer(10))]), unheard(2)]
    expect(healthAfter(flat).verdict).toMatch(
      /^Class 2 is hardly ever .* over 784 inputs pushed its output neuron .*; wait, for it may wake, or begin again with weights drawn by scaled, a smaller eta or another seed\.$/,
    )
  })

  it('is a warning where the output neuron is not stuck', () => {
    const health = healthAfter([started(), sound, unheard(3)])
    expect(codesOf(health)).toEqual(['warning class-stuck'])
    expect(health.verdict).toBe(
      'Class 3 is hardly ever predicted: 0 of 10,000 predictions since epoch 0, though its output neuron is not stuck, with a mean activation of 0.34; wait, or try more hidden neurons.',
    )
  })

  it('may well wake where the deltas of saturated outputs are not small', () => {
    const begun = started({ eta: 0.5 }, RECIPES.chapter3)
    const health = healthAfter([begun, asleep(3), unheard(3)])
    expect(codesOf(health)).toEqual(['warning class-stuck'])
    expect(health.verdict).toMatch(
      /, with mean activations of at most 1e-5, though the deltas a - y of the cross-entropy cost are not small there; wait, or try a smaller eta: 0\.5\.$/,
    )
  })

  it.each([
    [249, ['alarm class-stuck']],
    [250, []],
  ])('has less than a quarter of its share: %d of 10,000', (times, codes) => {
    const predictions = without()
      .with(3, times)
      .with(0, 2000 - times)
    const events = [started(), asleep(3), epochDone(0, { test: evaluation({ predictions }) })]
    expect(codesOf(healthAfter(events))).toEqual(codes)
  })

  it('is not looked for before it may have come', () => {
    const small = started({ examples: 39_990 })
    expect(codesOf(healthAfter([small, asleep(3), unheard(3)]))).toEqual([])
    expect(
      codesOf(healthAfter([small, asleep(3), unheard(3), epochDone(1, { ...unheard(3), epoch: 1 })])),
    ).toEqual(['alarm class-stuck'])
  })

  it('is none that is rare, whose share of the predictions is small', () => {
    const profile = { ...PROFILE, classes: PROFILE.classes.with(3, 500) }
    const some = epochDone(0, { test: evaluation({ predictions: without().with(3, 20) }) })
    const begun = started({ answers: without().with(3, 100) })
    expect(codesOf(healthAfter([begun, asleep(3), some], profile))).toEqual([])
  })

  it('is found in the samples where nothing is evaluated', () => {
    const { test: _, ...bare } = epochDone(0)
    const samples = (count: number, predictions: number[]) =>
      Array.from({ length: count }, () => ({ ...asleep(3), predictions }))
    const healthOf = (...seen: Parameters<typeof samples>) =>
      healthAfter([started({ answers: [] }), ...samples(...seen), bare])
    const never = [6, 6, 6, 0, 6, 6, 6, 6, 6, 12]
    expect(healthOf(4, never)).toMatchObject({
      status: 'alarm',
      verdict: expect.stringContaining('0 of 240 predictions'),
      findings: [{ classes: [3] }],
    })
    expect(codesOf(healthOf(3, never))).toEqual([])
    expect(codesOf(healthOf(4, [6, 6, 6, 6, 6, 6, 6, 6, 6, 6]))).toEqual([])
  })

  it('is one that the network is tried on', () => {
    const triedOn = (examples: number) => [
      started({ answers: without().with(3, examples) }),
      asleep(3),
      unheard(3),
    ]
    expect(codesOf(healthAfter(triedOn(20)))).toEqual(['alarm class-stuck'])
    expect(codesOf(healthAfter(triedOn(19)))).toEqual([])
  })

  it('is not expected more often than the network is tried on it', () => {
    const heard = epochDone(0, { test: evaluation({ predictions: without().with(3, 30) }) })
    expect(codesOf(healthAfter([started({ answers: without().with(3, 30) }), asleep(3), heard]))).toEqual([])
  })

  it('is told of many by the largest figure', () => {
    const classes = [0, 1, 2, 3]
    const predictions = without(...classes).with(2, 40)
    const events = [started(), asleep(...classes), epochDone(0, { test: evaluation({ predictions }) })]
    expect(healthAfter(events).verdict).toMatch(
      /^Classes 0, 1, 2 and 3 are hardly ever predicted: at most 40 of /,
    )
  })
})
