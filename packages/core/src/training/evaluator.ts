import { type Confusion, type Confusions, ConfusionTally, sumOf } from '../confusion.ts'
import type { BoundExamples, Engine, EvaluationTally } from '../engine/engine.ts'
import type { Examples } from '../examples.ts'
import type { SgdOptions } from './options.ts'
import type { EpochRecord } from './progress.ts'

/** The sets that an epoch's end evaluates. */
type Evaluated = Pick<SgdOptions, 'trainingSample' | 'validationData' | 'testData'>

type SetName = 'training' | 'validation' | 'test'

/** Results of an epoch's end. */
interface Results {
  readonly evaluations: Pick<EpochRecord, 'training' | 'validation' | 'test'>
  /** Undefined where nothing is evaluated. */
  readonly confusions?: Confusions | undefined
}

/** Evaluates the data sets of an epoch's end, a slice at a time. */
export class Evaluator {
  /** Examples to evaluate at an epoch's end. */
  readonly total: number
  /** The sum of the costs of the set at hand so far, or of the set that was completed last. */
  cost = 0
  readonly #sets: readonly { name: SetName; bound: BoundExamples; length: number }[]
  #set = 0
  #position = 0
  readonly #classes: number
  #tally: EvaluationTally
  #results: Results = { evaluations: {} }

  /** @param classes neurons of the output layer. */
  constructor(engine: Engine, classes: number, { trainingSample, validationData, testData }: Evaluated) {
    this.#classes = classes
    this.#tally = emptyTally(classes)
    const bind = (name: SetName, examples: Examples | undefined) =>
      examples ? [{ name, bound: engine.bind(examples), length: examples.length }] : []
    this.#sets = [
      ...bind('training', trainingSample),
      ...bind('validation', validationData),
      ...bind('test', testData),
    ]
    this.total = this.#sets.reduce((sum, { length }) => sum + length, 0)
  }

  /** Examples of this epoch's end evaluated so far. */
  get position(): number {
    return this.#position + this.#sets.slice(0, this.#set).reduce((sum, { length }) => sum + length, 0)
  }

  /**
   * Evaluates up to `count` examples of the set at hand, and returns their number: 0 when all sets are done.
   */
  advance(count: number): number {
    const set = this.#sets[this.#set]
    if (!set) return 0
    const from = this.#position
    const to = Math.min(from + count, set.length)
    set.bound.evaluate(from, to, this.#tally)
    this.cost = this.#tally.cost
    this.#position = to
    if (to === set.length) {
      const { cost, confusion: tally } = this.#tally
      const { confusion } = tally
      const { predictions, correct: correctPredictions } = confusion
      const correct = sumOf(correctPredictions)
      const evaluation = { correct, total: to, cost: cost / to, predictions, correctPredictions }
      const { evaluations, confusions } = this.#results
      this.#results = {
        evaluations: { ...evaluations, [set.name]: evaluation },
        confusions: set.name === 'training' ? confusions : { ...confusions, [set.name]: confusion },
      }
      this.#begin(this.#set + 1)
    }
    return to - from
  }

  /** The results of this epoch's end; the next call of `advance` begins anew. */
  finish(): Results {
    const results = this.#results
    this.#results = { evaluations: {} }
    this.#begin(0)
    return results
  }

  #begin(set: number): void {
    this.#set = set
    this.#position = 0
    this.#tally = emptyTally(this.#classes)
  }
}

function emptyTally(classes: number): EvaluationTally {
  return { cost: 0, confusion: new ConfusionTally(classes) }
}

/** The predictions on the sets that the run is evaluated on, of those that a checkpoint has. */
export function confusionsOn(
  { validation, test }: Confusions,
  { validationData, testData }: Evaluated,
): Confusions | undefined {
  const isOn = (confusion: Confusion | undefined, examples: Examples | undefined): boolean =>
    confusion !== undefined && examples !== undefined && sumOf(confusion.examples) === examples.length
  const sets = {
    ...(validation && isOn(validation, validationData) && { validation }),
    ...(test && isOn(test, testData) && { test }),
  }
  return sets.validation || sets.test ? sets : undefined
}
