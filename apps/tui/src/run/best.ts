import type { EpochEvent, EpochRecord, Evaluation } from '@gradus/core'

type Measure = (record: EpochRecord) => number | undefined

/** The record of an epoch, without the clocks of the run. */
export function recordOf(event: EpochEvent): EpochRecord {
  const { type, elapsedSeconds, remainingSeconds, examplesPerSecond, ...record } = event
  return record
}

/** Share of correct predictions; undefined where there are no examples. */
export function accuracyOf(evaluation: Evaluation | undefined): number | undefined {
  return evaluation && evaluation.total > 0 ? evaluation.correct / evaluation.total : undefined
}

/** Merit of an epoch: its accuracy on the test data, else on the validation data, else the negative cost. */
export function meritOf({ test, validation, cost }: EpochRecord): number {
  return accuracyOf(test) ?? accuracyOf(validation) ?? -cost
}

/** The first epoch that has the most of something; undefined where none has any. */
export function bestBy(history: readonly EpochRecord[], measure: Measure): EpochRecord | undefined {
  let best: EpochRecord | undefined
  let most = Number.NEGATIVE_INFINITY
  for (const record of history) {
    const value = measure(record)
    if (value === undefined || !(value > most)) continue
    best = record
    most = value
  }
  return best
}
