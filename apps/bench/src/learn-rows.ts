import { RECIPES, type Recipe } from '@gradus/core'
import type { Lesson } from './learn-runs.ts'
import { AFFINE, GARMENTS } from './learn-ways.ts'

/** A row of the table of docs/learn.md. */
export interface Row extends Lesson {
  readonly name: string
  readonly about: string
  /** Seeds to train: 5 by default. */
  readonly seeds?: number
  /** Test accuracy to reach, in %: after the last epoch, and after the best one on the validation data. */
  readonly goal: { readonly last?: number; readonly best?: number }
  /** Test accuracy of a prototype in C, or of others, in %. */
  readonly prototype: string
}

const { modern } = RECIPES
/** Without shifts. */
const still: Recipe = { ...modern, augment: { shift: 0 } }
const affine: Recipe = { ...modern, augment: AFFINE }
const single = { precision: 'float32', miniBatchSize: 10 } as const

export const ROWS: readonly Row[] = [
  {
    ...{
      name: 'quadratic',
      about: 'quadratic cost, scaled weights, eta 3, 30 epochs',
      sizes: [784, 100, 10],
    },
    ...{ epochs: 30, recipe: { ...single, initialiser: 'scaled', eta: 3 } },
    ...{ goal: { last: 97.6 }, prototype: '97.74' },
  },
  {
    ...{
      name: 'softmax',
      about: 'softmax, scaled weights, lambda 5, eta 0.1, 60 epochs',
      sizes: [784, 30, 10],
    },
    ...{ epochs: 60, recipe: { ...single, output: 'softmax', initialiser: 'scaled', l2: 5, eta: 0.1 } },
    ...{ goal: { last: 96.7 }, prototype: '96.86' },
  },
  {
    name: 'cross-entropy',
    about: 'cross-entropy, scaled weights, lambda 5, eta 0.1, 60 epochs',
    ...{ sizes: [784, 100, 10], epochs: 60 },
    recipe: { ...single, cost: 'cross-entropy', initialiser: 'scaled', l2: 5, eta: 0.1 },
    ...{ goal: { last: 97.7, best: 97.95 }, prototype: '97.84; best 98.02' },
  },
  {
    ...{
      name: 'still',
      about: '`modern` without shifts, lambda 5, 30 epochs',
      sizes: [784, 100, 10],
      epochs: 30,
    },
    ...{ recipe: { ...still, l2: 5 }, goal: { last: 98.0 }, prototype: '98.14 (two seeds)' },
  },
  {
    ...{ name: 'modern-100', about: '`modern`, 30 epochs', sizes: [784, 100, 10], epochs: 30 },
    ...{ recipe: modern, goal: { last: 98.4 }, prototype: '98.55 (one seed)' },
  },
  {
    ...{ name: 'modern-200', about: '`modern`, 30 epochs', sizes: [784, 200, 10], epochs: 30 },
    ...{ recipe: modern, goal: { last: 98.65 }, prototype: '98.8 (one seed)' },
  },
  {
    ...{ name: 'modern-400', about: '`modern`, 25 epochs', sizes: [784, 400, 10], epochs: 25 },
    ...{ recipe: modern, goal: { last: 98.75 }, prototype: '98.9 (one seed)' },
  },
  {
    ...{ name: 'still-800', about: '`modern` without shifts, 30 epochs', sizes: [784, 800, 10], epochs: 30 },
    ...{ recipe: still, goal: { last: 98.35 }, prototype: '98.53 (one seed)' },
  },
  {
    ...{ name: 'affine-100', about: '`modern`, affine, 60 epochs', sizes: [784, 100, 10], epochs: 60 },
    ...{ recipe: affine, seeds: 3, goal: { last: 98.7 }, prototype: '98.86 (one seed)' },
  },
  {
    ...{ name: 'affine-200', about: '`modern`, affine, 60 epochs', sizes: [784, 200, 10], epochs: 60 },
    ...{ recipe: affine, seeds: 3, goal: { last: 98.9 }, prototype: '99.07 (one seed)' },
  },
  {
    ...{ name: 'affine-400', about: '`modern`, affine, 60 epochs', sizes: [784, 400, 10], epochs: 60 },
    ...{ recipe: affine, seeds: 3, goal: { last: 99.05 }, prototype: '99.20 (one seed)' },
  },
  {
    ...{ name: 'affine-800', about: '`modern`, affine, 60 epochs', sizes: [784, 800, 10], epochs: 60 },
    ...{ recipe: affine, seeds: 3, goal: { last: 99.1 }, prototype: '99.23 (one seed)' },
  },
  {
    // The best of its ways on the validation data.
    ...{ name: 'garments/lambda 5', about: 'Fashion-MNIST, `modern` without shifts, lambda 5, 30 epochs' },
    ...{
      ...GARMENTS,
      epochs: 30,
      recipe: { ...still, l2: 5 },
      seeds: 3,
      goal: { last: 88.7 },
      prototype: '88.33 (published)',
    },
  },
]
