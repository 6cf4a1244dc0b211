import type { Confusion, Confusions } from '../confusion.ts'
import type { Fields } from '../fields.ts'
import type { EpochRecord, Evaluation } from '../training/progress.ts'

/** Reads the record of an epoch, in a checkpoint or in the record of a run. */
export function readEpochRecord(record: Fields): EpochRecord {
  const test = record.has('test') ? readEvaluation(record.object('test')) : undefined
  return {
    epoch: record.count('epoch'),
    ...(test && { correct: test.correct, total: test.total, test }),
    ...(record.has('validation') && { validation: readEvaluation(record.object('validation')) }),
    ...(record.has('training') && { training: readEvaluation(record.object('training')) }),
    cost: record.number('cost'),
    ...(record.has('decayCost') && { decayCost: record.number('decayCost') }),
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
    ...(evaluation.has('correctPredictions') && {
      correctPredictions: evaluation.counts('correctPredictions'),
    }),
  }
}

/** Predictions on the evaluated sets, as a checkpoint has them. @throws what the fields throw */
export function readConfusions(sets: Fields): Confusions {
  return {
    ...(sets.has('validation') && { validation: readConfusion(sets.object('validation')) }),
    ...(sets.has('test') && { test: readConfusion(sets.object('test')) }),
  }
}

function readConfusion(confusion: Fields): Confusion {
  const pairOf = (fields: Fields) => ({
    label: fields.count('label'),
    prediction: fields.count('prediction'),
  })
  return {
    examples: confusion.counts('examples'),
    predictions: confusion.counts('predictions'),
    correct: confusion.counts('correct'),
    confused: confusion.objects('confused').map(pair => ({ ...pairOf(pair), count: pair.count('count', 1) })),
    worst: confusion.objects('worst').map(each => {
      return { example: each.count('example'), ...pairOf(each), outputs: each.numbers('outputs') }
    }),
  }
}
