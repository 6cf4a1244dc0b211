import type { Evaluation } from '@gradus/core'

/** 50000 as `50,000`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-GB')
}

/** `12 epochs`, `1 epoch`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`
}

/** `50,000 training, no validation, 10,000 test`. */
export function splitCounts(sets: {
  readonly train: number
  readonly validation?: number | undefined
  readonly test?: number | undefined
}): string {
  const count = (examples: number | undefined): string =>
    examples === undefined ? 'no' : formatCount(examples)
  return `${count(sets.train)} training, ${count(sets.validation)} validation, ${count(sets.test)} test`
}

/** `1, 2 and 3`, or `1, 2 or 3`. */
export function listOf(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  return [items.slice(0, -1).join(', '), ...items.slice(-1)].filter(item => item !== '').join(` ${word} `)
}

/** The first items of a list, and how many more there are: `1, 2 and 7 more`. */
export function shortList(items: readonly string[], most: number): string {
  const more = items.length - most
  return more > 0 ? `${items.slice(0, most).join(', ')} and ${more} more` : items.join(', ')
}

/** `12 epochs`, or `12 epochs and 300 of 50,000 examples of the next`. */
export function placeOf(epoch: number, position: number, examples: number): string {
  if (position === 0) return countOf(epoch, 'epoch')
  return `${countOf(epoch, 'epoch')} and ${formatCount(position)} of ${countOf(examples, 'example')} of the next`
}

/** `after 12 epochs`, or `in epoch 12`, counted from 0: for a place within it. */
export function shortPlaceOf(epoch: number, position: number): string {
  return position === 0 ? `after ${countOf(epoch, 'epoch')}` : `in epoch ${epoch}`
}

/** 71234 as `71,200`: three digits that mean something. */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond) || perSecond < 0) return '-'
  return formatCount(Number(perSecond.toPrecision(3)))
}

/** Seconds as `0:07`, `12:05` or `1:02:03`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '-:--'
  const whole = Math.round(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  const padded = String(whole % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${padded}` : `${minutes}:${padded}`
}

/** A mean cost with three digits that mean something. */
export function formatCost(cost: number): string {
  return Number.isFinite(cost) ? cost.toPrecision(3) : '-'
}

/** `9,361 / 10,000 (93.61 %)`. */
export function formatEvaluation({ correct, total }: Pick<Evaluation, 'correct' | 'total'>): string {
  return `${formatCount(correct)} / ${formatCount(total)} (${((100 * correct) / total).toFixed(2)} %)`
}

/** 0.93614 as `93.61 %`; null, the share of nothing, as `-`. */
export function formatShare(share: number | null): string {
  return share === null ? '-' : `${(100 * share).toFixed(2)} %`
}

/** A number of any size with four digits that mean something. */
export function formatNumber(value: number): string {
  return String(Number(value.toPrecision(4)))
}

/** Scores nearer than this to 0 or 1 would all look alike with three digits. */
const NEAR_END = 0.001
/** A score so near to 1 would take too many digits. */
const NEAREST = 1e-5

/** An output of 0 .. 1, with enough digits to tell it from others near 0 or 1: `0.420`, `4e-5`, `0.99987`, `1-2e-7`. */
export function formatScore(score: number): string {
  const rest = 1 - score
  if (score === 0 || rest === 0) return String(score)
  if (score < NEAR_END) return score.toExponential(0)
  if (rest >= NEAR_END) return score.toFixed(3)
  if (rest < NEAREST) return `1-${rest.toExponential(0)}`
  // Two digits of what is missing to 1.
  const [, exponent] = rest.toExponential(1).split('e-')
  return score.toFixed(Number(exponent) + 1)
}

/** A learning rate with at most six digits: a schedule gives it many more. */
export function formatEta(eta: number): string {
  return String(Number(eta.toPrecision(6)))
}

/** 0.9483 as `94.83 %`, undefined as `-`. */
export function shareOf(share: number | undefined): string {
  return formatShare(share ?? null)
}
