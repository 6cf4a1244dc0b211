import type { Rule } from '../rule.ts'
import { countStuck } from '../stuck.ts'
import { figure } from '../wording.ts'

/** Of a layer's neurons. */
const MOST = 0.5
const ENOUGH = 30
/** Of the cost of constant outputs: below it, the other neurons suffice. */
const HIGH_COST = 0.25

/** Most neurons of a hidden layer say the same whatever the example: they are no use, and learn no more. */
export const neuronsStuck: Rule = {
  code: 'neurons-stuck',
  find(course, onset) {
    const { layers, statistics, lastEpoch } = course
    const sampled = statistics.at(-1)?.sampled ?? 0
    if (sampled < ENOUGH || !course.costs(HIGH_COST)) return undefined
    const index = layers
      .slice(0, -1)
      .findIndex(layer => countStuck(layer) > MOST * layer.neuronActivations.length)
    const layer = layers[index]
    if (!layer) return undefined
    return {
      severity: 'warning',
      problem: `Most neurons of hidden layer ${index + 1} are stuck`,
      evidence:
        `${countStuck(layer)} of ${layer.neuronActivations.length} are saturated on the same side for all ${sampled} sampled examples since epoch ${onset.epoch}, ` +
        `and the training cost is ${figure(lastEpoch?.cost ?? 0)}`,
      remedy: 'try smaller inputs, smaller initial weights or a smaller eta',
      layer: index + 1,
    }
  },
}
