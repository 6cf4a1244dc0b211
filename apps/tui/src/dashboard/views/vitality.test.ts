import { expect, test } from 'vitest'
import { figuresOf } from './health-layers.ts'

test('a neuron is dead or stuck if it is near 0 or 1 whatever the example', () => {
  const layer = {
    ...{ activation: 0.5, saturated: 0.7, weightNorm: 1, gradientNorm: 1, updateNorm: 1 },
    neuronActivations: [0.001, 0.999, 0.5, 0.001],
    neuronSaturated: [1, 1, 1, 0.99],
  }
  expect(figuresOf(layer).map(({ vitality }) => vitality)).toEqual(['dead', 'stuck', 'alive', 'alive'])
  expect(figuresOf(layer)[3]).toMatchObject({ activation: 0.001, saturated: 0.99 })
})
