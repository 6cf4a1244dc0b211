import { describe, expect, it } from 'vitest'
import {
  codesOf,
  epochDone,
  evaluation,
  healthAfter,
  layer,
  started,
  statistics,
} from '../../../test/health-events.ts'
import { RECIPES } from '../../recipe.ts'

const { chapter3, modern } = RECIPES
const at = (cost: number, decayCost = 0) =>
  epochDone(0, { cost: cost + decayCost, decayCost, eta: 0.5, test: evaluation({ cost }) })

describe('weights that decay too much', () => {
  /** Weights of norm 1 a layer, whose gradient has this norm. */
  const seen = (gradientNorm: number) =>
    statistics(
      [30, 10].map(neurons => layer(neurons, { weightNorm: 1, gradientNorm, updateNorm: 1 })),
      { eta: 0.5 },
    )
  const decaying = (l2: number, ways = {}) => started({ eta: 0.5 }, { ...chapter3, l2, ...ways })

  it('are named with what decays them, and with a lambda that suits the number of examples', () => {
    const health = healthAfter([decaying(1000), seen(0.04), at(3.3, 0.2)])
    expect(codesOf(health)).toEqual(['alarm decay-too-strong'])
    expect(health.verdict).toBe(
      'The weights decay too much with l2 = 1000: each mini-batch takes eta * l2 / n = 0.01 times every weight off it, ' +
        'the decay is 0.5 times the gradient since epoch 0 and the training cost without that of the weights is 3.3; try l2 = 5.',
    )
  })

  it.each([
    ['alarm decay-too-strong', 'cost', 2.93, 2.92, (x: number) => [decaying(1000), seen(0.04), at(x)]],
    ['warning decay-too-strong', 'cost', 1.63, 1.62, (x: number) => [decaying(1000), seen(0.04), at(x, 5)]],
    ['alarm decay-too-strong', 'part', 0.19, 0.21, (x: number) => [decaying(1000), seen(x), at(3.2)]],
    ['alarm decay-too-strong', 'gradient', 0.8e-4, 0.6e-4, (x: number) => [decaying(1000), seen(x), at(3.2)]],
    ['alarm decay-too-strong', 'lambda', 501, 499, (x: number) => [decaying(x), seen(0.001), at(3.2)]],
    ['alarm decay-too-strong', 'overshooting', 1e5, 0.9e5, (x: number) => [decaying(x)]],
  ] as const)('have limits: %s by %s', (finding, _, found, notFound, run) => {
    expect(codesOf(healthAfter(run(found)))).toContain(finding)
    expect(codesOf(healthAfter(run(notFound)))).not.toContain(finding)
  })

  it('may decay by L1, whose pull is the same for weights of any size', () => {
    const events = [decaying(0, { l1: 1000 }), seen(10), at(3.3)]
    expect(healthAfter(events).verdict).toMatch(
      /^The weights decay too much with l1 = 1000: the decay is 0\.22 times the gradient .*; try l1 = 5\.$/,
    )
  })

  it('are told no share of a step by Adam, which rescales their decay', () => {
    const events = [decaying(1000, { optimiser: 'adam', eta: 0.001 }), seen(0.04), at(3.3)]
    expect(healthAfter(events).verdict).toMatch(
      /^The weights decay too much with l2 = 1000: the decay is 0\.5 times/,
    )
    expect(codesOf(healthAfter([decaying(1e6, { optimiser: 'adam' })]))).toEqual([])
  })

  it('are the cause where they make a network diverge', () => {
    const overshooting = decaying(1000, { eta: 500 })
    const error = { type: 'finished', reason: 'diverged', eta: 500, epoch: 0, position: 40 } as const
    const rest = { etaChanges: [], history: [], trainSeconds: 1, evaluateSeconds: 0 }
    const clocks = { elapsedSeconds: 1, remainingSeconds: 0, examplesPerSecond: 1 }
    expect(healthAfter([overshooting, { ...error, ...rest, ...clocks }]).verdict).toBe(
      'The network diverged at eta = 500 with l2 = 1000: a weight or cost ceased to be a finite number after example 40 of epoch 0, ' +
        'for each mini-batch takes eta * l2 / n = 10 times every weight off it; begin again with weaker decay: try l2 = 5.',
    )
  })

  it('do not count with the cost of the examples', () => {
    expect(codesOf(healthAfter([decaying(5), seen(0.1), at(0.4, 3)]))).toEqual([])
  })
})

describe('dropout that leaves too few neurons', () => {
  const sound = statistics([layer(100), layer(10)])
  const dropping = (hidden: number, neurons: number, input = 0) =>
    started({ sizes: [784, neurons, 10] }, { ...modern, dropout: { hidden, input }, miniBatchSize: 10 })

  it('is named with the neurons that are left', () => {
    const health = healthAfter([dropping(0.95, 100), sound, at(2.2)])
    expect(health.findings).toMatchObject([{ code: 'dropout-too-high', severity: 'alarm', layer: 1 }])
    expect(health.verdict).toBe(
      'Dropout of 0.95 leaves too few neurons: about 5 of 100 neurons of hidden layer 1 take part in each example, ' +
        'and after 1 epoch the training cost is still 2.2, that of constant outputs 2.3; try 0.5.',
    )
  })

  it.each([
    ['alarm', 2.08, dropping(0.95, 100)],
    ['warning', 2.06, dropping(0.95, 100)],
    ['warning', 1.16, dropping(0.9, 1000)],
    ['warning', 1.16, dropping(0.5, 19)],
  ])('is a matter of the cost: %s at %d', (severity, cost, begun) => {
    expect(codesOf(healthAfter([begun, sound, at(cost)]))).toEqual([`${severity} dropout-too-high`])
    expect(codesOf(healthAfter([begun, sound, at(1.14)]))).toEqual([])
  })

  it.each([
    ['where enough are left', dropping(0.5, 20)],
    [
      'after few mini-batches',
      { ...dropping(0.5, 10), spec: { ...dropping(0.5, 10).spec, data: { train: 9990 } } },
    ],
  ])('is not found %s', (_, begun) => {
    expect(codesOf(healthAfter([begun, sound, at(1.4)]))).toEqual([])
  })

  it('is expected from the start where next to none are left', () => {
    expect(healthAfter([dropping(0.95, 100)])).toMatchObject({
      status: 'warning',
      verdict:
        'Dropout of 0.95 leaves too few neurons: about 5 of 100 neurons of hidden layer 1 take part in each example; try 0.5.',
    })
    expect(codesOf(healthAfter([dropping(0.95, 200)]))).toEqual([])
  })

  it('has a remedy that leaves enough', () => {
    const remedies = [dropping(0.95, 15), dropping(0.5, 15), dropping(0, 15, 0.95)].map(
      begun => healthAfter([begun, sound, at(1.4)]).findings[0]?.remedy,
    )
    expect(remedies).toEqual(['try 0.5 and more hidden neurons', 'try more hidden neurons', 'try 0.2'])
  })
})
