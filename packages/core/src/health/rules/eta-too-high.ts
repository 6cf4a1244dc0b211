import type { Course } from '../course.ts'
import type { Rule } from '../rule.ts'
import { isStuck } from '../stuck.ts'
import { figure, percent } from '../wording.ts'

/** Of the output neurons. */
const MOST = 0.5
/** In a smaller sample a neuron may be near 0 for all examples by chance. */
const ENOUGH = 30
const VANISHED = 1e-4

/** Steps so large that the outputs were thrown to where the sigmoid is flat, whatever the example: nothing flows back any more. */
export const etaTooHigh: Rule = {
  code: 'eta-too-high',
  find(course, onset) {
    const { layers } = course
    if (layers.length === 0) return undefined
    const gradient = Math.max(...layers.map(({ gradientNorm }) => gradientNorm))
    const sampled = course.statistics.at(-1)?.sampled ?? 0
    if (sampled < ENOUGH && gradient >= VANISHED) return undefined
    const stuck = shareOfStuckOutputs(course)
    if (stuck < MOST) return undefined
    return {
      severity: 'alarm',
      problem: `eta = ${onset.eta} ${course.eta < onset.eta ? 'was' : 'is'} too high`,
      evidence: `${percent(stuck)} of the output neurons are saturated since epoch ${onset.epoch}, gradients are at most ${figure(gradient)}`,
      remedy: `begin again with a smaller one: try ${smallerThan(onset.eta)}`,
      layer: layers.length,
      explains: [
        'saturated-start',
        'gradients-vanish',
        'eta-too-low',
        'labels-unrelated',
        'class-stuck',
        'neurons-stuck',
      ],
    }
  },
}

/** The textbook's 3, if that is clearly less. */
function smallerThan(eta: number): string {
  return eta >= 6 ? '3' : figure(eta / 3)
}

/** Of the output neurons whose class is in the sample, those that give the same for all of it. */
function shareOfStuckOutputs({ layers, statistics }: Course): number {
  const output = layers.at(-1)
  if (!output) return 0
  const answers = statistics.at(-1)?.answers ?? []
  const classes = answers.flatMap((times, c) => (times > 0 ? [c] : []))
  return classes.length < 2 ? 0 : classes.filter(c => isStuck(output, c)).length / classes.length
}
