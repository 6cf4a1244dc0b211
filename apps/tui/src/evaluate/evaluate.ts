import {
  answerOf,
  ConfusionTally,
  type CostName,
  classFigures,
  costNamed,
  type Examples,
  Matrix,
  neverPredicted,
  Predictor,
} from '@gradus/core'
import { areDigits, labelOf } from '@gradus/data'
import { ClassNames } from '../dashboard/class-names.ts'
import { EXIT } from '../failure.ts'
import { namesOf, openModelBeside, precisionOf, trainedOn } from '../model.ts'
import { loadSplit, type SplitSettings } from '../model-data.ts'
import { formatCost, formatCount, formatEvaluation, formatShare } from '../terminal/format.ts'
import { columnsOfOutput, print, printJson, showsUnicode, tell } from '../terminal/output.ts'
import { quoted, shortPath } from '../terminal/printable.ts'
import { openProgressLine } from '../terminal/progress-bar.ts'
import { tableLines } from '../terminal/table.ts'

/** Results of a network on the examples of one class. */
interface ClassResult {
  /** The class, counted from 0. */
  readonly class: number
  /** Examples of this class. */
  readonly examples: number
  /** Examples of this class that are predicted correctly. */
  readonly right: number
  /** Number of examples that are predicted as this class, correctly or not. */
  readonly predicted: number
  /** Share of its examples that are predicted correctly, right / examples; null where it has none. */
  readonly recall: number | null
  /**
   * Share of the predictions of this class that are correct, right / predicted; null where it is never
   * predicted.
   */
  readonly precision: number | null
}

/** Results of a network on a set of examples. */
export interface ClassesEvaluation {
  readonly correct: number
  readonly total: number
  /** Mean cost of an example. */
  readonly cost: number
  /** One for every output of the network. */
  readonly classes: readonly ClassResult[]
  /** Classes that there are examples of, and that are never predicted. */
  readonly neverPredicted: readonly number[]
}

/** Examples between two calls of `onProgress`. */
const SLICE = 64

/**
 * Evaluates a network on the examples of some parts, of as many inputs as it has, and no more classes than it has outputs, in
 * the predictor's precision.
 * @param onProgress is told every now and then how many of all examples are done.
 */
export function evaluateClasses(
  predictor: Predictor,
  costName: CostName,
  parts: readonly Examples[],
  onProgress: (done: number, total: number) => void,
): ClassesEvaluation {
  const total = parts.reduce((sum, { length }) => sum + length, 0)
  const tally = new ConfusionTally(predictor.outputSize)
  const { fn } = costNamed(costName)
  let cost = 0
  let before = 0
  for (const examples of parts) {
    const tell = (done: number): void => onProgress(before + done, total)
    for (const [i, outputs] of eachOutputs(predictor, examples, tell)) {
      const label = answerOf(examples, i)
      const wanted = Float64Array.from(outputs, (_, j) => (j === label ? 1 : 0))
      cost += fn(Matrix.column(outputs), Matrix.column(wanted))
      tally.count(before + i, label, outputs)
    }
    before += examples.length
  }
  const { confusion } = tally
  const classes = classFigures(confusion).map(figures => ({
    class: figures.label,
    examples: figures.examples,
    right: figures.correct,
    predicted: figures.predictions,
    recall: figures.recall ?? null,
    precision: figures.precision ?? null,
  }))
  const correct = classes.reduce((sum, { right }) => sum + right, 0)
  return { correct, total, cost: cost / total, classes, neverPredicted: neverPredicted(confusion) }
}

/** Each example's index and outputs. */
function* eachOutputs(
  predictor: Predictor,
  examples: Examples,
  onProgress: (done: number) => void,
): Generator<[i: number, outputs: Float64Array]> {
  const { length } = examples
  const { outputSize } = predictor
  const fitting = fittingTo(outputSize, examples)
  for (let from = 0; from < length; from += SLICE) {
    onProgress(from)
    const rows = predictor.outputsOf(fitting, from, Math.min(from + SLICE, length))
    for (let row = 0; row < rows.length; row += outputSize)
      yield [from + row / outputSize, rows.subarray(row, row + outputSize)]
  }
}

/** Images of fewer classes than there are outputs, as images of as many. */
function fittingTo(outputSize: number, examples: Examples): Examples {
  if (examples.kind === 'dense') return examples
  const { kind, length, inputSize, offsets, indices, values, labels } = examples
  return { kind, length, inputSize, outputSize, offsets, indices, values, labels }
}

/** The words of a report on a model's classes. */
export interface ReportWords {
  readonly classes: ClassNames
  /** The noun of a class, and that of its examples. */
  readonly noun: 'digit' | 'class'
  readonly examples: 'images' | 'examples'
}

/** Columns of the figures of a class, and those that its name has at the least. */
const FIGURES = 50
const LEAST_NAME = 12

/** An evaluation for people: its totals, a table of the classes, and the classes that are never predicted. */
export function evaluationLines(
  evaluation: ClassesEvaluation,
  { classes, noun, examples: plural }: ReportWords,
  columns: number,
): string[] {
  const room = Math.max(LEAST_NAME, columns - FIGURES)
  const rows = evaluation.classes.map(({ class: label, examples, right, recall, precision, predicted }) => [
    classes.of(label, room),
    formatCount(examples),
    formatCount(right),
    formatShare(recall),
    formatShare(precision),
    formatCount(predicted),
  ])
  const { neverPredicted: never } = evaluation
  const names = never.map(label => classes.of(label, room))
  return [
    `${formatEvaluation(evaluation)}, mean cost ${formatCost(evaluation.cost)}`,
    '',
    ...tableLines([noun, plural, 'correct', 'recall', 'precision', 'predicted'], rows, columns),
    ...(never.length > 0 ? ['', `Never predicted: ${names.join(', ')}`] : []),
  ]
}

interface EvaluateSettings extends SplitSettings {
  readonly json: boolean
}

/** Evaluates a model file, and tells the exit code. @throws UsageError, and what `loadData` throws */
export async function runEvaluation(model: string, settings: EvaluateSettings): Promise<number> {
  const { data, json } = settings
  const folders = data === undefined ? [] : [data]
  const opened = await openModelBeside(model, folders, found => {
    return `evaluate ${quoted(shortPath(found))} --data ${quoted(shortPath(model))}`
  })
  const { network } = opened
  const names = namesOf(opened)
  const known = { path: model, network, names, trainedOn: trainedOn(opened) }
  const { parts, split, hash, classes: found, isNew } = await loadSplit(known, settings)
  const predictor = new Predictor(network, { precision: precisionOf(opened) })
  const line = openProgressLine('Evaluating')
  const evaluation = evaluateClasses(predictor, network.cost, parts, line.show)
  line.close()
  const classes = names.classes ?? found
  if (isNew) tell(newNote(evaluation.total))
  if (json) {
    const source = { model, split, dataHash: hash }
    await printJson([{ ...source, ...evaluationJson(evaluation, classes) }])
    return EXIT.done
  }
  const { env, platform } = process
  const words: ReportWords = {
    classes: new ClassNames(classes, { unicode: showsUnicode(env, platform) }),
    noun: areDigits(classes, predictor.outputSize) ? 'digit' : 'class',
    examples: parts[0].kind === 'sparse' ? 'images' : 'examples',
  }
  await print(evaluationLines(evaluation, words, columnsOfOutput()))
  return EXIT.done
}

function newNote(total: number): string {
  return `The model was not trained on these data, and they came as one set: all ${formatCount(total)} are evaluated (--split test takes a part).`
}

/** An evaluation for programs. Classes without names are told as digits too. */
function evaluationJson(evaluation: ClassesEvaluation, names: readonly string[] | undefined): object {
  const { correct, total, cost, neverPredicted: never } = evaluation
  const classes = evaluation.classes.map(({ class: k, ...figures }) => {
    return { class: k, label: labelOf(names, k), ...figures }
  })
  const digits = evaluation.classes.map(({ class: digit, examples: images, ...figures }) => {
    return { digit, images, ...figures }
  })
  const isUnnamed = names === undefined || areDigits(names, classes.length)
  const totals = { correct, total, accuracy: correct / total, cost, neverPredicted: never }
  return { ...totals, classes, ...(isUnnamed && { digits }) }
}
