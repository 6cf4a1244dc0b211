import type { Matrix } from './math/matrix.ts'
import { hadamard, subtract } from './math/operations.ts'

/** The name of a cost function, as options and model files give it. */
export type CostName = 'quadratic'

/** All cost functions. */
export const COSTS: readonly CostName[] = ['quadratic']

/** A cost function beside the delta of the output layer that it gives. */
export interface Cost {
  readonly name: CostName
  /** The cost C of one example: of the output a where y is wanted, two columns of one size. */
  fn(a: Matrix, y: Matrix): number
  /**
   * The delta of the output layer, dC/dz, a column of a's size: equation BP1 of Nielsen, chapter 2.
   * @param slope the activation's derivative at each output neuron
   */
  delta(a: Matrix, y: Matrix, slope: Matrix): Matrix
  /** Its number in engine/assembly/. */
  readonly kernel: number
}

const BY_NAME: Readonly<Record<CostName, Cost>> = {
  /** C = |a - y| ** 2 / 2. */
  quadratic: {
    name: 'quadratic',
    fn: (a, y) => 0.5 * subtract(a, y).data.reduce((sum, error) => sum + error * error, 0),
    delta: (a, y, slope) => hadamard(subtract(a, y), slope),
    kernel: 0,
  },
}

/** The cost of this name. */
export function costNamed(name: CostName): Cost {
  return BY_NAME[name]
}
