import { argmax } from './math/operations.ts'

/** Counts of an evaluation, class by class. */
export interface ClassCounts {
  /** Examples of each class, by label. */
  readonly examples: readonly number[]
  /** Predictions of each class, correct or not. */
  readonly predictions: readonly number[]
  /** Those of them that are correct. */
  readonly correct: readonly number[]
}

/** Predictions of a network on a set of examples: the confusion matrix, and the worst of the mistakes. */
export interface Confusion extends ClassCounts {
  /** The entries of the matrix beside its diagonal that are not 0, the largest first. */
  readonly confused: readonly ConfusedPair[]
  /**
   * Misclassified examples, the worst first: the output of the predicted class exceeds that of the label by
   * most; of equals the one that comes first in the set. At most 200, and of fewer numbers than 65,536.
   */
  readonly worst: readonly Misclassified[]
}

/** Number of examples of one label that are predicted as another class. */
export interface ConfusedPair {
  /** The class of the examples. */
  readonly label: number
  /** The class that is predicted instead. */
  readonly prediction: number
  /** Number of such examples, at least 1. */
  readonly count: number
}

/** An example whose predicted class is not its label. */
export interface Misclassified {
  /** Index in the set. */
  readonly example: number
  /** The class of the example. */
  readonly label: number
  /** The class that is predicted instead. */
  readonly prediction: number
  /** The outputs, one a class. */
  readonly outputs: readonly number[]
}

/** Confusions of the evaluated sets. */
export interface Confusions {
  /** Predictions on the validation data, where there are any. */
  readonly validation?: Confusion
  /** Predictions on the test data, where there are any. */
  readonly test?: Confusion
}

/** Figures of one class. Shares of nothing are undefined. */
export interface ClassFigures {
  /** The class, counted from 0. */
  readonly label: number
  /** Number of its examples. */
  readonly examples: number
  /** Number of predictions of it, correct or not. */
  readonly predictions: number
  /** Number of its examples that are predicted correctly. */
  readonly correct: number
  /** Share of its examples that are predicted correctly. */
  readonly recall: number | undefined
  /** Share of its predictions that are correct. */
  readonly precision: number | undefined
}

/** The figures of every class. */
export function classFigures({ examples, predictions, correct }: ClassCounts): ClassFigures[] {
  return correct.map((count, label) => ({
    ...{ label, examples: examples[label], predictions: predictions[label], correct: count },
    recall: examples[label] === 0 ? undefined : count / examples[label],
    precision: predictions[label] === 0 ? undefined : count / predictions[label],
  }))
}

/** The classes that are among the labels, and that are never predicted. */
export function neverPredicted({
  examples,
  predictions,
}: Pick<ClassCounts, 'examples' | 'predictions'>): number[] {
  return examples.flatMap((count, label) => (count > 0 && predictions[label] === 0 ? [label] : []))
}

/** The confusion matrix: the entry [label][prediction] counts examples. */
export function confusionMatrix({ correct, confused }: Pick<Confusion, 'correct' | 'confused'>): number[][] {
  const matrix = correct.map((count, label) => correct.map((_, c) => (c === label ? count : 0)))
  for (const { label, prediction, count } of confused) matrix[label][prediction] = count
  return matrix
}

/** Whether the counts are those of an evaluation with these results, and the examples of its set. */
export function isOfEvaluation(
  { examples, predictions, correct, confused, worst }: Confusion,
  evaluation: { readonly correct: number; readonly total: number; readonly predictions: readonly number[] },
): boolean {
  const { total } = evaluation
  const classes = evaluation.predictions.length
  const isPair = ({ label, prediction }: { readonly label: number; readonly prediction: number }): boolean =>
    label < classes && prediction < classes && label !== prediction
  if (correct.length !== classes || !confused.every(isPair)) return false
  const [rows, columns] = [[...correct], [...correct]]
  for (const { label, prediction, count } of confused) {
    rows[label] += count
    columns[prediction] += count
  }
  return (
    [examples, rows].every(counts => counts.length === classes && sumOf(counts) === total) &&
    sumOf(correct) === evaluation.correct &&
    rows.every((count, label) => count === examples[label]) &&
    columns.every((count, c) => count === predictions[c] && count === evaluation.predictions[c]) &&
    worst.length <= mostKept(classes) &&
    worst.every(each => isPair(each) && each.example < total && each.outputs.length === classes)
  )
}

/** Sum of the counts of all classes. */
export function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** The output of the predicted class less that of the label: 0 .. 1. */
export function excessOf({ outputs, prediction, label }: Misclassified): number {
  return outputs[prediction] - outputs[label]
}

/** Misclassified examples that are kept, and numbers among their outputs. */
const MOST_KEPT = 200
const MOST_OUTPUTS = 65_536

function mostKept(classes: number): number {
  return Math.min(MOST_KEPT, Math.ceil(MOST_OUTPUTS / classes))
}

type Outputs = Float64Array | Float32Array

/**
 * Counts predictions one by one. It takes little room whatever the number of classes.
 * @example
 * ```ts
 * import { ConfusionTally, classFigures } from '@gradus/core'
 *
 * const tally = new ConfusionTally(2)
 * tally.count(0, 0, Float64Array.of(0.9, 0.2))
 * tally.count(1, 0, Float64Array.of(0.3, 0.6))
 * tally.count(2, 1, Float64Array.of(0.1, 0.8))
 * console.log(tally.confusion.confused) // prints [ { label: 0, prediction: 1, count: 1 } ]
 * console.log(classFigures(tally.confusion).map(({ recall }) => recall)) // prints [ 0.5, 1 ]
 * ```
 */
export class ConfusionTally {
  readonly #examples: number[]
  readonly #predictions: number[]
  readonly #correct: number[]
  /** Counts of pairs by label * classes + prediction. */
  readonly #confused = new Map<number, number>()
  readonly #worst: WorstExamples

  constructor(classes: number) {
    const zeros = (): number[] => Array.from({ length: classes }, () => 0)
    this.#examples = zeros()
    this.#predictions = zeros()
    this.#correct = zeros()
    this.#worst = new WorstExamples(classes)
  }

  /**
   * Takes the outputs for an example, an entry a class from `from` on. The prediction is the output neuron
   * that fires most; the first one wins.
   */
  count(example: number, label: number, outputs: Float64Array | Float32Array, from = 0): void {
    const classes = this.#correct.length
    const prediction = argmax(outputs, from, from + classes)
    this.#examples[label]++
    this.#predictions[prediction]++
    if (prediction === label) {
      this.#correct[label]++
      return
    }
    const pair = label * classes + prediction
    this.#confused.set(pair, (this.#confused.get(pair) ?? 0) + 1)
    this.#worst.offer(example, label, prediction, outputs, from)
  }

  /** The counts so far. */
  get confusion(): Confusion {
    const classes = this.#correct.length
    const confused = Array.from(this.#confused, ([pair, count]): ConfusedPair => {
      return { label: Math.floor(pair / classes), prediction: pair % classes, count }
    })
    return {
      examples: [...this.#examples],
      predictions: [...this.#predictions],
      correct: [...this.#correct],
      confused: confused.sort(
        (a, b) => b.count - a.count || a.label - b.label || a.prediction - b.prediction,
      ),
      worst: this.#worst.list(),
    }
  }
}

/** The worst of the misclassified examples so far: numbers in arrays, since evaluation waits for it. */
class WorstExamples {
  readonly #classes: number
  readonly #most: number
  #length = 0
  /** Excess and place of each, the worst first. */
  readonly #excesses: Float64Array
  readonly #places: Uint32Array
  /** At each place an example, its label and its prediction; and its outputs. */
  readonly #examples: Uint32Array
  readonly #outputs: Float64Array

  constructor(classes: number) {
    this.#classes = classes
    this.#most = mostKept(classes)
    this.#excesses = new Float64Array(this.#most)
    this.#places = new Uint32Array(this.#most)
    this.#examples = new Uint32Array(3 * this.#most)
    this.#outputs = new Float64Array(classes * this.#most)
  }

  /** Keeps the example if it is worse than one of those that are kept, or there is room. */
  offer(example: number, label: number, prediction: number, outputs: Outputs, from: number): void {
    const excess = outputs[from + prediction] - outputs[from + label]
    const isFull = this.#length === this.#most
    const last = this.#length - 1
    if (isFull && !this.#isWorse(excess, example, last)) return
    const place = isFull ? this.#places[last] : this.#length++
    const rank = this.#rankOf(excess, example, isFull ? last : last + 1)
    for (const list of [this.#excesses, this.#places]) list.copyWithin(rank + 1, rank, this.#length - 1)
    this.#excesses[rank] = excess
    this.#places[rank] = place
    this.#examples.set([example, label, prediction], 3 * place)
    for (let j = 0; j < this.#classes; j++) this.#outputs[place * this.#classes + j] = outputs[from + j]
  }

  list(): Misclassified[] {
    return Array.from(this.#places.subarray(0, this.#length), place => {
      const [example, label, prediction] = this.#examples.subarray(3 * place)
      const start = place * this.#classes
      const outputs = [...this.#outputs.subarray(start, start + this.#classes)]
      return { example, label, prediction, outputs }
    })
  }

  /** Number of the first `length` that are worse. */
  #rankOf(excess: number, example: number, length: number): number {
    let [from, to] = [0, length]
    while (from < to) {
      const middle = (from + to) >>> 1
      if (this.#isWorse(excess, example, middle)) to = middle
      else from = middle + 1
    }
    return from
  }

  #isWorse(excess: number, example: number, rank: number): boolean {
    const other = this.#excesses[rank]
    return excess === other ? example < this.#examples[3 * this.#places[rank]] : excess > other
  }
}
