import type { Observations } from '../observations.ts'
import { CONSEQUENCES, type Rule } from '../rule.ts'
import { count, figure, percent } from '../wording.ts'

/** A cost or weight is no longer a finite number. */
export const diverged: Rule = {
  code: 'diverged',
  find({ finished }) {
    if (finished?.reason !== 'diverged') return undefined
    const { epoch, position, eta } = finished
    return {
      severity: 'alarm',
      problem: `The network diverged at eta = ${eta}`,
      evidence: `a weight or cost ceased to be a finite number after example ${position} of epoch ${epoch}`,
      remedy: 'begin again with a smaller eta or smaller inputs',
      explains: CONSEQUENCES,
    }
  },
}

/** Share of the output neurons that are stuck. */
const MOST_STUCK = 0.5
/** In a smaller sample a neuron may be near 0 for all examples by chance. */
const SMALLEST_SAMPLE = 30
const VANISHED = 1e-4

/**
 * Steps so large that they drove the outputs to where the activation function is flat, for every example: no
 * gradient flows.
 */
export const etaTooHigh: Rule = {
  code: 'eta-too-high',
  find(observed, onset) {
    const { layers } = observed
    if (layers.length === 0) return undefined
    const gradient = Math.max(...layers.map(({ gradientNorm }) => gradientNorm))
    const sampled = observed.statistics.at(-1)?.sampled ?? 0
    if (sampled < SMALLEST_SAMPLE && gradient >= VANISHED) return undefined
    const stuck = shareOfStuckOutputs(observed)
    if (stuck < MOST_STUCK) return undefined
    return {
      severity: 'alarm',
      problem: `eta = ${onset.eta} ${observed.eta < onset.eta ? 'was' : 'is'} too high`,
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

/** Share of stuck neurons among the output neurons whose class is in the sample. */
function shareOfStuckOutputs(observed: Observations): number {
  const answers = observed.statistics.at(-1)?.answers ?? []
  const classes = answers.filter(times => times > 0).length
  const stuck = observed.stuckNeurons(observed.layers.length - 1).filter(c => answers[c] > 0)
  return classes < 2 ? 0 : stuck.length / classes
}

/**
 * A mini-batch's change of the weights, as a part of them: about 0.001 is usual, 0.01 on MNIST with eta 3.
 */
const SLOW = 1e-3
const STANDSTILL = 1e-4
/** Share of the constant cost: below it, small changes are those of a network that has learnt. */
const HIGH_COST = 0.5
/** Smaller gradients have vanished, which is not the fault of eta. */
const FLOWING = 0.01
/** Share of the output activations: with more of them saturated, saturation keeps the gradients small. */
const SATURATED = 0.85

/** Gradients flow, but steps are so small that the weights hardly change. */
export const etaTooLow: Rule = {
  code: 'eta-too-low',
  find(observed) {
    const { lastEpoch, epochs } = observed
    const last = observed.statistics.at(-1)
    if (!lastEpoch || !last || !observed.costsAtLeast(HIGH_COST)) return undefined
    const change = Math.max(...observed.recent(({ updateNorm, weightNorm }) => updateNorm / weightNorm))
    const gradient = Math.max(...observed.recent(({ gradientNorm }) => gradientNorm))
    const saturated = observed.recent(layer => layer.saturated).at(-1) ?? 0
    if (!(change < SLOW) || gradient < FLOWING || saturated > SATURATED) return undefined
    return {
      severity: change < STANDSTILL ? 'alarm' : 'warning',
      problem: `eta = ${last.eta} is too low`,
      evidence:
        `a mini-batch changes the weights by ${figure(change)} of their size though gradients of ${figure(gradient)} flow, ` +
        `and after ${count(epochs.length, 'epoch')} the training cost is still ${figure(lastEpoch.cost)}`,
      remedy: `try ${last.eta < 1 ? '3' : figure(last.eta * 10)}`,
      explains: ['labels-unrelated', 'class-stuck', 'neurons-stuck'],
    }
  },
}
