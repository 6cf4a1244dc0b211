import type { Evaluation } from '@gradus/core'
import { listOf } from '../terminal/format.ts'

/** A digit is hardly predicted where fewer examples are taken for it than this part of an even share. */
const PART = 1 / 4

/** The epochs in which a digit was hardly predicted. */
export interface Sleep {
  readonly digit: number
  readonly epochs: readonly number[]
  /** The most examples that were taken for it in one of those epochs. */
  readonly most: number
  /**
   * The epoch from which on it was not hardly predicted any more, if it was so up to there, and how many took
   * it then.
   */
  readonly wakes: { readonly epoch: number; readonly count: number } | undefined
}

/** Number of predictions below which a digit is hardly predicted. */
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

/** Sentences on digits that were hardly predicted, and when; empty if there were none. */
export function describeSleeps(evaluations: readonly Evaluation[]): string[] {
  const groups = Map.groupBy(sleepsOf(evaluations), sleep => fateOf(sleep, evaluations.length))
  return Array.from(groups, ([fate, sleeps]) => {
    const digits = sleeps.map(({ digit }) => String(digit))
    const who = digits.length === 1 ? `The digit ${digits[0]} is` : `The digits ${listOf(digits)} are`
    const numbers = numbersOf(sleeps)
    return numbers === '' ? `${who} ${fate}.` : `${who} ${fate}: ${numbers}.`
  })
}

function fateOf({ epochs, most, wakes }: Sleep, epochsRun: number): string {
  const hardly = most === 0 ? 'not' : 'hardly'
  if (wakes) return `${hardly} predicted until epoch ${wakes.epoch}`
  return `${hardly} predicted in ${epochs.length === epochsRun ? 'any epoch' : spansOf(epochs)}`
}

/** Numbers of images for digits with the same fate. */
function numbersOf(sleeps: readonly Sleep[]): string {
  const most = Math.max(...sleeps.map(sleep => sleep.most))
  const waking = sleeps.length === 1 ? sleeps[0]?.wakes : undefined
  const limit = most === 0 ? [] : [`at most ${imagesOf(most)}${waking ? ' before' : ''}`]
  return [...limit, ...(waking ? [`${imagesOf(waking.count)} then`] : [])].join(', ')
}

function imagesOf(count: number): string {
  return `${count} image${count === 1 ? '' : 's'}`
}

/** 0, 3, 4, 5 as `epochs 0 and 3 to 5`. */
function spansOf(epochs: readonly number[]): string {
  const starts = epochs.filter(epoch => !epochs.includes(epoch - 1))
  const ends = epochs.filter(epoch => !epochs.includes(epoch + 1))
  const spans = starts.map((start, i) => (start === ends[i] ? String(start) : `${start} to ${ends[i]}`))
  return `epoch${epochs.length === 1 ? '' : 's'} ${listOf(spans)}`
}
