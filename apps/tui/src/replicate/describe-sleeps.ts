import type { Evaluation } from '@gradus/core'
import { listOf } from './list-of.ts'
import { type Sleep, sleepsOf } from './wakefulness.ts'

/** Which digits were hardly predicted, and when; nothing if none were. */
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

/** How many images that is, of digits with the same fate. */
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
