import type { Evaluation } from '@gradus/core'
import type { Page } from '../src/replicate/page.ts'
import type { Outcome } from '../src/replicate/verdict.ts'

/**
 * An evaluation on 10,000 images, with these counts of predictions for these digits, and 1000 for each other.
 */
export function evaluationOf(correct: number, counts: Readonly<Record<number, number>> = {}): Evaluation {
  const predictions = Array.from({ length: 10 }, (_, digit) => counts[digit] ?? 1000)
  return { correct, total: 10_000, cost: 0.1, predictions }
}

/** Equally many images of each digit. */
export const IMAGES: readonly number[] = Array.from({ length: 10 }, () => 1000)

/** Outcome with these counts of correct predictions, in which every digit is predicted. */
export function outcomeOf(name: Outcome['name'], correct: readonly number[]): Outcome {
  return { name, evaluations: correct.map(count => evaluationOf(count)), images: IMAGES, sha256: 'ab12' }
}

/** A page without colours. */
export const page: Page = { columns: 80, paint: (_style, text) => text }
