/** How a network does on a set of examples. */
export interface Evaluation {
  readonly correct: number
  readonly total: number
  /** Mean quadratic cost |a - y| ** 2 / 2. */
  readonly cost: number
  /** How many of the examples each class was predicted for; they add up to `total`. */
  readonly predictions: readonly number[]
}

/** What is kept of an epoch that is complete. */
export interface EpochRecord {
  /** Counted from 0. */
  readonly epoch: number
  /** Right answers on the test data, where there are any, and how many examples those are. */
  readonly correct?: number
  readonly total?: number
  readonly test?: Evaluation
  readonly validation?: Evaluation
  /** Mean quadratic cost of the epoch's examples, each measured before its mini-batch's update. */
  readonly cost: number
  /** As it was at the end of the epoch. */
  readonly eta: number
  /** Seconds of work; waiting does not count. */
  readonly trainSeconds: number
  readonly evaluateSeconds: number
}
