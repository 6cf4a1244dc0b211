import { describe, expect, it } from 'vitest'
import { PROFILE } from '../../test/health-events.ts'
import { RECIPES, type Recipe } from '../recipe.ts'
import { completeSpec } from '../spec.ts'
import type { DataProfile } from './data-profile.ts'
import { usualEtaFor } from './usual-eta.ts'

const { textbook, chapter3, modern } = RECIPES

/** The usual learning rate for so many inputs and outputs, and inputs of this root mean square. */
function etaFor(recipe: Recipe, [inputSize, rms, outputSize]: readonly [number, number, number]): number {
  const profile: DataProfile = { ...PROFILE, inputSize, rms, outputSize }
  const sizes = [inputSize, 30, outputSize]
  return usualEtaFor(completeSpec({ ...recipe, sizes, seed: '0', epochs: 1, data: { train: 1000 } }), profile)
}

describe('the usual learning rate', () => {
  it.each(Object.entries(RECIPES))('is that of the recipe %s for MNIST, to the digit', (_, recipe) => {
    const ofRecipe = etaFor(recipe, [784, 0.33, 10])
    expect(ofRecipe).toBe(recipe === modern ? 0.1 : recipe.eta)
  })

  it.each([
    ['XOR', 0.5 * Math.sqrt(30), [2, Math.SQRT1_2, 2]],
    ['a table of six standardised columns', 0.5 * Math.sqrt(30 / 6), [6, 1, 3]],
    ['pictures a tenth as bright', (0.5 * Math.sqrt(30 / 784)) / 0.033, [784, 0.033, 10]],
    ['standardised pictures', 0.5 * Math.sqrt(300 / 784), [784, 1, 10]],
    ['dark pictures', 3, [784, 0.01, 10]],
    ['inputs that are all 0', 3, [10, 0, 3]],
    ['bytes', 0.05, [784, 90, 10]],
    ['300 classes', 1, [64, 1, 300]],
    ['20 classes', 0.5 * Math.SQRT2, [64, 1, 20]],
  ] as const)('follows the data of %s: %d', (_, eta, data) => {
    expect(etaFor(chapter3, data)).toBeCloseTo(eta, 12)
    expect(etaFor(modern, data)).toBeCloseTo(eta / 5, 12)
  })

  it('is the same for all data with the quadratic cost of sigmoids, and of Adam', () => {
    expect(etaFor(textbook, [2, 1, 2])).toBe(3)
    expect(etaFor({ ...modern, optimiser: 'adam' }, [2, 1, 300])).toBe(0.001)
    expect(etaFor({ ...textbook, activation: 'tanh' }, [2, 1, 2])).toBeCloseTo(0.1 * Math.sqrt(15), 12)
  })
})
