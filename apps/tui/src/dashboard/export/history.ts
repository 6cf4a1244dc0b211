import type { EpochRecord, Evaluation } from '@gradus/core'

const SETS = ['test', 'validation'] as const
const COLUMNS = [
  'epoch',
  'cost',
  'eta',
  ...SETS.flatMap(set => [`${set}_correct`, `${set}_total`, `${set}_cost`]),
  'train_seconds',
  'evaluate_seconds',
]

/** The epochs of a run as CSV (RFC 4180): numbers with all their digits, nothing where there is none. */
export function historyCsv(history: readonly EpochRecord[]): string {
  return [COLUMNS, ...history.map(valuesOf)].map(row => `${row.join(',')}\r\n`).join('')
}

/** The epochs of a run as JSON, with all that is known of each. */
export function historyJson(history: readonly EpochRecord[]): string {
  return `${JSON.stringify(history, undefined, 2)}\n`
}

function valuesOf(record: EpochRecord): string[] {
  const { epoch, cost, eta, trainSeconds, evaluateSeconds } = record
  const results = SETS.flatMap(set => resultsOf(record[set]))
  return [epoch, cost, eta, ...results, trainSeconds, evaluateSeconds].map(value => String(value ?? ''))
}

function resultsOf(evaluation: Evaluation | undefined): (number | undefined)[] {
  return [evaluation?.correct, evaluation?.total, evaluation?.cost]
}
