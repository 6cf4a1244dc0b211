import type { BoundExamples, Engine, Tally } from '../engine/engine.ts'
import type { Examples } from '../examples.ts'
import type { Evaluation } from './epoch-record.ts'

/** Evaluates the data sets of an epoch's end, a slice at a time. */
export class Evaluator {
  /** How many examples an epoch's end has to evaluate. */
  readonly total: number
  /** The sum of the costs of the set at hand so far, or of the set that was completed last. */
  cost = 0
  readonly #sets: readonly { name: 'validation' | 'test'; bound: BoundExamples; length: number }[]
  #set = 0
  #position = 0
  #tally: Tally = { correct: 0, cost: 0 }
  #results: { validation?: Evaluation; test?: Evaluation } = {}

  constructor(engine: Engine, validationData: Examples | undefined, testData: Examples | undefined) {
    const bind = (name: 'validation' | 'test', examples: Examples | undefined) =>
      examples ? [{ name, bound: engine.bind(examples), length: examples.length }] : []
    this.#sets = [...bind('validation', validationData), ...bind('test', testData)]
    this.total = this.#sets.reduce((sum, { length }) => sum + length, 0)
  }

  /** Examples of this epoch's end evaluated so far. */
  get position(): number {
    return this.#position + this.#sets.slice(0, this.#set).reduce((sum, { length }) => sum + length, 0)
  }

  /** Evaluates up to `count` examples of the set at hand, and says how many those were: 0 when all sets are done. */
  advance(count: number): number {
    const set = this.#sets[this.#set]
    if (!set) return 0
    const from = this.#position
    const to = Math.min(from + count, set.length)
    set.bound.evaluate(from, to, this.#tally)
    this.cost = this.#tally.cost
    this.#position = to
    if (to === set.length) {
      this.#results[set.name] = { correct: this.#tally.correct, total: to, cost: this.#tally.cost / to }
      this.#begin(this.#set + 1)
    }
    return to - from
  }

  /** The results of this epoch's end; the next call of `advance` begins anew. */
  take(): { validation?: Evaluation; test?: Evaluation } {
    const results = this.#results
    this.#results = {}
    this.#begin(0)
    return results
  }

  #begin(set: number): void {
    this.#set = set
    this.#position = 0
    this.#tally = { correct: 0, cost: 0 }
  }
}
