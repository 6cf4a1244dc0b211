import { completeSpec, type GivenSpec, RECIPES, type Spec } from '@gradus/core'
import { describe, expect, test } from 'vitest'
import { differencesOf, differencesText } from './differences.ts'
import { recipeOf } from './settings.ts'

const run = { sizes: [784, 15, 10], seed: '0', epochs: 30, data: { train: 50_000 } }
const specOf = (given: Partial<GivenSpec>): Spec =>
  completeSpec({ ...{ ...run, miniBatchSize: 10, eta: 3 }, ...given })
const told = (...given: Partial<GivenSpec>[]): string => differencesText(differencesOf(given.map(specOf)))

describe('differences of Specs are told in the words of the flags', () => {
  test("and what is left out is off, or the textbook's", () => {
    expect(told({}, { eta: 0.5, l2: 5 })).toBe('eta 3 and 0.5; l2 off and 5')
    expect(told({}, {})).toBe('')
    expect(told({ eta: 1 }, { eta: 2 }, { eta: 3 })).toBe('eta 1, 2 and 3')
  })

  test.each<[Partial<GivenSpec>, string]>([
    [{ sizes: [784, 30, 10] }, 'network 784-15-10 and 784-30-10'],
    [{ activation: 'relu', initialiser: 'he' }, 'activation sigmoid and relu; initialiser textbook and he'],
    [{ miniBatchSize: 1000 }, 'mini-batch 10 and 1,000'],
    [{ etaChanges: [{ epoch: 2, position: 5, eta: 1 }] }, 'eta changes none and 2:5=1'],
    [{ optimiser: 'nesterov' }, 'optimiser sgd and nesterov 0.9'],
    [{ schedule: { name: 'step', epochs: 3, factor: 0.1 } }, 'schedule constant and step 3 0.1'],
    [{ dropout: { hidden: 0.5 } }, 'dropout off and 0.5'],
    [{ dropout: { hidden: 0.5, input: 0.2 } }, 'dropout off and 0.5 (inputs 0.2)'],
    [{ augment: { shift: 1 } }, 'augment off and shift=1'],
    [{ augment: { rotate: 12, shift: 1 } }, 'augment off and shift=1,rotate=12'],
    [{ stop: { epochs: 5 }, keep: 'best' }, 'stop off and 5; keep last and best'],
    [{ data: { train: 50_000, hash: 'abcdef0123456' } }, 'data - and abcdef01'],
    [{ data: { train: 1000, test: 10_000 } }, 'training 50,000 and 1,000; test - and 10,000'],
  ])('%j', (change, words) => {
    const validated = { data: { ...run.data, ...change.data, validation: 10 } }
    expect(told({ data: { ...run.data, validation: 10 } }, { ...change, ...validated })).toBe(words)
  })
})

test('a recipe is known by its Spec, and one way more or less is none', () => {
  for (const name of ['textbook', 'chapter3', 'modern'] as const)
    expect(recipeOf(specOf(RECIPES[name]))).toBe(name)
  expect(recipeOf(specOf({ sizes: [784, 100, 10], epochs: 3 }))).toBe('textbook')
  expect(recipeOf(specOf({ ...RECIPES.modern, eta: 0.2 }))).toBeUndefined()
  expect(recipeOf(specOf({ l2: 1 }))).toBeUndefined()
})
