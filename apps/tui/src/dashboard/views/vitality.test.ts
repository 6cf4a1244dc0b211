import { expect, test } from 'vitest'
import { figuresOf } from './health-layers.ts'

test('a neuron is dead or stuck if it is near 0 or 1 whatever the example', () => {
  const layer = {
    ...{ activation: 0.5, saturated: 0.7, weightNorm: 1, gradientNorm: 1, updateNorm: 1 },
    neuronActivations: [0.001, 0.999, 0.5, 0.001],
    neuronSaturated: [1, 1, 1, 0.99],
  }
  expect(figuresOf(layer, 'sigmoid').map(({ vitality }) => vitality)).toEqual([
    'dead',
    'stuck',
    'alive',
    'alive',
  ])
  expect(figuresOf(layer, 'sigmoid')[3]).toMatchObject({ activation: 0.001, saturated: 0.99 })
})

test('a tanh is stuck near -1 or 1, and not near 0; a relu is dead at 0', () => {
  const layer = {
    ...{ activation: 0.5, saturated: 0.7, weightNorm: 1, gradientNorm: 1, updateNorm: 1 },
    neuronActivations: [-0.99, 0.99, 0, 0.2],
    neuronSaturated: [1, 1, 1, 0.5],
  }
  const vitalities = (name: 'tanh' | 'relu') => figuresOf(layer, name).map(({ vitality }) => vitality)
  expect(vitalities('tanh')).toEqual(['stuck', 'stuck', 'alive', 'alive'])
  expect(vitalities('relu').slice(2)).toEqual(['dead', 'alive'])
})
