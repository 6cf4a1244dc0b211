import type { Evaluation } from '@gradus/core'
import { hardlyPredicted } from '@gradus/core/health'
import { listOf } from '../terminal/format.ts'

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

/** Evaluations on the test images, one an epoch, and how many images there are of each digit. */
export interface EvaluatedEpochs {
  readonly evaluations: readonly Evaluation[]
  readonly images: readonly number[]
}

/** The digits that are hardly predicted in each epoch, as the rule of the run's health has it. */
export function asleepIn({ evaluations, images }: EvaluatedEpochs): number[][] {
  return evaluations.map(({ predictions }) => hardlyPredicted(predictions, images))
}

/** Every digit that was hardly predicted in an epoch of the run, and when. */
export function sleepsOf(epochs: EvaluatedEpochs): Sleep[] {
  const { evaluations } = epochs
  const asleep = asleepIn(epochs)
  const digits = [...new Set(asleep.flat())].sort((a, b) => a - b)
  return digits.map(digit => {
    const slept = asleep.flatMap((those, epoch) => (those.includes(digit) ? [epoch] : []))
    const most = Math.max(...slept.map(epoch => evaluations[epoch]?.predictions[digit] ?? 0))
    return { digit, epochs: slept, most, wakes: wakingOf(digit, slept, evaluations) }
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
export function describeSleeps(epochs: EvaluatedEpochs): string[] {
  const groups = Map.groupBy(sleepsOf(epochs), sleep => fateOf(sleep, epochs.evaluations.length))
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
