import type { Spec } from '@gradus/core'
import { ERRORS, GAIN, LEFT } from './thresholds.ts'
import { accuracyOf, type TrialResult } from './trial.ts'

/** Accuracies of one setting, a seed each, 0 .. 1, on so many examples for validation. */
export interface Sample {
  readonly accuracies: readonly number[]
  readonly judged: number
}

/** The accuracies of results. */
export function sampleOf(spec: Spec, results: readonly TrialResult[]): Sample {
  const judged = results[0]?.epochs[0]?.validation.total ?? 1
  return { accuracies: results.map(result => accuracyOf(result, spec)), judged }
}

/** Mean accuracy. */
export function meanOf({ accuracies }: Sample): number {
  return accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / Math.max(1, accuracies.length)
}

/** Standard deviation over the seeds; 0 of a single one. */
export function spreadOf(sample: Sample): number {
  const { accuracies } = sample
  if (accuracies.length < 2) return 0
  const mean = meanOf(sample)
  const squares = accuracies.reduce((sum, accuracy) => sum + (accuracy - mean) ** 2, 0)
  return Math.sqrt(squares / (accuracies.length - 1))
}

/**
 * Standard error of the difference of two means: that of the seeds, and that of the examples they are judged by. The
 * spread of a single seed is taken to be that of the other sample.
 */
export function errorOf(one: Sample, other: Sample): number {
  const variance = (sample: Sample, twin: Sample): number => {
    const { length } = sample.accuracies
    const mean = meanOf(sample)
    const spread = spreadOf(length < 2 ? twin : sample)
    return spread ** 2 / Math.max(1, length) + (mean * (1 - mean)) / sample.judged
  }
  return Math.sqrt(variance(one, other) + variance(other, one))
}

/** Whether one mean is above another beyond chance, and by at least so much. */
export function isAbove(one: Sample, other: Sample, least = 0): boolean {
  return meanOf(one) - meanOf(other) >= Math.max(least, ERRORS * errorOf(one, other))
}

/** Whether a change has cured: the accuracy is better beyond chance, and many of the errors are gone. */
export function isCured(after: Sample, before: Sample): boolean {
  return isAbove(after, before, GAIN) && isPromising(after, before)
}

/** Whether a change would cure if that were no chance. */
export function isPromising(after: Sample, before: Sample): boolean {
  const [left, all] = [1 - meanOf(after), 1 - meanOf(before)]
  return all - left >= GAIN && left <= LEFT * all
}
