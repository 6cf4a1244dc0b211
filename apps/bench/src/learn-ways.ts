import { RECIPES, type Recipe } from '@gradus/core'
import type { Lesson } from './learn-runs.ts'

/** Plots beside the accuracies of a way, which show why it works. */
export type Panel = 'activations' | 'deltas' | 'rates' | 'start' | 'training'

/** A way to learn, as docs/learn.md pictures it: runs that differ in nothing else. */
export interface Way {
  readonly name: string
  readonly title: string
  readonly panel: Panel
  /** Runs by the name that the picture gives them; the first one is without the way. */
  readonly variants: Readonly<Record<string, Lesson>>
}

const single = { precision: 'float32', miniBatchSize: 10 } as const
const scaled = { ...single, initialiser: 'scaled', cost: 'cross-entropy', eta: 0.5 } as const
/** `--augment affine`, by its numbers. */
export const AFFINE = { shift: 1, rotate: 12, scale: 15, shear: 10 } as const
const calm = { ...RECIPES.modern, augment: { shift: 0 } } as const

const deep = (recipe: Recipe): Lesson => ({ sizes: [784, 30, 30, 30, 30, 10], epochs: 10, recipe })
const thirty = (recipe: Recipe): Lesson => ({ sizes: [784, 30, 10], epochs: 20, recipe })
const hundred = (recipe: Recipe): Lesson => ({ sizes: [784, 100, 10], epochs: 20, recipe })
/** Fashion-MNIST, of Debian's package dataset-fashion-mnist. */
export const GARMENTS = { sizes: [784, 256, 10], folder: '/usr/share/datasets/fashion-mnist' } as const
const garments = (recipe: Recipe): Lesson => ({ ...GARMENTS, epochs: 30, recipe })
/** So few images that the network learns them by heart. */
const few = (recipe: Recipe): Lesson => ({ sizes: [784, 100, 10], epochs: 100, images: 1000, recipe })

/** The book's own case of overfitting (chapter 3). */
const overfitting = (ways: Partial<Recipe>): Lesson => ({
  ...{ sizes: [784, 30, 10], epochs: 200, images: 1000 },
  recipe: { ...single, cost: 'cross-entropy', eta: 0.5, ...ways },
})

/** The ways, in the order of the page. */
export const WAYS: readonly Way[] = [
  {
    ...{ name: 'activation', title: 'activation: [784, 30, 30, 30, 30, 10], scaled weights, softmax' },
    panel: 'activations',
    variants: {
      'sigmoid, eta 0.5': deep({ ...single, initialiser: 'scaled', output: 'softmax', eta: 0.5 }),
      'tanh, eta 0.05': deep({
        ...{ ...single, activation: 'tanh', initialiser: 'scaled', output: 'softmax', eta: 0.05 },
      }),
      'relu (he), eta 0.05': deep({
        ...{ ...single, activation: 'relu', initialiser: 'he', output: 'softmax', eta: 0.05 },
      }),
    },
  },
  {
    ...{ name: 'cost', title: 'cost: [784, 30, 10], weights from N(0, 1)' },
    panel: 'deltas',
    variants: {
      'quadratic, eta 0.5': thirty({ ...single, eta: 0.5 }),
      'cross-entropy, eta 0.5': thirty({ ...single, cost: 'cross-entropy', eta: 0.5 }),
    },
  },
  {
    ...{ name: 'initialiser', title: 'initialiser: [784, 100, 10], quadratic cost, eta 3' },
    panel: 'start',
    variants: {
      'textbook, N(0, 1)': hundred({ ...single, eta: 3 }),
      scaled: hundred({ ...single, initialiser: 'scaled', eta: 3 }),
    },
  },
  {
    ...{ name: 'output', title: 'output: [784, 30, 10], scaled weights, eta 0.1' },
    panel: 'training',
    variants: {
      'sigmoid, cross-entropy': thirty({ ...scaled, eta: 0.1 }),
      'softmax, log-likelihood': thirty({ ...single, initialiser: 'scaled', output: 'softmax', eta: 0.1 }),
    },
  },
  {
    ...{ name: 'decay', title: 'l2 and l1: [784, 30, 10], cross-entropy, eta 0.5, 1,000 images' },
    panel: 'training',
    variants: {
      off: overfitting({}),
      'l2, lambda 0.1': overfitting({ l2: 0.1 }),
      'l1, lambda 0.1': overfitting({ l1: 0.1 }),
    },
  },
  {
    ...{ name: 'dropout', title: 'dropout: [784, 100, 10], relu, softmax, 1,000 images' },
    panel: 'training',
    variants: {
      off: few(calm),
      'hidden 0.5': few({ ...calm, dropout: { hidden: 0.5 } }),
      'hidden 0.5, input 0.2': few({ ...calm, dropout: { hidden: 0.5, input: 0.2 } }),
    },
  },
  {
    ...{ name: 'stop', title: 'stop and keep: [784, 100, 10], relu, softmax, eta 0.1, 1,000 images' },
    panel: 'training',
    variants: {
      off: few({ ...calm, schedule: 'constant' }),
      'stop after 10, keep the best': few({
        ...{ ...calm, schedule: 'constant', stop: { epochs: 10 }, keep: 'best' },
      }),
    },
  },
  {
    ...{ name: 'augment', title: 'augment: [784, 100, 10], the recipe modern' },
    panel: 'training',
    variants: {
      off: hundred(calm),
      'by one pixel': hundred(RECIPES.modern),
      affine: hundred({ ...calm, augment: AFFINE }),
    },
  },
  {
    ...{ name: 'optimiser', title: 'optimiser: [784, 100, 10], relu, softmax, mini-batches of 64' },
    panel: 'training',
    variants: {
      'sgd, eta 0.02': hundred({ ...calm, schedule: 'constant', optimiser: 'sgd', eta: 0.02 }),
      'momentum 0.9, eta 0.02': hundred({
        ...{ ...calm, schedule: 'constant', optimiser: { name: 'momentum', momentum: 0.9 }, eta: 0.02 },
      }),
      'nesterov 0.9, eta 0.02': hundred({ ...calm, schedule: 'constant', eta: 0.02 }),
      'adam, eta 0.001': hundred({ ...calm, schedule: 'constant', optimiser: 'adam', eta: 0.001 }),
    },
  },
  {
    ...{ name: 'schedule', title: 'schedule: [784, 100, 10], relu, softmax, nesterov, eta 0.1' },
    panel: 'rates',
    variants: {
      constant: hundred({ ...calm, schedule: 'constant' }),
      'step: half every 5 epochs': hundred({ ...calm, schedule: { name: 'step', epochs: 5, factor: 0.5 } }),
      cosine: hundred(calm),
      'plateau: half after 2 epochs': hundred({
        ...{ ...calm, schedule: { name: 'plateau', epochs: 2, factor: 0.5 } },
      }),
    },
  },
  {
    ...{ name: 'garments', title: 'Fashion-MNIST: [784, 256, 10], modern without shifts' },
    panel: 'training',
    variants: {
      off: garments(calm),
      'shifts by one pixel': garments(RECIPES.modern),
      'lambda 5': garments({ ...calm, l2: 5 }),
    },
  },
]

/** The name under which a variant's runs are kept. */
export function rowOf(way: Way, variant: string): string {
  return `${way.name}/${variant}`
}
