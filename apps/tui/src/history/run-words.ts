import { formatCost, formatDuration, formatShare } from '../terminal/format.ts'
import { brief } from '../terminal/printable.ts'
import type { Run } from './run.ts'
import type { Score, Scores } from './scores.ts'

/** A learning rate and what became of it: `3`, `3 -> 1.5`, or `3 -> .. -> 3` after several changes. */
export function etaWords({ options, etaChanges }: Run): string {
  const last = etaChanges.at(-1)
  if (!last) return String(options.eta)
  return `${options.eta} -> ${etaChanges.length > 1 ? '.. -> ' : ''}${last.eta}`
}

/** Layers as `784-30-10`. */
export function networkWords({ options }: Run): string {
  return options.sizes.join('-')
}

export function seedWords({ options }: Run): string {
  return brief(options.seed)
}

/** Epochs complete of those asked for: `12/30`. */
export function epochWords({ epoch, options }: Run): string {
  return `${epoch}/${options.epochs}`
}

/** A share of right answers; with a star where it is not of the test data. */
export function scoreWords(scores: Scores | undefined, which: 'best' | 'last'): string {
  if (!scores) return '-'
  const { correct, total }: Score = scores[which]
  return `${formatShare(correct / total)}${scores.set === 'validation' ? ' *' : ''}`
}

/** What a star means, where there is one. */
export function starWords(scores: readonly (Scores | undefined)[]): string[] {
  return scores.some(score => score?.set === 'validation') ? ['* on the validation images'] : []
}

/** Seconds of work as `4.2 s`, or as `12:05` from a minute on. */
export function workWords({ seconds }: Pick<Run, 'seconds'>): string {
  return seconds < 59.95 ? `${seconds.toFixed(1)} s` : formatDuration(seconds)
}

/** A time as `2026-11-24 00:39`, where the user is. */
export function timeWords(iso: string): string {
  const time = new Date(iso)
  const two = (number: number): string => String(number).padStart(2, '0')
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-')
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}`
}

/** The cost of the last epoch, in training. */
export function costWords({ history }: Run): string {
  const last = history.at(-1)
  return last ? formatCost(last.cost) : '-'
}
