import type { EpochRecord, Evaluation } from '@gradus/core'

/**
 * The complete epochs of a run, in order. There may be very many, so that adding one copies none: a list
 * shares its records with the next one, and knows how many of them are its own.
 */
export class Epochs implements Iterable<EpochRecord> {
  readonly length: number
  readonly #records: EpochRecord[]

  /** @param records which become its own. */
  constructor(records: EpochRecord[]) {
    this.#records = records
    this.length = records.length
  }

  /** The list with one more. */
  with(record: EpochRecord): Epochs {
    const records = this.#records.length === this.length ? this.#records : [...this]
    records.push(record)
    return new Epochs(records)
  }

  get last(): EpochRecord | undefined {
    return this.#records[this.length - 1]
  }

  *[Symbol.iterator](): Iterator<EpochRecord> {
    for (const [epoch, record] of this.#records.entries()) {
      if (epoch === this.length) return
      yield record
    }
  }
}

type Measure = (record: EpochRecord) => number | undefined

/** Share of correct predictions; undefined where there are no examples. */
export function accuracyOf(evaluation: Evaluation | undefined): number | undefined {
  return evaluation && evaluation.total > 0 ? evaluation.correct / evaluation.total : undefined
}

/** Merit of an epoch: its accuracy on the test data, else on the validation data, else the negative cost. */
export function meritOf({ test, validation, cost }: EpochRecord): number {
  return accuracyOf(test) ?? accuracyOf(validation) ?? -cost
}

/** The first epoch that has the most of something; undefined where none has any. */
export function bestBy(history: Iterable<EpochRecord>, measure: Measure): EpochRecord | undefined {
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
