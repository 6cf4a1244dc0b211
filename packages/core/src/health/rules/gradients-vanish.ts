import type { Rule } from '../rule.ts'
import { figure } from '../wording.ts'

/** Of the gradient of the first layer, and its part of that of the output layer. */
const SMALL = 1e-4
const SMALL_PART = 1e-3
/** Of the cost of constant outputs. */
const HIGH_COST = 0.5

/** Every layer passes a part of the gradient back; of a deep network's, next to nothing arrives at the first layer. */
export const gradientsVanish: Rule = {
  code: 'gradients-vanish',
  find(course, onset) {
    const gradients = course.recent(({ gradientNorm }) => gradientNorm)
    const [first, output] = [gradients[0], gradients.at(-1)]
    if (first === undefined || output === undefined || gradients.length < 3) return undefined
    if (!course.costs(HIGH_COST) || first >= SMALL || first >= SMALL_PART * output) return undefined
    return {
      severity: 'alarm',
      problem: `Gradients vanish on their way back through ${gradients.length - 1} hidden layers`,
      evidence:
        `that of the output layer is ${figure(output)} and that of hidden layer 1 only ${figure(first)} since epoch ${onset.epoch}, ` +
        `and the training cost is still ${figure(course.lastEpoch?.cost ?? 0)}`,
      remedy: 'try fewer or wider hidden layers',
      layer: 1,
      explains: ['eta-too-low', 'labels-unrelated', 'class-stuck', 'neurons-stuck'],
    }
  },
}
