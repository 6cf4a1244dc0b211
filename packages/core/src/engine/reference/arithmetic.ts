import { type ActivationName, each } from '../../activation.ts'
import type { CostName } from '../../cost.ts'
import { sigmoid, sigmoidPrime } from '../../math/exp.ts'
import { sigmoid32, sigmoidPrime32 } from '../../math/exp32.ts'
import type { Precision } from '../engine.ts'

/** Numbers of the run's precision: to write a number into them is to round it. */
export type Numbers = Float64Array | Float32Array

export function allocatorOf(precision: Precision): (length: number) => Numbers {
  return precision === 'float64' ? length => new Float64Array(length) : length => new Float32Array(length)
}

/** Rounds the result of an operation on float64 numbers to the run's precision. */
export type Round = (x: number) => number

export const ROUND: Readonly<Record<Precision, Round>> = { float64: x => x, float32: Math.fround }

/** An activation function of activation.ts, every operation rounded. */
export interface RoundedActivation {
  fn(z: Numbers): void
  prime(a: number): number
}

export const ACTIVATIONS: Readonly<Record<ActivationName, Readonly<Record<Precision, RoundedActivation>>>> = {
  sigmoid: {
    float64: { fn: z => each(z, sigmoid), prime: sigmoidPrime },
    float32: { fn: z => each(z, sigmoid32), prime: sigmoidPrime32 },
  },
}

/** A cost function of cost.ts, every operation rounded. */
export interface RoundedCost {
  /** The cost of one example. */
  fn(a: Numbers, y: Numbers, round: Round): number
  /** `scale` times the delta of an output neuron. */
  delta(a: number, y: number, slope: number, scale: number, round: Round): number
}

export const COSTS: Readonly<Record<CostName, RoundedCost>> = {
  quadratic: {
    fn(a, y, round) {
      let sum = 0
      for (let j = 0; j < a.length; j++) {
        const error = round(a[j] - y[j])
        sum = round(sum + round(error * error))
      }
      return round(sum * 0.5)
    },
    delta: (a, y, slope, scale, round) => round(round(scale * round(a - y)) * slope),
  },
}
