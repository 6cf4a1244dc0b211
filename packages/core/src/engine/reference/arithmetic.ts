import { type ActivationName, each, largestOf, relu, reluPrime } from '../../activation.ts'
import { type CostName, crossEntropy, FLOORS, type Floors, logLikelihood } from '../../cost.ts'
import { exp, sigmoid, sigmoidPrime } from '../../math/exp.ts'
import { exp32, sigmoid32, sigmoidPrime32 } from '../../math/exp32.ts'
import { tanh, tanh32, tanhPrime } from '../../math/tanh.ts'
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
  tanh: {
    float64: { fn: z => each(z, tanh), prime: tanhPrime },
    float32: { fn: z => each(z, tanh32), prime: a => fround(1 - fround(a * a)) },
  },
  relu: {
    float64: { fn: z => each(z, relu), prime: reluPrime },
    float32: { fn: z => each(z, relu), prime: reluPrime },
  },
  softmax: {
    float64: { fn: z => softmax(z, exp), prime: sigmoidPrime },
    float32: { fn: z => softmax(z, exp32), prime: sigmoidPrime32 },
  },
}

/** The softmax of activation.ts: what is written into z is rounded, and the sum beside it too. */
function softmax(z: Numbers, power: (x: number) => number): void {
  const round = z instanceof Float32Array ? fround : ROUND.float64
  const most = largestOf(z)
  let sum = 0
  for (let j = 0; j < z.length; j++) {
    z[j] = power(round(z[j] - most))
    sum = round(sum + z[j])
  }
  each(z, e => e / sum)
}

/** A cost function of cost.ts, every operation rounded. */
export interface RoundedCost {
  /** The cost of one example. */
  fn(a: Numbers, y: Numbers, precision: Precision): number
  /** `scale` times the delta of an output neuron. */
  delta(a: number, y: number, slope: number, scale: number, round: Round): number
}

/** Stand-ins for what was rounded to 0 in a logarithm's argument. */
const FLOORS_OF: Readonly<Record<Precision, Floors>> = {
  float64: FLOORS,
  float32: { a: 2 ** -149, rest: 2 ** -25 },
}

export const COSTS: Readonly<Record<CostName, RoundedCost>> = {
  quadratic: {
    fn(a, y, precision) {
      const round = ROUND[precision]
      let sum = 0
      for (let j = 0; j < a.length; j++) {
        const error = round(a[j] - y[j])
        sum = round(sum + round(error * error))
      }
      return round(sum * 0.5)
    },
    delta: (a, y, slope, scale, round) => round(round(scale * round(a - y)) * slope),
  },
  'cross-entropy': {
    fn: (a, y, precision) => crossEntropy(a, y, FLOORS_OF[precision]),
    delta: (a, y, _slope, scale, round) => round(scale * round(a - y)),
  },
  'log-likelihood': {
    fn: (a, y, precision) => logLikelihood(a, y, FLOORS_OF[precision]),
    delta: (a, y, _slope, scale, round) => round(scale * round(a - y)),
  },
}

const { fround } = Math
