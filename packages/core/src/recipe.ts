import type { GivenSpec } from './spec.ts'

/** The name of a recipe. */
export type RecipeName = 'textbook' | 'chapter3' | 'modern'

/** A set of fields of a Spec that go well together: spread it into the options of `Network` and of `sgd`. */
export type Recipe = Omit<GivenSpec, 'sizes' | 'seed' | 'epochs' | 'data' | 'etaChanges'>

/**
 * Recipes: 'textbook' is Nielsen's chapter 1; 'chapter3' his chapter 3; 'modern' what has become usual since,
 * for images as bytes.
 * @example
 * ```ts
 * import { denseExamples, Network, oneHot, RECIPES, sgd } from '@gradus/core'
 *
 * const or = denseExamples([
 *   [[0, 0], oneHot(0, 2)],
 *   [[0, 1], oneHot(1, 2)],
 *   [[1, 0], oneHot(1, 2)],
 *   [[1, 1], oneHot(1, 2)],
 * ])
 * const recipe = { ...RECIPES.chapter3, l2: 0 }
 * const network = new Network([2, 4, 2], { ...recipe, seed: 0 })
 * for await (const event of sgd(network, or, { ...recipe, epochs: 1000, testData: or })) {
 *   if (event.type === 'finished') console.log(event.history.at(-1)?.correct) // prints 4
 * }
 * ```
 */
export const RECIPES: Readonly<Record<RecipeName, Recipe>> = {
  textbook: { miniBatchSize: 10, eta: 3 },
  chapter3: { initialiser: 'scaled', cost: 'cross-entropy', l2: 5, miniBatchSize: 10, eta: 0.5 },
  modern: {
    ...{ activation: 'relu', output: 'softmax', cost: 'log-likelihood', initialiser: 'he' },
    optimiser: { name: 'nesterov', momentum: 0.9 },
    ...{ miniBatchSize: 64, eta: 0.1, schedule: 'cosine' },
    ...{ augment: { shift: 1 }, precision: 'float32' },
  },
}
