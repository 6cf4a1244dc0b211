import { formatCost, formatCount, formatEvaluation, formatShare } from '../terminal/format.ts'
import { tableLines } from '../terminal/table.ts'
import { type DigitsEvaluation, neverPredicted } from './evaluate.ts'

const HEADER = ['digit', 'images', 'right', 'recall', 'precision', 'predicted']

/** An evaluation for people: the sum of it, a table of the digits, and which are never the answer. */
export function evaluationLines(evaluation: DigitsEvaluation, columns: number): string[] {
  const rows = evaluation.digits.map(({ digit, images, right, recall, precision, predicted }) => [
    String(digit),
    formatCount(images),
    formatCount(right),
    formatShare(recall),
    formatShare(precision),
    formatCount(predicted),
  ])
  const never = neverPredicted(evaluation)
  return [
    `${formatEvaluation(evaluation)}, mean cost ${formatCost(evaluation.cost)}`,
    '',
    ...tableLines(HEADER, rows, columns),
    ...(never.length > 0 ? ['', `Never predicted: ${never.join(', ')}`] : []),
  ]
}
