import { describe, expect, it } from 'vitest'
import {
  codesOf,
  epochDone,
  etaChanged,
  healthAfter,
  layer,
  started,
  statistics,
  withGradient,
  withStuck,
} from '../../../test/health-events.ts'

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)
const repeat = (times: number, value: number): number[] => Array.from({ length: times }, () => value)

describe('eta that is too high', () => {
  const stuck = (count: number, gradient = 1e-9, eta = 3) =>
    [layer(30), withStuck(range(0, count), layer(10))].map(each => withGradient(gradient, each, eta))

  it.each([
    [10, ['alarm eta-too-high']],
    [5, ['alarm eta-too-high']],
    [4, []],
  ])('has at least half of the outputs stuck: %d of 10', (count, codes) => {
    expect(codesOf(healthAfter([started(), statistics(stuck(count))]))).toEqual(codes)
  })

  it('counts outputs that are stuck at 1, but not those that are saturated on both sides', () => {
    const output = (activation: number) =>
      layer(10, { neuronActivations: repeat(10, activation), neuronSaturated: repeat(10, 1) })
    expect(codesOf(healthAfter([started(), statistics([layer(30), output(0.999)])]))).toEqual([
      'alarm eta-too-high',
    ])
    expect(codesOf(healthAfter([started(), statistics([layer(30), output(0.4)])]))).toEqual([])
  })

  it('counts only classes that are in the sample: the others may well be 0', () => {
    const answers = [20, 20, 20, 0, 0, 0, 0, 0, 0, 0]
    const layers = [layer(30), withStuck(range(3, 10), layer(10))]
    expect(codesOf(healthAfter([started(), statistics(layers, { answers })]))).toEqual([])
  })

  it('asks a small sample for gradients that have vanished, too', () => {
    const few = { sampled: 10 }
    expect(codesOf(healthAfter([started(), statistics(stuck(6, 0.01), few)]))).toEqual([])
    expect(codesOf(healthAfter([started(), statistics(stuck(6, 1e-6), few)]))).toEqual(['alarm eta-too-high'])
  })

  it.each([
    [100, 'try 3'],
    [6, 'try 3'],
    [3, 'try 1'],
    [0.5, 'try 0.17'],
  ])('of %d has a remedy: %s', (eta, remedy) => {
    const { verdict } = healthAfter([started({ eta }), statistics(stuck(10, 1e-9, eta), { eta })])
    expect(verdict).toContain(`eta = ${eta} is too high`)
    expect(verdict).toContain(remedy)
  })

  it('is that of the mini-batch which the statistics are of', () => {
    const events = [started({ eta: 3 }), statistics(stuck(10, 1e-9, 1000), { eta: 1000 })]
    expect(healthAfter(events).verdict).toMatch(/^eta = 1000 is too high/)
    const without = [started({ eta: 3 }), statistics(stuck(10, 0), { eta: 70 })]
    expect(healthAfter(without).verdict).toBe(
      'eta = 70 is too high: 100 % of the output neurons are saturated since epoch 0, gradients are at most 0; begin again with a smaller one: try 3.',
    )
  })
})

describe('eta that is too low', () => {
  /** Weights of norm 20 changed by this part of it. */
  const slow = (change: number, eta = 0.001) =>
    statistics(
      [layer(30), layer(10)].map(each => withGradient((change * 20) / eta, each, eta)),
      { eta },
    )
  const high = epochDone(0, { cost: 0.4, eta: 0.001 })
  const begun = started({ eta: 0.001 })

  it.each([
    [2e-5, ['alarm eta-too-low']],
    [5e-4, ['warning eta-too-low']],
    [2e-3, []],
  ])('changes the weights by %d of their size: %j', (change, codes) => {
    expect(codesOf(healthAfter([begun, slow(change), high]))).toEqual(codes)
  })

  it('is judged by the layer that changes most, and by the mean of the recent statistics', () => {
    const layers = [layer(30), layer(10)].map((each, l) => withGradient(l === 0 ? 0.02 : 20, each, 0.001))
    expect(codesOf(healthAfter([begun, statistics(layers), high]))).toEqual([])
    expect(codesOf(healthAfter([begun, slow(5e-3), slow(2e-5), high]))).toEqual([])
  })

  it('says by which figures', () => {
    expect(healthAfter([begun, slow(2e-5), high]).verdict).toBe(
      'eta = 0.001 is too low: a mini-batch changes the weights by 2e-5 of their size though gradients of 0.4 flow, and after 1 epoch the training cost is still 0.4; try 3.',
    )
  })

  it('is that of the figures, also after it was changed', () => {
    const events = [begun, slow(2e-5), high, etaChanged(3)]
    expect(healthAfter(events).verdict).toMatch(/^eta = 0.001 is too low/)
  })

  it.each([
    ['before the first epoch is over', [begun, slow(2e-5)]],
    ['of a network that has learnt', [begun, slow(2e-5), epochDone(0, { eta: 0.001 })]],
    ['where gradients have vanished', [begun, slow(1e-7), high]],
    [
      'where the outputs are saturated',
      [
        begun,
        statistics([layer(30), layer(10, { saturated: 0.95 })].map(each => withGradient(0.4, each, 0.001))),
        high,
      ],
    ],
  ])('is not found %s', (_, events) => {
    expect(codesOf(healthAfter(events))).toEqual([])
  })
})
