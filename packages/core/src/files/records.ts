import type { Fields } from '../fields.ts'
import type { EpochRecord, Evaluation } from '../training/progress.ts'

/** Reads the record of an epoch, in a checkpoint or in the record of a run. */
export function readEpochRecord(record: Fields): EpochRecord {
  const test = record.has('test') ? readEvaluation(record.object('test')) : undefined
  return {
    epoch: record.count('epoch'),
    ...(test && { correct: test.correct, total: test.total, test }),
    ...(record.has('validation') && { validation: readEvaluation(record.object('validation')) }),
    cost: record.number('cost'),
    eta: record.eta('eta'),
    trainSeconds: record.number('trainSeconds'),
    evaluateSeconds: record.number('evaluateSeconds'),
  }
}

function readEvaluation(evaluation: Fields): Evaluation {
  const total = evaluation.count('total', 1)
  return {
    correct: evaluation.count('correct', 0, total),
    total,
    cost: evaluation.number('cost'),
    predictions: evaluation.counts('predictions'),
  }
}
