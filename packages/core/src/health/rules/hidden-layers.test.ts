import { describe, expect, it } from 'vitest'
import {
  codesOf,
  epochDone,
  evaluation,
  healthAfter,
  layer,
  relus,
  started,
  statistics,
  withGradient,
  withStuck,
} from '../../../test/health-events.ts'
import { RECIPES } from '../../recipe.ts'

const repeat = (times: number, value: number): number[] => Array.from({ length: times }, () => value)
const bad = epochDone(0, { cost: 0.4 })

describe('neurons that do the same', () => {
  const equal = layer(30, { activation: 0.32, neuronActivations: repeat(30, 0.32) })

  it('are an alarm, wherever the layer is', () => {
    const health = healthAfter([started(), statistics([layer(30), equal, layer(10)])])
    expect(health.findings).toMatchObject([{ code: 'neurons-identical', severity: 'alarm', layer: 2 }])
    expect(health.verdict).toBe(
      'All 30 neurons of hidden layer 2 do the same: each has the mean activation 0.32, and equal neurons get equal gradients; begin again with random weights and biases instead of equal ones.',
    )
  })

  it.each([
    ['outputs', [layer(30), layer(10, { neuronActivations: repeat(10, 0.1) })]],
    ['a single neuron', [layer(1), layer(10)]],
    ['neurons that are all saturated', [{ ...equal, saturated: 1 }, layer(10)]],
  ])('are not %s', (_, layers) => {
    expect(codesOf(healthAfter([started(), statistics(layers)]))).toEqual([])
  })
})

describe('a first layer that is saturated', () => {
  const saturated = statistics([layer(30, { saturated: 0.996, weightNorm: 15_336 }), layer(10)])

  it('is an alarm where the network learns badly', () => {
    const health = healthAfter([started(), saturated, bad])
    expect(codesOf(health)).toEqual(['alarm saturated-start'])
    expect(health.verdict).toBe(
      'Hidden layer 1 is saturated: 99.6 % of its activations are at the ends of their range since epoch 0, its weights are of size 100 and the inputs of size 0.33; make the inputs or the initial weights smaller.',
    )
  })

  it.each([
    ['before an epoch is over', [started(), saturated]],
    ['where the network learns all the same', [started(), saturated, epochDone(0)]],
    ['where it is the output layer', [started(), statistics([layer(10, { saturated: 1 })]), bad]],
    ['where it was so once', [started(), statistics([layer(30), layer(10)]), saturated, bad]],
  ])('is none %s', (_, events) => {
    expect(codesOf(healthAfter(events))).toEqual([])
  })
})

describe('gradients that vanish in the depth', () => {
  const deep = (first: number, output: number) =>
    statistics([withGradient(first, layer(30)), layer(30), withGradient(output, layer(10))])

  it('are an alarm where the network learns badly', () => {
    const health = healthAfter([started(), deep(1e-6, 0.02), bad])
    expect(codesOf(health)).toEqual(['alarm gradients-vanish'])
    expect(health.verdict).toBe(
      'Gradients vanish on their way back through 2 hidden layers: that of the output layer is 0.02 and that of hidden layer 1 only 1e-6 since epoch 0, and the training cost is still 0.4; try fewer or wider hidden layers.',
    )
  })

  it.each([
    ['where a part arrives', [started(), deep(1e-3, 0.02), bad]],
    ['where the gradient was as small to begin with', [started(), deep(1e-6, 1e-5), bad]],
    ['of a network that has learnt', [started(), deep(1e-6, 0.02), epochDone(0)]],
    [
      'where there is but one hidden layer',
      [started(), statistics([withGradient(1e-6, layer(30)), layer(10)]), bad],
    ],
  ])('are not found %s', (_, events) => {
    expect(codesOf(healthAfter(events))).toEqual([])
  })
})

describe('hidden neurons that are stuck', () => {
  const stuck = (count: number, change = {}) =>
    statistics(
      [
        withStuck(
          Array.from({ length: count }, (_, j) => j),
          layer(30),
        ),
        layer(10),
      ],
      change,
    )

  it.each([
    [16, ['warning neurons-stuck']],
    [15, []],
  ])('are a warning if they are the most of a layer: %d of 30', (count, codes) => {
    expect(codesOf(healthAfter([started(), stuck(count), epochDone(0, { cost: 0.15 })]))).toEqual(codes)
  })

  it('are named with their layer', () => {
    const health = healthAfter([started(), stuck(20), epochDone(0, { cost: 0.15 })])
    expect(health.findings).toMatchObject([{ layer: 1 }])
    expect(health.verdict).toBe(
      'Most neurons of hidden layer 1 are stuck: 20 of 30 are saturated on the same side for all 60 sampled examples since epoch 0, and the training cost is 0.15; try smaller inputs, smaller initial weights or a smaller eta.',
    )
  })

  it('are no matter where the others suffice, or in a small sample', () => {
    expect(codesOf(healthAfter([started(), stuck(20), epochDone(0)]))).toEqual([])
    const events = [started(), stuck(20, { sampled: 10 }), epochDone(0, { cost: 0.15 })]
    expect(codesOf(healthAfter(events))).toEqual([])
  })
})

describe('relus that are dead', () => {
  const begun = started({ eta: 0.1 }, RECIPES.modern)
  const seen = (dead: number) => statistics([relus(30, dead), layer(10)], { eta: 0.1 })
  const at = (cost: number) => epochDone(0, { cost, test: evaluation({ cost, correct: 5000 }) })

  it('are named with their layer and their share', () => {
    const health = healthAfter([begun, seen(20), seen(20), at(1)])
    expect(health.findings).toMatchObject([{ code: 'neurons-dead', severity: 'warning', layer: 1 }])
    expect(health.verdict).toBe(
      'Most neurons of hidden layer 1 are dead: 20 of 30 relus of hidden layer 1 (67 %) are dead, that is, 0 for all of 120 sampled examples since epoch 0, so that no gradient passes them, and the training cost is 1; begin again with weights drawn by he and a smaller eta: try 0.033.',
    )
  })

  it('are an alarm where they are nearly all of a layer, which a single sample tells', () => {
    expect(codesOf(healthAfter([begun, seen(27), at(1)]))).toEqual(['alarm neurons-dead'])
    expect(codesOf(healthAfter([begun, seen(26), at(1)]))).toEqual([])
  })

  it('stay so: one that fires in any of the samples is alive', () => {
    const others = { ...relus(30, 20), neuronSaturated: [...relus(30, 20).neuronSaturated].reverse() }
    expect(codesOf(healthAfter([begun, seen(20), statistics([others, layer(10)]), at(1)]))).toEqual([])
  })

  it('are no matter where the others suffice, and half of the zeros are none', () => {
    // In a single sample, relus that seldom fire are as stuck as dead ones.
    expect(codesOf(healthAfter([begun, seen(20), at(1)]))).toEqual([])
    expect(codesOf(healthAfter([begun, seen(20), seen(20), at(0.5)]))).toEqual([])
    expect(codesOf(healthAfter([begun, seen(0), seen(0), at(1)]))).toEqual([])
  })

  it('are the cause of gradients that vanish', () => {
    const deep = statistics([withGradient(0, relus(30, 30)), relus(30, 30), withGradient(1, layer(10))], {
      eta: 0.1,
    })
    expect(codesOf(healthAfter([begun, deep, at(1.5)]))).toEqual(['alarm neurons-dead'])
  })
})
