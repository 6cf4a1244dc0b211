import { costOf } from '../observations.ts'
import { CONSEQUENCES, type Rule } from '../rule.ts'
import { figure, percent } from '../wording.ts'

/** Share of the constant cost: below it, the network learns enough in spite of a weak layer. */
const HIGH_COST = 0.5

/** Largest difference between the mean activations of identical neurons. */
const SPREAD = 1e-9

/**
 * All neurons of a hidden layer do the same and get the same gradients, so that they never come to differ.
 */
export const neuronsIdentical: Rule = {
  code: 'neurons-identical',
  find({ layers }) {
    const index = layers
      .slice(0, -1)
      .findIndex(({ neuronActivations: all, saturated }) => all.length > 1 && saturated < 1 && areEqual(all))
    if (index < 0) return undefined
    const layer = layers[index]
    return {
      severity: 'alarm',
      problem: `All ${layer.neuronActivations.length} neurons of hidden layer ${index + 1} do the same`,
      evidence: `each has the mean activation ${figure(layer.activation)}, and equal neurons get equal gradients`,
      remedy: 'begin again with random weights and biases instead of equal ones',
      layer: index + 1,
      explains: CONSEQUENCES,
    }
  },
  over: ({ layer }) => `the neurons of hidden layer ${layer} differ`,
}

function areEqual(activations: readonly number[]): boolean {
  return activations.every(activation => Math.abs(activation - activations[0]) < SPREAD)
}

/**
 * The sums into the first hidden layer are so large that it outputs only 0 or 1, and no gradient passes it.
 */
export const saturatedStart: Rule = {
  code: 'saturated-start',
  find(observed, onset) {
    const saturated = observed.saturatedFirst
    if (saturated === undefined) return undefined
    const { started, profile } = observed
    const [inputs, neurons] = started.spec.sizes
    const isTextbook = (started.spec.initialiser ?? 'textbook') === 'textbook'
    const weights = observed.layers[0].weightNorm / Math.sqrt(inputs * neurons)
    const sizes = `its weights are of size ${figure(weights)}${profile ? ` and the inputs of size ${figure(profile.rms)}` : ''}`
    return {
      severity: 'alarm',
      problem: 'Hidden layer 1 is saturated',
      evidence: `${percent(saturated)} of its activations are at the ends of their range since epoch ${onset.epoch}, ${sizes}`,
      remedy: 'make the inputs or the initial weights smaller',
      ...(isTextbook && { change: { initialiser: 'scaled' } }),
      layer: 1,
      explains: ['gradients-vanish', 'eta-too-low', 'inputs-ignored', 'class-stuck', 'neurons-stuck'],
    }
  },
  over: () => 'hidden layer 1 lets the network learn',
}

/** A vanished gradient of the first layer, and its part of the output layer's. */
const VANISHED = 1e-4
const VANISHED_PART = 1e-3

/**
 * Every layer passes a part of the gradient back: in a deep network next to nothing arrives at the first
 * layer.
 */
export const gradientsVanish: Rule = {
  code: 'gradients-vanish',
  find(observed, onset) {
    const gradients = observed.recent(({ gradientNorm }) => gradientNorm)
    const { lastEpoch, spec } = observed
    const { sizes } = spec
    if (!lastEpoch || observed.deadLayer || gradients.length < 3 || !observed.costsAtLeast(HIGH_COST))
      return undefined
    const first = gradients[0]
    const output = gradients[gradients.length - 1]
    if (first >= VANISHED || first >= VANISHED_PART * output) return undefined
    return {
      severity: 'alarm',
      problem: `Gradients vanish on their way back through ${gradients.length - 1} hidden layers`,
      evidence:
        `that of the output layer is ${figure(output)} and that of hidden layer 1 only ${figure(first)} since epoch ${onset.epoch}, ` +
        `and the training cost is still ${figure(costOf(lastEpoch))}`,
      remedy: 'try fewer or wider hidden layers',
      change: { sizes: [sizes[0], Math.max(...sizes.slice(1, -1)), sizes[sizes.length - 1]] },
      layer: 1,
      explains: ['eta-too-low', 'inputs-ignored', 'class-stuck', 'neurons-stuck'],
    }
  },
  over: () => 'the network learns through all of its hidden layers',
}

/** Most relus of a hidden layer are 0 for every example. */
export const neuronsDead: Rule = {
  code: 'neurons-dead',
  find(observed, onset) {
    const { deadLayer, lastEpoch } = observed
    if (!deadLayer || !lastEpoch || !observed.costsAtLeast(INSUFFICIENT)) return undefined
    const { layer, isWhole, evidence } = deadLayer
    return {
      severity: isWhole ? 'alarm' : 'warning',
      problem: `Most neurons of hidden layer ${layer} are dead`,
      evidence: `${evidence} since epoch ${onset.epoch}, so that no gradient passes them, and the training cost is ${figure(costOf(lastEpoch))}`,
      remedy: `begin again with weights drawn by he and a smaller eta: try ${figure(observed.smallerThan(onset.eta))}`,
      change: { initialiser: 'he', eta: observed.smallerThan(onset.eta) },
      layer,
      explains: ['outputs-collapsed', 'class-stuck'],
    }
  },
  over: ({ layer }) => `enough neurons of hidden layer ${layer} are alive`,
}

/** Share of a layer's neurons that are stuck. */
const MOST_STUCK = 0.5
/** In a smaller sample a neuron may be saturated for all examples by chance. */
const SMALLEST_SAMPLE = 30
/** Share of the constant cost: below it, the other neurons suffice. */
const INSUFFICIENT = 0.25

/** Most neurons of a hidden layer output the same for every example: they are no use, and learn no more. */
export const neuronsStuck: Rule = {
  code: 'neurons-stuck',
  find(observed, onset) {
    const { layers, statistics, lastEpoch, spec } = observed
    const sampled = statistics.at(-1)?.sampled ?? 0
    if (
      !lastEpoch ||
      spec.activation === 'relu' ||
      sampled < SMALLEST_SAMPLE ||
      !observed.costsAtLeast(INSUFFICIENT)
    )
      return undefined
    const index = layers
      .slice(0, -1)
      .findIndex((layer, l) => observed.stuckNeurons(l).length > MOST_STUCK * layer.neuronActivations.length)
    if (index < 0) return undefined
    const stuck = observed.stuckNeurons(index).length
    return {
      severity: 'warning',
      problem: `Most neurons of hidden layer ${index + 1} are stuck`,
      evidence:
        `${stuck} of ${layers[index].neuronActivations.length} are saturated on the same side for all ${sampled} sampled examples since epoch ${onset.epoch}, ` +
        `and the training cost is ${figure(costOf(lastEpoch))}`,
      remedy: 'try smaller inputs, smaller initial weights or a smaller eta',
      layer: index + 1,
    }
  },
  over: ({ layer }) => `enough neurons of hidden layer ${layer} tell examples apart`,
}
