import type { OutputActivation } from './activation.ts'
import { log } from './math/log.ts'
import type { Matrix } from './math/matrix.ts'
import { hadamard, subtract } from './math/operations.ts'

/** The name of a cost function, as options and model files give it. */
export type CostName = 'quadratic' | 'cross-entropy' | 'log-likelihood'

/** All cost functions. */
export const COSTS: readonly CostName[] = ['quadratic', 'cross-entropy', 'log-likelihood']

/** A cost function beside the delta of the output layer that it gives. */
export interface Cost {
  /** Its name. */
  readonly name: CostName
  /** The output activation that it is made for. */
  readonly output: OutputActivation
  /** The cost C of one example: of the output a where y is wanted, two columns of one size. */
  fn(a: Matrix, y: Matrix): number
  /**
   * The delta of the output layer, dC/dz, a column of a's size: equation BP1 of Nielsen, chapter 2. Where the
   * cost suits the activation it is a - y (chapter 3), so that nothing is divided by a small slope.
   * @param slope the activation's derivative at each output neuron
   */
  delta(a: Matrix, y: Matrix, slope: Matrix): Matrix
  /** Its number in engine/assembly/. */
  readonly kernel: number
}

/** Stand-ins for numbers that were rounded to 0, so that logarithms stay finite. */
export interface Floors {
  /** For an activation a. */
  readonly a: number
  /** For 1 - a. */
  readonly rest: number
}

/** The floors of float64. */
export const FLOORS: Floors = { a: 2 ** -1022, rest: 2 ** -54 }

const BY_NAME: Readonly<Record<CostName, Cost>> = {
  /** C = |a - y| ** 2 / 2. */
  quadratic: {
    name: 'quadratic',
    output: 'sigmoid',
    fn: (a, y) => 0.5 * subtract(a, y).data.reduce((sum, error) => sum + error * error, 0),
    delta: (a, y, slope) => hadamard(subtract(a, y), slope),
    kernel: 0,
  },
  /** C = -sum_j (y_j ln a_j + (1 - y_j) ln (1 - a_j)): Nielsen, chapter 3, equation 63. */
  'cross-entropy': {
    name: 'cross-entropy',
    output: 'sigmoid',
    fn: (a, y) => crossEntropy(a.data, y.data, FLOORS),
    delta: (a, y) => subtract(a, y),
    kernel: 1,
  },
  /** C = -sum_j y_j ln a_j: Nielsen, chapter 3, equation 80. */
  'log-likelihood': {
    name: 'log-likelihood',
    output: 'softmax',
    fn: (a, y) => logLikelihood(a.data, y.data, FLOORS),
    delta: (a, y) => subtract(a, y),
    kernel: 2,
  },
}

/** The cross-entropy of one example, in float64. */
export function crossEntropy(a: ArrayLike<number>, y: ArrayLike<number>, floors: Floors): number {
  let sum = 0
  for (let j = 0; j < a.length; j++) {
    sum += y[j] * log(Math.max(floors.a, a[j])) + (1 - y[j]) * log(Math.max(floors.rest, 1 - a[j]))
  }
  return -sum
}

/** The negative logarithm of the likelihood of one example, in float64. */
export function logLikelihood(a: ArrayLike<number>, y: ArrayLike<number>, floors: Floors): number {
  let sum = 0
  for (let j = 0; j < a.length; j++) sum += y[j] * log(Math.max(floors.a, a[j]))
  return -sum
}

/** The cost of this name. */
export function costNamed(name: CostName): Cost {
  return BY_NAME[name]
}

/** The cost that an output layer has where none is named. */
export function costOfOutput(output: OutputActivation): CostName {
  return output === 'softmax' ? 'log-likelihood' : 'quadratic'
}
