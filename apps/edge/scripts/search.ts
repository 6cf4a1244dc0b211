import { RECIPES } from '@gradus/core'
import type { WeightType } from '@gradus/core/node'
import type { Candidate } from './train.ts'

/** Neurons a layer, and the type of weights with which their file is small enough. */
export interface Shape {
  readonly sizes: readonly number[]
  readonly weights: WeightType
}

/** The settings that a search tries. */
export interface Plan {
  readonly shapes: readonly Shape[]
  /** Numbers of epochs: the rate falls over all of them, and the weights of the best epoch are kept. */
  readonly epochs: readonly number[]
  /** The rest of the settings. */
  readonly recipe: Omit<Candidate['settings'], 'sizes' | 'epochs' | 'seed'>
  /** First stage: every shape with every number of epochs, from the first seed. */
  readonly seeds: readonly string[]
  /** Second stage: so many of the best shapes, each with its best number of epochs, from every seed. */
  readonly finalists: number
}

/** A candidate after its training. */
export interface Result {
  readonly candidate: Candidate
  /** Bytes of its file. */
  readonly bytes: number
  /** Epochs that its weights were trained for. */
  readonly epochs: number
  /** Correct predictions on the validation data, before the weights were rounded and after. */
  readonly correct: { readonly trained: number; readonly rounded: number }
}

export interface Outcome {
  readonly rough: readonly Result[]
  readonly fine: readonly Result[]
  readonly winner: Candidate
}

/**
 * Tries the candidates of a plan and finds the best on the validation data, with the weights that its file
 * holds.
 * @param attempt trains a candidate, or knows its result
 */
export async function search(
  plan: Plan,
  attempt: (candidate: Candidate) => Promise<Result>,
): Promise<Outcome> {
  const attemptAll = async (candidates: readonly Candidate[]): Promise<Result[]> => {
    const results: Result[] = []
    for (const candidate of candidates) results.push(await attempt(candidate))
    return results
  }
  const [first, ...others] = plan.seeds
  if (first === undefined) throw new Error('The plan has no seeds: expected at least one.')
  const rough = await attemptAll(
    plan.shapes.flatMap(shape => plan.epochs.map(epochs => candidateOf(plan, shape, epochs, first))),
  )
  const finalists = bestOfEachShape(rough).slice(0, plan.finalists)
  const more = await attemptAll(
    finalists.flatMap(({ candidate }) =>
      others.map(seed => ({ ...candidate, settings: { ...candidate.settings, seed } })),
    ),
  )
  const fine = [...finalists, ...more]
  const [best] = inOrder(fine)
  if (!best) throw new Error('The plan has no candidates: expected shapes, numbers of epochs and seeds.')
  return { rough, fine, winner: best.candidate }
}

function candidateOf(plan: Plan, { sizes, weights }: Shape, epochs: number, seed: string): Candidate {
  return { settings: { ...plan.recipe, sizes, seed, epochs }, weights }
}

function bestOfEachShape(results: readonly Result[]): Result[] {
  const best = new Map<string, Result>()
  for (const result of inOrder(results)) {
    const shape = String(result.candidate.settings.sizes)
    if (!best.has(shape)) best.set(shape, result)
  }
  return [...best.values()]
}

/** The results, best first; of equals the one whose run is shorter, then the one that was tried first. */
export function inOrder(results: readonly Result[]): Result[] {
  return results.toSorted((a, b) => {
    return b.correct.rounded - a.correct.rounded || a.candidate.settings.epochs - b.candidate.settings.epochs
  })
}

/** The plan of `choose-model`: about ten minutes of one core. */
export const PLAN: Plan = {
  shapes: [
    { sizes: [784, 100, 10], weights: 'float16' },
    { sizes: [784, 120, 10], weights: 'float16' },
    { sizes: [784, 200, 10], weights: 'int8' },
    { sizes: [784, 240, 10], weights: 'int8' },
    { sizes: [784, 200, 100, 10], weights: 'int8' },
  ],
  epochs: [30, 60],
  recipe: { ...RECIPES.modern, keep: 'best' },
  seeds: ['0', '1'],
  finalists: 2,
}
