import { describe, expect, it } from 'vitest'
import {
  codesOf,
  epochDone,
  evaluation,
  healthAfter,
  layer,
  PROFILE,
  relus,
  started,
  statistics,
  withGradient,
  without,
} from '../../../test/health-events.ts'
import { RECIPES } from '../../recipe.ts'
import type { LayerStatistics } from '../../training/statistics.ts'

describe('outputs that ignore the inputs', () => {
  it('have gradients of the hidden layer where relus have died', () => {
    const begun = started({ eta: 0.1 }, { ...RECIPES.modern, miniBatchSize: 10 })
    const dead = statistics([withGradient(0.05, relus(30, 28)), withGradient(0.001, layer(10))], {
      eta: 0.01,
    })
    const dear = epochDone(0, { cost: 2.3, test: evaluation({ correct: 1000, cost: 2.3 }) })
    const flat = { ...dead, layers: dead.layers.map(each => ({ ...each, saturated: 0 })) }
    expect(codesOf(healthAfter([begun, flat, dear]))).toEqual(['alarm inputs-ignored'])
  })

  const chance = evaluation({ correct: 1010, cost: 0.451, predictions: without(0, 1, 2, 3, 4, 5, 6, 7) })
  const constant = (epoch: number) => epochDone(epoch, { cost: 0.452, test: chance })
  const flat = statistics([layer(30), layer(10, { saturated: 0 })])

  it('are found though gradients flow, with causes in the order of likelihood', () => {
    const health = healthAfter([started(), flat, constant(0)])
    expect(codesOf(health)).toEqual(['alarm inputs-ignored'])
    expect(health.verdict).toBe(
      'The outputs ignore the inputs: after 5,000 mini-batches the training cost is 0.45, no better than the 0.45 of constant outputs, and the accuracy is 10 %, though gradients of 0.05 flow; ' +
        'the likeliest cause is labels that have nothing to do with the inputs (check that every label stands beside its own example), then a dead start (begin again with weights drawn by scaled).',
    )
    expect(health.findings[0]?.change).toBeUndefined()
  })

  const causesAfter = (
    layers: readonly LayerStatistics[],
    change: Parameters<typeof started>[0] = {},
    ways: Parameters<typeof started>[1] = {},
  ) => healthAfter([started(change, ways), statistics(layers), constant(0)]).findings[0]
  const output = (gradient = 0.05, eta = 3) => withGradient(gradient, layer(10, { saturated: 0 }), eta)

  it.each([
    ['a saturated layer', layer(30, { saturated: 0.96 }), '96 % of hidden layer 1 is saturated'],
    [
      'a gradient that hardly arrives',
      withGradient(0.0024, layer(30)),
      'hidden layer 1 gets a gradient of 0.0024, the output layer one of 0.05',
    ],
  ])('may come from a dead start, of which %s speaks', (_, hidden, sign) => {
    expect(causesAfter([hidden, output()])).toMatchObject({
      remedy: `the likeliest cause is a dead start, for ${sign} (begin again with weights drawn by scaled), then labels that have nothing to do with the inputs (check that every label stands beside its own example)`,
      change: { initialiser: 'scaled' },
    })
    const drawn = causesAfter([hidden, output()], {}, { initialiser: 'scaled' })
    expect(drawn?.remedy).toContain('(begin again with another seed), then labels')
    expect(drawn?.change).toBeUndefined()
  })

  it('may come from a tiny eta, of which small changes of the weights speak', () => {
    const at = { eta: 0.5 }
    const seen = (layers: LayerStatistics[]) =>
      healthAfter([started(at), statistics(layers, at), constant(0)]).findings[0]
    expect(seen([withGradient(0.05, layer(30), 0.5), output(0.05, 0.5)])).toMatchObject({
      remedy: expect.stringMatching(
        /^the likeliest cause is an eta of 0\.5 that is too low, for a mini-batch changes the weights by 0\.0013 of their size \(try 3\), then labels .*, then a dead start /,
      ),
      change: { eta: 3 },
    })
    expect(seen([layer(30), output()])?.remedy).toMatch(
      /^the likeliest cause is labels .*, then a dead start .*, then an eta of 0\.5 that is too low \(try 3\)$/,
    )
  })

  it('have no dead start without a hidden layer', () => {
    expect(causesAfter([output()], { sizes: [784, 10] })?.remedy).toBe(
      'the likeliest cause is labels that have nothing to do with the inputs (check that every label stands beside its own example)',
    )
  })

  it('may stand beside unbalanced classes', () => {
    const profile = { ...PROFILE, outputSize: 2, constantCost: 0.09, classes: [45_000, 5000] }
    const begun = started({ sizes: [784, 30, 2], answers: [9000, 1000] })
    const test = evaluation({ correct: 9000, cost: 0.09, predictions: [10_000, 0] })
    const seen = statistics([layer(30), layer(2, { saturated: 0 })])
    expect(codesOf(healthAfter([begun, seen, epochDone(0, { cost: 0.09, test })], profile))).toEqual([
      'alarm inputs-ignored',
      'alarm classes-unbalanced',
    ])
  })

  it('are found without other data, too', () => {
    const { test: _, ...bare } = epochDone(0, { cost: 0.452 })
    expect(codesOf(healthAfter([started(), flat, bare]))).toEqual(['alarm inputs-ignored'])
  })

  it('take one epoch more where the outputs are saturated', () => {
    const saturated = statistics([layer(30), layer(10, { saturated: 0.8 })])
    expect(codesOf(healthAfter([started(), saturated, constant(0)]))).not.toContain('alarm inputs-ignored')
    expect(codesOf(healthAfter([started(), saturated, constant(0), constant(1)]))).toEqual([
      'alarm inputs-ignored',
    ])
  })

  it.each([
    ['after few mini-batches', [started({ miniBatchSize: 1000 }), flat, constant(0)]],
    ['where the cost falls', [started(), flat, epochDone(0, { cost: 0.43, test: chance })]],
    [
      'where accuracy is high',
      [started(), flat, epochDone(0, { cost: 0.452, test: evaluation({ correct: 3000, cost: 0.45 }) })],
    ],
    [
      'where gradients have vanished',
      [started(), statistics([layer(30), withGradient(1e-4, layer(10, { saturated: 0 }))]), constant(0)],
    ],
  ])('are not found %s', (_, events) => {
    expect(codesOf(healthAfter(events))).not.toContain('alarm inputs-ignored')
  })

  it('are as they should be where there is one class only', () => {
    const profile = { ...PROFILE, constantCost: 0 }
    expect(codesOf(healthAfter([started(), flat, constant(0)], profile))).not.toContain(
      'alarm inputs-ignored',
    )
  })
})
