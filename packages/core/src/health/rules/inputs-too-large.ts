import { CONSEQUENCES, type Rule } from '../rule.ts'
import { figure, percent } from '../wording.ts'

/** Standardised inputs seldom exceed it. */
const LARGE = 5
/** Bytes that were not divided by 255. */
const HUGE = 50
const SATURATED = 0.95
/** Of the cost of constant outputs. */
const HIGH_COST = 0.5

/** Weights of about 1 times such inputs saturate the first hidden layer, and no gradient passes it. */
export const inputsTooLarge: Rule = {
  code: 'inputs-too-large',
  find(course) {
    const { profile } = course
    if (!profile) return undefined
    const size = Math.max(profile.largest, -profile.smallest)
    if (size <= LARGE) return undefined
    const range = `they run from ${figure(profile.smallest)} to ${figure(profile.largest)}`
    const saturated = course.layers.length > 1 ? (course.layers[0]?.saturated ?? 0) : 0
    const isAlarm = saturated >= SATURATED && (size > HUGE || course.costs(HIGH_COST))
    return {
      severity: isAlarm ? 'alarm' : 'warning',
      problem: 'The inputs are too large',
      evidence: isAlarm
        ? `${range}, and ${percent(saturated)} of the activations of hidden layer 1 are saturated`
        : range,
      remedy: `divide them by ${figure(size)}`,
      ...(isAlarm && { layer: 1, explains: CONSEQUENCES }),
    }
  },
}
