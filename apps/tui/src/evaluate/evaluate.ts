import {
  ConfusionTally,
  type CostName,
  classFigures,
  costNamed,
  Matrix,
  neverPredicted,
  Predictor,
  type SparseExamples,
} from '@gradus/core'
import { EXIT } from '../failure.ts'
import { checkFit, loadSplit, openModelBeside, precisionOf, type SplitSettings } from '../model.ts'
import { formatCost, formatCount, formatEvaluation, formatShare } from '../terminal/format.ts'
import { columnsOfOutput, print, printJson } from '../terminal/output.ts'
import { quoted, shortPath } from '../terminal/printable.ts'
import { openProgressLine } from '../terminal/progress-bar.ts'
import { tableLines } from '../terminal/table.ts'

/** Results of a network on the images of one digit (or any other class). */
interface DigitResult {
  readonly digit: number
  /** Images of this digit. */
  readonly images: number
  /** Images of this digit that are predicted correctly. */
  readonly right: number
  /** Number of images that are predicted as this digit, correctly or not. */
  readonly predicted: number
  /** Share of its images that are predicted correctly, right / images; null where it has none. */
  readonly recall: number | null
  /**
   * Share of the predictions of this digit that are correct, right / predicted; null where it is never
   * predicted.
   */
  readonly precision: number | null
}

/** Results of a network on a set of images. */
export interface DigitsEvaluation {
  readonly correct: number
  readonly total: number
  /** Mean cost of an image. */
  readonly cost: number
  /** One for every output of the network. */
  readonly digits: readonly DigitResult[]
  /** Digits that there are images of, and that are never predicted. */
  readonly neverPredicted: readonly number[]
}

/** Examples between two calls of `onProgress`. */
const SLICE = 64

/**
 * Evaluates a network on examples of as many inputs as it has, and no more classes than it has outputs, in
 * the predictor's precision.
 * @param onProgress is told every now and then how many examples are done.
 */
export function evaluateDigits(
  predictor: Predictor,
  costName: CostName,
  examples: SparseExamples,
  onProgress: (done: number) => void,
): DigitsEvaluation {
  const { labels, length: total } = examples
  const tally = new ConfusionTally(predictor.outputSize)
  const { fn } = costNamed(costName)
  let cost = 0
  for (const [i, outputs] of eachOutputs(predictor, examples, onProgress)) {
    const label = labels[i] ?? 0
    const wanted = Float64Array.from(outputs, (_, j) => (j === label ? 1 : 0))
    cost += fn(Matrix.column(outputs), Matrix.column(wanted))
    tally.count(i, label, outputs)
  }
  const { confusion } = tally
  const digits = classFigures(confusion).map(figures => ({
    digit: figures.label,
    images: figures.examples,
    right: figures.correct,
    predicted: figures.predictions,
    recall: figures.recall ?? null,
    precision: figures.precision ?? null,
  }))
  const correct = digits.reduce((sum, { right }) => sum + right, 0)
  return { correct, total, cost: cost / total, digits, neverPredicted: neverPredicted(confusion) }
}

/** Each example's index and outputs. */
function* eachOutputs(
  predictor: Predictor,
  examples: SparseExamples,
  onProgress: (done: number) => void,
): Generator<[i: number, outputs: Float64Array]> {
  const { kind, length, inputSize, offsets, indices, values, labels } = examples
  const { outputSize } = predictor
  // There may be fewer classes than outputs.
  const fitting = { kind, length, inputSize, outputSize, offsets, indices, values, labels }
  for (let from = 0; from < length; from += SLICE) {
    onProgress(from)
    const rows = predictor.outputsOf(fitting, from, Math.min(from + SLICE, length))
    for (let row = 0; row < rows.length; row += outputSize)
      yield [from + row / outputSize, rows.subarray(row, row + outputSize)]
  }
}

const HEADER = ['digit', 'images', 'correct', 'recall', 'precision', 'predicted']

/** An evaluation for people: its totals, a table of the digits, and the digits that are never predicted. */
export function evaluationLines(evaluation: DigitsEvaluation, columns: number): string[] {
  const rows = evaluation.digits.map(({ digit, images, right, recall, precision, predicted }) => [
    String(digit),
    formatCount(images),
    formatCount(right),
    formatShare(recall),
    formatShare(precision),
    formatCount(predicted),
  ])
  const { neverPredicted: never } = evaluation
  return [
    `${formatEvaluation(evaluation)}, mean cost ${formatCost(evaluation.cost)}`,
    '',
    ...tableLines(HEADER, rows, columns),
    ...(never.length > 0 ? ['', `Never predicted: ${never.join(', ')}`] : []),
  ]
}

interface EvaluateSettings extends SplitSettings {
  readonly json: boolean
}

/** Evaluates a model file, and tells the exit code. @throws UsageError, and what loadMnist throws */
export async function runEvaluation(model: string, settings: EvaluateSettings): Promise<number> {
  const { data } = settings
  const folders = data === undefined ? [] : [data]
  const opened = await openModelBeside(model, folders, found => {
    return `evaluate ${quoted(shortPath(found))} --data ${quoted(shortPath(model))}`
  })
  const examples = await loadSplit(settings)
  checkFit(model, opened.network, examples)
  const predictor = new Predictor(opened.network, { precision: precisionOf(opened) })
  const line = openProgressLine('Evaluating', examples.length)
  const evaluation = evaluateDigits(predictor, opened.network.cost, examples, line.show)
  line.close()
  const { split, json } = settings
  if (!json) {
    await print(evaluationLines(evaluation, columnsOfOutput()))
    return EXIT.done
  }
  const { correct, total, cost, neverPredicted: never, digits } = evaluation
  const report = {
    ...{ model, split, dataHash: examples.hash, correct, total, accuracy: correct / total, cost },
    ...{ neverPredicted: never, digits },
  }
  await printJson([report])
  return EXIT.done
}
