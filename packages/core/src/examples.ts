import { ExamplesError } from './errors.js'

/**
 * Examples as float64 pairs (x, y): row i of `x` is an input, row i of `y` its wanted output. The right
 * answer, for counting, is the index of the row's largest entry (the first one wins).
 */
export interface DenseExamples {
  readonly kind: 'dense'
  readonly length: number
  readonly inputSize: number
  readonly outputSize: number
  /** Row-major, length x inputSize. */
  readonly x: Float64Array
  /** Row-major, length x outputSize. */
  readonly y: Float64Array
  /** SHA-256 (hex) of the data, where it is known: a checkpoint then refuses other data. */
  readonly hash?: string | undefined
}

/**
 * Examples as bytes with labels, each kept as its non-zero entries only. Entry e of example i, for
 * offsets[i] <= e < offsets[i + 1], says that input indices[e] is values[e] / 255; all others are 0.
 * Indices ascend within an example. The wanted output is 1 at the label and 0 elsewhere.
 */
export interface SparseExamples {
  readonly kind: 'sparse'
  readonly length: number
  readonly inputSize: number
  /** How many classes there are. */
  readonly outputSize: number
  /** length + 1 positions in `indices` and `values`; the first need not be 0. */
  readonly offsets: Uint32Array
  readonly indices: Uint16Array
  readonly values: Uint8Array
  /** One of 0 .. outputSize - 1 an example. */
  readonly labels: Uint8Array
  /** SHA-256 (hex) of the data, where it is known: a checkpoint then refuses other data. */
  readonly hash?: string | undefined
}

/** The one data contract: what `sgd`, `Network.evaluate` and every engine accept. */
export type Examples = DenseExamples | SparseExamples

/** One input and its wanted output, as plain numbers. */
export type Pair = readonly [x: ArrayLike<number>, y: ArrayLike<number>]
