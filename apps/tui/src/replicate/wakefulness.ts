import type { Evaluation } from '@gradus/core'

/** A digit is hardly predicted where fewer examples are taken for it than this part of an even share. */
const PART = 1 / 4

/** The epochs in which a digit was hardly predicted. */
export interface Sleep {
  readonly digit: number
  readonly epochs: readonly number[]
  /** The most examples that were taken for it in one of those epochs. */
  readonly most: number
  /** The epoch from which on it was not hardly predicted any more, if it was so up to there, and how many took it then. */
  readonly wakes: { readonly epoch: number; readonly count: number } | undefined
}

/** With fewer examples of a total, a digit is hardly predicted. */
export function leastOf(total: number, classes: number): number {
  return (PART * total) / classes
}

/** The digits that are hardly predicted. */
export function hardlyPredicted({ total, predictions }: Evaluation): number[] {
  const least = leastOf(total, predictions.length)
  return predictions.flatMap((count, digit) => (count < least ? [digit] : []))
}

/** Every digit that was hardly predicted in an epoch of the run, and when. */
export function sleepsOf(evaluations: readonly Evaluation[]): Sleep[] {
  const asleep = evaluations.map(hardlyPredicted)
  const digits = [...new Set(asleep.flat())].sort((a, b) => a - b)
  return digits.map(digit => {
    const epochs = asleep.flatMap((those, epoch) => (those.includes(digit) ? [epoch] : []))
    const most = Math.max(...epochs.map(epoch => evaluations[epoch]?.predictions[digit] ?? 0))
    return { digit, epochs, most, wakes: wakingOf(digit, epochs, evaluations) }
  })
}

function wakingOf(
  digit: number,
  epochs: readonly number[],
  evaluations: readonly Evaluation[],
): Sleep['wakes'] {
  const isAtTheStart = epochs.every((epoch, i) => epoch === i)
  const count = evaluations[epochs.length]?.predictions[digit]
  return isAtTheStart && count !== undefined ? { epoch: epochs.length, count } : undefined
}
