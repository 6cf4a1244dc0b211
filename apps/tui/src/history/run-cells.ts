import type { EpochRecord, Evaluation } from '@gradus/core'
import { accuracyOf, bestBy } from '../run/epochs.ts'
import { describeWays, recipeOf } from '../run/settings.ts'
import { formatCost, formatDuration, formatShare } from '../terminal/format.ts'
import { brief } from '../terminal/printable.ts'
import type { Run } from './run.ts'

/** A learning rate and what became of it: `3`, `3 -> 1.5`, or `3 -> .. -> 3` after several changes. */
export function etaText({ spec: { eta, etaChanges } }: Run): string {
  const last = etaChanges.at(-1)
  if (!last) return String(eta)
  return `${eta} -> ${etaChanges.length > 1 ? '.. -> ' : ''}${last.eta}`
}

/** Layers as `784-30-10`. */
export function networkText({ spec }: Run): string {
  return spec.sizes.join('-')
}

export function seedText({ spec }: Run): string {
  return brief(spec.seed)
}

/** Epochs complete of those asked for: `12/30`. */
export function epochsText({ epoch, spec }: Run): string {
  return `${epoch}/${spec.epochs}`
}

/** Accuracy; with a star where it is not on the test data. */
export function scoreText(scores: Scores | undefined, which: 'best' | 'last'): string {
  if (!scores) return '-'
  const { correct, total }: Score = scores[which]
  return `${formatShare(correct / total)}${scores.set === 'validation' ? ' *' : ''}`
}

/** Explanation of the star, where there is one. */
export function starText(scores: readonly (Scores | undefined)[]): string[] {
  return scores.some(score => score?.set === 'validation') ? ['* on the validation images'] : []
}

/** The ways to learn that are not the textbook's, in short: the name of a recipe, or what they begin with. */
export function waysText({ spec }: Run): string {
  const [ways] = describeWays(spec)
  return ways === undefined ? '-' : (recipeOf(spec) ?? ways)
}

/** The verdict in a word: `healthy`, or the severity of the worst finding. */
export function verdictText({ result: { verdict } }: Run): string {
  const worst = verdict?.findings.find(({ severity }) => severity !== 'note')
  return worst?.severity ?? (verdict?.healthy ? 'healthy' : '-')
}

/** Seconds of work as `4.2 s`, or as `12:05` from a minute on. */
export function workText({ seconds }: Pick<Run, 'seconds'>): string {
  return seconds < 59.95 ? `${seconds.toFixed(1)} s` : formatDuration(seconds)
}

/** A time as `2026-11-24 00:39`, where the user is. */
export function timeText(iso: string): string {
  const time = new Date(iso)
  const two = (number: number): string => String(number).padStart(2, '0')
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-')
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}`
}

/** The cost of the last epoch, in training. */
export function costText({ history }: Run): string {
  const last = history.at(-1)
  return last ? formatCost(last.cost) : '-'
}

/** Correct predictions of a network after an epoch. */
export interface Score extends Pick<Evaluation, 'correct' | 'total'> {
  readonly epoch: number
}

/** Best and last score of a run. */
export interface Scores {
  /** Data set of the scores. */
  readonly set: 'test' | 'validation'
  /** The first of the best ones. */
  readonly best: Score
  readonly last: Score
}

/**
 * Scores of a run on the test data, or else on the validation data; undefined where neither was evaluated.
 */
export function scoresOf(history: readonly EpochRecord[]): Scores | undefined {
  for (const set of ['test', 'validation'] as const) {
    const best = scoreOf(
      bestBy(history, record => accuracyOf(record[set])),
      set,
    )
    const last = scoreOf(
      history.findLast(record => record[set]),
      set,
    )
    if (best && last) return { set, best, last }
  }
  return undefined
}

function scoreOf(record: EpochRecord | undefined, set: Scores['set']): Score | undefined {
  const evaluation = record?.[set]
  return record && evaluation
    ? { epoch: record.epoch, correct: evaluation.correct, total: evaluation.total }
    : undefined
}
