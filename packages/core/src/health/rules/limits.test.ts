import { expect, it } from 'vitest'
import {
  codesOf,
  epochDone,
  evaluation,
  healthAfter,
  layer,
  PROFILE,
  started,
  statistics,
  withGradient,
  without,
  withStuck,
} from '../../../test/health-events.ts'
import type { DataProfile } from '../data-profile.ts'
import type { HealthEvent } from '../health.ts'

type Run = readonly [events: readonly HealthEvent[], profile?: DataProfile]
/** A rule's limit: the finding is made with the first value, and not with the second. */
type Limit = readonly [finding: string, of: string, found: number, notFound: number, run: (x: number) => Run]

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
const sound = statistics([layer(30), layer(10)])
const at = (cost: number, change = {}) => epochDone(0, { cost, ...change })
const testAt = (cost: number) => ({ test: evaluation({ cost, correct: 1000 }) })

/** Steps of eta 0.001 which change the weights, of norm 20, by this part. */
const changed = (change: number, saturated = 0.5) =>
  statistics(
    [layer(30), layer(10, { saturated })].map(each => withGradient((change * 20) / 0.001, each, 0.001)),
  )
const slow = (gradient: number) =>
  statistics([layer(30), layer(10)].map(each => withGradient(gradient, { ...each, weightNorm: 1e3 }, 0.001)))
const deep = (first: number, output: number) =>
  statistics([withGradient(first, layer(30)), layer(30), withGradient(output, layer(10))])
const stuckOutputs = (gradient: number, sampled: number) =>
  statistics(
    [layer(30), withStuck(range(10), layer(10))].map(each => withGradient(gradient, each)),
    { sampled },
  )
const stuckHidden = (sampled: number) => statistics([withStuck(range(20), layer(30)), layer(10)], { sampled })
const sleeping = (activation: number, saturated: number) =>
  statistics([
    layer(30),
    layer(10, {
      neuronActivations: [activation, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
      neuronSaturated: [saturated, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    }),
  ])
const silent = at(0.08, { test: evaluation({ predictions: without(0) }) })
const flat = (saturated: number, gradient = 0.05) =>
  statistics([layer(30), withGradient(gradient, layer(10, { saturated }))])
const saturatedFirst = (saturated: number) => statistics([layer(30, { saturated }), layer(10)])
const chance = (correct: number) => at(0.452, { test: evaluation({ correct, cost: 0.452 }) })
const classes = (first: number) => ({ ...PROFILE, classes: PROFILE.classes.with(0, first) })
const inputs = (largest: number) => ({ ...PROFILE, largest })
const hugeMiniBatch = { examples: 50, miniBatchSize: 100_000 }
const few = (examples: number) => started({ examples })

const LIMITS: readonly Limit[] = [
  ['warning inputs-too-large', 'inputs', 5.1, 5, x => [[started()], inputs(x)]],
  ['alarm inputs-too-large', 'inputs', 51, 50, x => [[started(), saturatedFirst(0.95)], inputs(x)]],
  ['alarm inputs-too-large', 'saturation', 0.95, 0.94, x => [[started(), saturatedFirst(x)], inputs(255)]],
  ['alarm inputs-too-large', 'cost', 0.226, 0.224, x => [[started(), saturatedFirst(1), at(x)], inputs(9)]],
  ['warning mini-batch-too-large', 'size', 61, 60, x => [[started({ examples: 60, miniBatchSize: x })]]],
  [
    'alarm mini-batch-too-large',
    'size',
    120,
    119,
    x => [[started({ examples: 60, miniBatchSize: x }), at(0.4)]],
  ],
  ['alarm mini-batch-too-large', 'cost', 0.226, 0.224, x => [[started(hugeMiniBatch), at(x)]]],
  [
    'alarm neurons-identical',
    'spread',
    0.9e-9,
    1.1e-9,
    x => [[started(), statistics([layer(2, { neuronActivations: [0.5, 0.5 + x] }), layer(10)])]],
  ],
  ['alarm eta-too-high', 'sample', 30, 29, x => [[started(), stuckOutputs(1e-3, x)]]],
  ['alarm eta-too-high', 'gradient', 0.9e-4, 1.1e-4, x => [[started(), stuckOutputs(x, 10)]]],
  ['alarm saturated-start', 'saturation', 0.986, 0.984, x => [[started(), saturatedFirst(x), at(0.4)]]],
  ['alarm saturated-start', 'cost', 0.226, 0.224, x => [[started(), saturatedFirst(1), at(x)]]],
  ['alarm gradients-vanish', 'gradient', 0.9e-4, 1.1e-4, x => [[started(), deep(x, 1), at(0.4)]]],
  ['alarm gradients-vanish', 'part', 0.9e-5, 1.1e-5, x => [[started(), deep(x, 0.01), at(0.4)]]],
  ['alarm gradients-vanish', 'cost', 0.226, 0.224, x => [[started(), deep(1e-6, 1), at(x)]]],
  ['alarm eta-too-low', 'change', 0.9e-4, 1.1e-4, x => [[started(), changed(x), at(0.4)]]],
  ['warning eta-too-low', 'change', 0.9e-3, 1.1e-3, x => [[started(), changed(x), at(0.4)]]],
  ['alarm eta-too-low', 'cost', 0.226, 0.224, x => [[started(), changed(5e-5), at(x)]]],
  ['alarm eta-too-low', 'saturation', 0.85, 0.86, x => [[started(), changed(5e-5, x), at(0.4)]]],
  ['alarm eta-too-low', 'gradient', 0.011, 0.009, x => [[started(), slow(x), at(0.4)]]],
  ['alarm inputs-ignored', 'cost', 0.442, 0.44, x => [[started(), flat(0), at(x, testAt(0.45))]]],
  [
    'alarm inputs-ignored',
    'cost on other data',
    0.442,
    0.44,
    x => [[started(), flat(0), at(0.46, testAt(x))]],
  ],
  ['alarm inputs-ignored', 'accuracy', 2000, 2001, x => [[started(), flat(0), chance(x)]]],
  ['alarm inputs-ignored', 'mini-batches', 1000, 999, x => [[few(x * 10), flat(0), chance(1000)]]],
  ['alarm inputs-ignored', 'gradient', 0.011, 0.009, x => [[started(), flat(0, x), chance(1000)]]],
  ['alarm inputs-ignored', 'saturation', 0.5, 0.51, x => [[started(), flat(x), chance(1000)]]],
  ['warning too-few-examples', 'gap', 0.057, 0.055, x => [[started(), at(0.03, testAt(0.03 + x))]]],
  ['alarm too-few-examples', 'gap', 0.181, 0.179, x => [[started(), at(0.1, testAt(0.1 + x))]]],
  ['warning too-few-examples', 'ratio', 2.01, 1.99, x => [[started(), at(0.1, testAt(0.1 * x))]]],
  ['alarm too-few-examples', 'examples', 500, 501, x => [[few(x), at(0.45, testAt(0.45))]]],
  ['alarm too-few-examples', 'cost on other data', 0.226, 0.224, x => [[few(500), at(0.2, testAt(x))]]],
  ['alarm class-stuck', 'mini-batches', 4000, 3999, x => [[few(x * 10), sleeping(1e-5, 1), silent]]],
  ['alarm class-stuck', 'activation', 0.0029, 0.0031, x => [[started(), sleeping(x, 1), silent]]],
  ['alarm class-stuck', 'saturation', 0.9, 0.89, x => [[started(), sleeping(1e-5, x), silent]]],
  ['alarm classes-unbalanced', 'rarity', 499, 501, x => [[started(), sound, silent], classes(x)]],
  ['warning neurons-stuck', 'sample', 30, 29, x => [[started(), stuckHidden(x), at(0.15)]]],
  ['warning neurons-stuck', 'cost', 0.114, 0.112, x => [[started(), stuckHidden(60), at(x)]]],
]

it.each(LIMITS)('%s, by %s: with %d, and not with %d', (finding, _, found, notFound, run) => {
  expect(codesOf(healthAfter(...run(found)))).toContain(finding)
  expect(codesOf(healthAfter(...run(notFound)))).not.toContain(finding)
})

it('calls a neuron stuck whose activations are all within 0.01 of an end', () => {
  const output = (activation: number) => {
    const all = range(10).map(() => activation)
    return layer(10, { neuronActivations: all, neuronSaturated: range(10).map(() => 1) })
  }
  const codes = (activation: number) =>
    codesOf(healthAfter([started(), statistics([layer(30), output(activation)])]))
  expect([0.0099, 0.9901].map(codes)).toEqual([['alarm eta-too-high'], ['alarm eta-too-high']])
  expect([0.0101, 0.9899].map(codes)).toEqual([[], []])
})

it('calls a run healthy whose cost is below nine tenths of that of constant outputs', () => {
  const statuses = [0.404, 0.406].map(cost => healthAfter([started(), at(cost)]).status)
  expect(statuses).toEqual(['healthy', 'unknown'])
})
