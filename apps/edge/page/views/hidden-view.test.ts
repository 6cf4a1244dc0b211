import { expect, test } from 'vitest'
import { layerCaption, shownLayers } from './hidden-view.ts'

test.each([
  [1, 1, 30, undefined, 'Hidden layer: 30 neurons'],
  [1, 1, 4, [0, 0.5, 0.49, 1], 'Hidden layer: 2 of 4 neurons active'],
  [2, 2, 1, [-0.9], 'Hidden layer 2: 1 of 1 neuron active'],
  [1, 3, 4, [0, 3, 8, 4], 'Hidden layer 1: 2 of 4 neurons active'],
  [1, 1, 800, new Float64Array(800), 'Hidden layer: 0 of 800 neurons active'],
  [1, 1, 2000, undefined, 'Hidden layer: 2,000 neurons, the first 1,024 shown'],
])('layer %i of %i with %i neurons, %j: %s', (layer, layers, neurons, activations, caption) => {
  expect(layerCaption(layer, layers, neurons, activations)).toBe(caption)
})

test.each([
  [0, []],
  [1, [0]],
  [4, [0, 1, 2, 3]],
  [5, [0, 1, 3, 4]],
  [9, [0, 1, 7, 8]],
])('of %i hidden layers are shown %j', (layers, shown) => {
  expect(shownLayers(layers)).toEqual(shown)
})
