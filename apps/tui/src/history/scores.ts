import type { EpochRecord, Evaluation } from '@gradus/core'
import { accuracyOf, bestBy } from '../run/best.ts'

/** How well a network did after an epoch. */
export interface Score extends Pick<Evaluation, 'correct' | 'total'> {
  readonly epoch: number
}

/** How well it did in the course of a run. */
export interface Scores {
  /** What it was tried on. */
  readonly set: 'test' | 'validation'
  /** The first of the best ones. */
  readonly best: Score
  readonly last: Score
}

/** How well a run did on the test data, or else on the validation data; undefined where it was tried on neither. */
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
