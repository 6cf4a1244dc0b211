import { type Augment, RECIPES } from '@gradus/core'
import { AFFINE, type Candidate } from './train.ts'
import type { SourceName } from './training-data.ts'

/** A candidate but for its seed. */
export interface Entry extends Pick<Candidate, 'weights' | 'pictures'> {
  readonly settings: Omit<Candidate['settings'], 'seed'>
}

/** The candidates that a search tries. */
export interface Plan {
  readonly entries: readonly Entry[]
  /** First stage: every entry from the first seed. */
  readonly seeds: readonly string[]
  /** Second stage: so many of the best entries from every seed. */
  readonly finalists: number
}

/** A candidate after its training. */
export interface Result {
  readonly candidate: Candidate
  /** Hashes of its data: a result counts for no other ones. */
  readonly hashes: { readonly train: string | undefined; readonly validation: string | undefined }
  /** Bytes of its file. */
  readonly bytes: number
  /** Epochs that its weights were trained for. */
  readonly epochs: number
  /** The temperature that it was calibrated by. */
  readonly temperature: number
  /** Correct predictions on the validation data, before the weights were rounded and after. */
  readonly correct: { readonly trained: number; readonly rounded: number }
  /** The latter, of each source. */
  readonly sources: Readonly<Record<SourceName, number>>
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
  { entries, seeds, finalists }: Plan,
  attempt: (candidate: Candidate) => Promise<Result>,
): Promise<Outcome> {
  const [first, ...others] = seeds
  if (first === undefined) throw new Error('The plan has no seeds: expected at least one.')
  const rough: Result[] = []
  for (const entry of entries) rough.push(await attempt(seeded(entry, first)))
  const fine = inOrder(rough).slice(0, finalists)
  for (const { candidate } of [...fine]) {
    for (const seed of others) fine.push(await attempt(seeded(candidate, seed)))
  }
  const [best] = inOrder(fine)
  if (!best) throw new Error('The plan has no candidates: expected entries and finalists.')
  return { rough, fine, winner: best.candidate }
}

function seeded(entry: Entry, seed: string): Candidate {
  return { ...entry, settings: { ...entry.settings, seed } }
}

/** The results, best first; of equals the one that was tried first. */
export function inOrder(results: readonly Result[]): Result[] {
  return results.toSorted((a, b) => b.correct.rounded - a.correct.rounded)
}

const WITH_THICKNESS: Augment = { ...AFFINE, thickness: 0.5 }

/** An entry by what differs from others. */
function entry(strokes: number, augment: Augment = AFFINE): Entry {
  const settings = { ...RECIPES.modern, sizes: [784, 240, 10], epochs: 30, augment, keep: 'best' } as const
  return { settings, weights: 'int8', pictures: { strokes, printed: 10 } }
}

/** The plan of `choose-model`: about three minutes of one core. */
export const PLAN: Plan = {
  entries: [entry(10_000), entry(10_000, WITH_THICKNESS), entry(25_000)],
  seeds: ['0'],
  finalists: 1,
}
