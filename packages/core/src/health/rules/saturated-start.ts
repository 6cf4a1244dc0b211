import type { Rule } from '../rule.ts'
import { figure, percent } from '../wording.ts'

const SATURATED = 0.985
/** Of the cost of constant outputs: below it, the network learns enough in spite of the saturation. */
const HIGH_COST = 0.5

/** The sums into the first hidden layer are so large that the layer only says 0 or 1, and no gradient passes it. */
export const saturatedStart: Rule = {
  code: 'saturated-start',
  find(course, onset) {
    if (course.layers.length < 2 || !course.costs(HIGH_COST)) return undefined
    const [saturated = 0] = course.recent(layer => layer.saturated)
    if (saturated < SATURATED) return undefined
    const { started, profile } = course
    const [inputs = 1, neurons = 1] = started.sizes
    const weights = (course.layers[0]?.weightNorm ?? 0) / Math.sqrt(inputs * neurons)
    const sizes = `its weights are of size ${figure(weights)}${profile ? ` and the inputs of size ${figure(profile.rms)}` : ''}`
    return {
      severity: 'alarm',
      problem: 'Hidden layer 1 is saturated',
      evidence: `${percent(saturated)} of its activations are within 0.01 of 0 or 1 since epoch ${onset.epoch}, ${sizes}`,
      remedy: 'make the inputs or the initial weights smaller',
      layer: 1,
      explains: ['gradients-vanish', 'eta-too-low', 'labels-unrelated', 'class-stuck', 'neurons-stuck'],
    }
  },
}
