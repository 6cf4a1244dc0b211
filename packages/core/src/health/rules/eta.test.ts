import { describe, expect, it } from 'vitest'
import {
  codesOf,
  epochDone,
  etaChanged,
  evaluation,
  healthAfter,
  layer,
  relus,
  started,
  statistics,
  withGradient,
  withStuck,
} from '../../../test/health-events.ts'
import { RECIPES, type Recipe } from '../../recipe.ts'
import type { LayerStatistics } from '../../training/statistics.ts'
import type { HealthEvent } from '../health.ts'

/** A rule's limit: the finding is made with the first value, and not with the second. */
type Limit = readonly [
  finding: string,
  of: string,
  found: number,
  notFound: number,
  run: (x: number) => HealthEvent[],
]

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)
const repeat = (times: number, value: number): number[] => Array.from({ length: times }, () => value)

describe('a mini-batch that is larger than the data', () => {
  const huge = { examples: 50, miniBatchSize: 100_000 }

  it('is told from the start on, with the size that suits them', () => {
    expect(healthAfter([started(huge)]).verdict).toBe(
      'A mini-batch of 100,000 examples is larger than the training data: the sum of 50 gradients is divided by its size all the same, so that a step is 2000 times smaller than eta says; make it 50 or less.',
    )
  })

  it('is blamed in place of an eta that is too low', () => {
    const slow = statistics([layer(30), layer(10)].map(each => withGradient(0.05, each, 0.001)))
    const stillHigh = epochDone(0, { cost: 0.4 })
    expect(codesOf(healthAfter([started(), slow, stillHigh]))).toEqual(['alarm eta-too-low'])
    expect(codesOf(healthAfter([started(huge), slow, stillHigh]))).toEqual(['alarm mini-batch-too-large'])
  })
})

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

describe('eta far above what suits the network', () => {
  const { chapter3, modern } = RECIPES
  const bad = (cost: number, other = cost) =>
    epochDone(0, { cost, test: evaluation({ correct: 2000, cost: other }) })
  const seen = (eta: number, ...layers: LayerStatistics[]) => statistics([...layers, layer(10)], { eta })
  const begun = (eta: number, ways: Partial<Recipe> = modern) => started({ eta }, { ...ways, eta })

  it('kills relus', () => {
    expect(healthAfter([begun(10), seen(10, relus(30, 30))]).verdict).toBe(
      'eta = 10 is too high: 30 of 30 relus of hidden layer 1 (100 %) are dead, that is, 0 for all of 60 sampled examples since epoch 0; begin again with a smaller one: try 0.1.',
    )
  })

  it.each([
    ['alarm eta-too-high', 'eta', 0.2, 0.19, x => [begun(x), seen(x, relus(30, 30))]],
    ['alarm eta-too-high', 'dead relus', 27, 26, x => [begun(1), seen(1, relus(30, x)), bad(2)]],
    [
      'alarm eta-too-high',
      'dead in two samples',
      16,
      15,
      x => [begun(1), seen(1, relus(30, x)), seen(1, relus(30, x)), bad(2)],
    ],
    [
      'alarm eta-too-high',
      'cost beside dead relus',
      1.16,
      1.15,
      x => [begun(1), seen(1, relus(30, 20)), seen(1, relus(30, 20)), bad(x)],
    ],
    ['alarm eta-too-high', 'cost', 2.31, 2.3, x => [begun(1), seen(1, layer(30)), bad(x, 3)]],
    ['alarm eta-too-high', 'cost on other data', 2.31, 2.3, x => [begun(1), seen(1, layer(30)), bad(3, x)]],
    [
      'alarm eta-too-high',
      'cost of cross-entropy',
      3.26,
      3.25,
      x => [begun(5, chapter3), seen(5, layer(30)), bad(x)],
    ],
  ] as const satisfies readonly Limit[])('has limits: %s by %s', (finding, _, found, notFound, run) => {
    expect(codesOf(healthAfter(run(found)))).toContain(finding)
    expect(codesOf(healthAfter(run(notFound)))).not.toContain(finding)
  })

  it('makes outputs worse than constant ones, by steps of Adam', () => {
    const adam = { ...chapter3, optimiser: 'adam' } as const
    expect(healthAfter([begun(1, adam), seen(1, layer(30)), bad(6)]).verdict).toBe(
      'eta = 1 is too high: since epoch 0 the training cost is 6, no better than the 3.3 of constant outputs, for a step of Adam changes each weight by about 1; begin again with a smaller one: try 0.001.',
    )
  })

  it('saturates the first hidden layer', () => {
    const tanh = { ...modern, activation: 'tanh' } as const
    const events = [begun(1, tanh), seen(1, layer(30, { saturated: 0.99 })), bad(2)]
    expect(healthAfter(events).verdict).toBe(
      'eta = 1 is too high: 99 % of the activations of hidden layer 1 are saturated since epoch 0, and the training cost is 2; begin again with a smaller one: try 0.1.',
    )
    expect(
      codesOf(healthAfter([begun(0.1, tanh), seen(0.1, layer(30, { saturated: 0.99 })), bad(2)])),
    ).toEqual(['alarm saturated-start'])
  })

  it('is not blamed for outputs that are saturated, where their deltas are as large as their errors', () => {
    const stuck = statistics([layer(30), withStuck(range(0, 10), layer(10))])
    expect(codesOf(healthAfter([begun(0.5, chapter3), stuck]))).toEqual([])
    expect(codesOf(healthAfter([begun(3, RECIPES.textbook), stuck]))).toEqual(['alarm eta-too-high'])
  })

  it('is not blamed for outputs that a velocity has thrown far, while gradients flow', () => {
    const momentum = { ...RECIPES.textbook, optimiser: 'momentum' } as const
    const thrown = (gradient: number) =>
      statistics(
        [layer(30), withStuck(range(0, 6), layer(10))].map(each => withGradient(gradient, each)),
        { eta: 0.3 },
      )
    const codes = (gradient: number) => codesOf(healthAfter([begun(0.3, momentum), thrown(gradient)]))
    expect([0.011, 0.009].map(codes)).toEqual([[], ['alarm eta-too-high']])
  })

  it('is high still where a schedule lowers it', () => {
    const events = [begun(10), seen(10, relus(30, 30)), seen(1, relus(30, 30))]
    expect(healthAfter(events).verdict).toMatch(/^eta = 10 is too high/)
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

  it('is told a rate that suits the network', () => {
    const ways = { ...RECIPES.chapter3, eta: 0.001 }
    const costly = epochDone(0, { cost: 4, eta: 0.001, test: evaluation({ cost: 4 }) })
    const health = healthAfter([started({ eta: 0.001 }, ways), slow(5e-4), costly])
    expect(codesOf(health)).toEqual(['alarm eta-too-low'])
    expect(health.verdict).toMatch(/; try 0\.5\.$/)
  })

  it('is found beside saturated outputs too, where they keep no gradient small, but not beside dead relus', () => {
    const dear = epochDone(0, { cost: 1.5, test: evaluation({ cost: 1.5 }) })
    const begun = started({ eta: 0.001 }, { ...RECIPES.modern, eta: 0.001 })
    const seen = (first: LayerStatistics) =>
      statistics(
        [first, layer(10, { saturated: 0.95 })].map(each => withGradient(0.4, each, 0.001)),
        { eta: 0.001 },
      )
    expect(codesOf(healthAfter([begun, seen(relus(30, 0)), dear]))).toEqual(['alarm eta-too-low'])
    expect(codesOf(healthAfter([begun, seen(relus(30, 28)), dear]))).toEqual(['alarm neurons-dead'])
  })

  it('is as it should be at the end of a schedule', () => {
    const ways = { ...RECIPES.modern, activation: 'sigmoid' } as const
    const dear = epochDone(0, { cost: 1.5, test: evaluation({ cost: 1.5 }) })
    const codes = (eta: number) => codesOf(healthAfter([started({ eta: 0.1 }, ways), slow(5e-4, eta), dear]))
    expect([0.0101, 0.0099].map(codes)).toEqual([['warning eta-too-low'], []])
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
