import type { Rule } from '../rule.ts'
import { count, figure } from '../wording.ts'

/** Of a mini-batch's change of a layer's weights to the weights: about 0.001 is usual, 0.01 on MNIST with eta 3. */
const SLOW = 1e-3
const STANDSTILL = 1e-4
/** Of the cost of constant outputs: below it, small changes are those of a network that has learnt. */
const HIGH_COST = 0.5
/** Smaller gradients have vanished, which is not the fault of eta. */
const FLOWING = 0.01
/** Of the output's activations: where more are, they are what keeps the gradients small. */
const SATURATED = 0.85

/** Gradients flow, but steps are so small that the weights hardly change. */
export const etaTooLow: Rule = {
  code: 'eta-too-low',
  find(course) {
    if (course.layers.length === 0 || !course.costs(HIGH_COST)) return undefined
    const change = Math.max(...course.recent(({ updateNorm, weightNorm }) => updateNorm / weightNorm))
    const gradient = Math.max(...course.recent(({ gradientNorm }) => gradientNorm))
    const saturated = course.recent(layer => layer.saturated).at(-1) ?? 0
    if (!(change < SLOW) || gradient < FLOWING || saturated > SATURATED) return undefined
    const { eta, lastEpoch, epochs } = course
    return {
      severity: change < STANDSTILL ? 'alarm' : 'warning',
      problem: `eta = ${eta} is too low`,
      evidence:
        `a mini-batch changes the weights by ${figure(change)} of their size though gradients of ${figure(gradient)} flow, ` +
        `and after ${count(epochs.length, 'epoch')} the training cost is still ${figure(lastEpoch?.cost ?? 0)}`,
      remedy: `try ${eta < 1 ? '3' : figure(eta * 10)}`,
      explains: ['labels-unrelated', 'class-stuck', 'neurons-stuck'],
    }
  },
}
