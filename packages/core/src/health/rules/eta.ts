import { costOf, type Observations } from '../observations.ts'
import { CONSEQUENCES, type Onset, type Rule } from '../rule.ts'
import { count, figure, percent } from '../wording.ts'
import { isWorseThanConstant } from './outputs.ts'
import { decayOf } from './regularisation.ts'

/** A cost or weight is no longer a finite number. */
export const diverged: Rule = {
  code: 'diverged',
  find(observed) {
    const { finished } = observed
    if (finished?.reason !== 'diverged') return undefined
    const { epoch, position, eta } = finished
    const decay = decayOf(observed, eta)
    const hasOvershot = decay !== undefined && decay.share >= 1
    return {
      severity: 'alarm',
      problem: `The network diverged at eta = ${eta}${hasOvershot ? ` with ${decay.given}` : ''}`,
      evidence:
        `a weight or cost ceased to be a finite number after example ${position} of epoch ${epoch}` +
        `${hasOvershot ? `, for each mini-batch takes eta * l2 / n = ${figure(decay.share)} times every weight off it` : ''}`,
      ...(hasOvershot
        ? { remedy: `begin again with weaker decay: try ${decay.usual}`, change: decay.change }
        : {
            remedy: `begin again with a smaller eta, such as ${figure(observed.smallerThan(eta))}, or smaller inputs`,
            change: { eta: observed.smallerThan(eta) },
          }),
      explains: CONSEQUENCES,
    }
  },
  over: () => 'all numbers of the network are finite again',
}

/** From this many times fewer examples than a mini-batch asks for on, steps are clearly too small. */
const FEWER = 2

/**
 * A mini-batch that asks for more examples than there are: the sum of their gradients is divided by its size
 * all the same (equations 20 and 21), so that the step is smaller than eta says.
 */
export const miniBatchTooLarge: Rule = {
  code: 'mini-batch-too-large',
  find(observed) {
    const { miniBatchSize, data } = observed.spec
    const times = miniBatchSize / data.train
    if (times <= 1) return undefined
    const isAlarm = times >= FEWER && observed.costsAtLeast(HIGH_COST)
    return {
      severity: isAlarm ? 'alarm' : 'warning',
      problem: `A mini-batch of ${count(miniBatchSize, 'example')} is larger than the training data`,
      evidence: `the sum of ${count(data.train, 'gradient')} is divided by its size all the same, so that a step is ${figure(times)} times smaller than eta says`,
      remedy: `make it ${data.train} or less`,
      change: { miniBatchSize: data.train },
      explains: isAlarm ? CONSEQUENCES : ['eta-too-low'],
    }
  },
  over: () => 'the mini-batches are no larger than the training data',
}

/** Share of the output neurons that are stuck. */
const MOST_STUCK = 0.5
/** In a smaller sample a neuron may be near 0 for all examples by chance. */
const SMALLEST_SAMPLE = 30
const VANISHED = 1e-4
/** From here on gradients flow. */
const FLOWING = 0.01

/**
 * Steps so large that they drove the outputs to where the activation function is flat, for every example: no
 * gradient flows; or that killed relus; or that make the outputs worse than constant ones.
 */
export const etaTooHigh: Rule = {
  code: 'eta-too-high',
  find(observed, onset) {
    const harm = saturatedOutputs(observed, onset) ?? harmOfFarTooHigh(observed, onset)
    if (!harm) return undefined
    return {
      severity: 'alarm',
      problem: `eta = ${onset.eta} ${observed.eta < onset.eta && !observed.spec.schedule ? 'was' : 'is'} too high`,
      ...harm,
      remedy: `begin again with a smaller one: try ${figure(observed.smallerThan(onset.eta))}`,
      change: { eta: observed.smallerThan(onset.eta) },
      explains: CONSEQUENCES,
    }
  },
  over: () => 'the network learns in spite of its large eta',
}

interface Harm {
  readonly evidence: string
  readonly layer: number
}

/** With other costs the deltas of saturated outputs are as large as their errors: they may well recover. */
function saturatedOutputs(observed: Observations, { epoch }: Onset): Harm | undefined {
  const { layers, spec } = observed
  if (layers.length === 0 || spec.cost !== 'quadratic') return undefined
  const gradient = Math.max(...layers.map(({ gradientNorm }) => gradientNorm))
  const sampled = observed.statistics.at(-1)?.sampled ?? 0
  // A velocity throws outputs far at first, and takes them back where gradients flow.
  const isTransient = spec.optimiser !== undefined && gradient >= FLOWING
  if (isTransient || (sampled < SMALLEST_SAMPLE && gradient >= VANISHED)) return undefined
  const stuck = shareOfStuckOutputs(observed)
  if (stuck < MOST_STUCK) return undefined
  return {
    evidence: `${percent(stuck)} of the output neurons are saturated since epoch ${epoch}, gradients are at most ${figure(gradient)}`,
    layer: layers.length,
  }
}

/** Such harm may have other causes, where eta is usual. */
function harmOfFarTooHigh(observed: Observations, { epoch, eta }: Onset): Harm | undefined {
  const { deadLayer, lastEpoch, layers, constantCost, spec } = observed
  const isTextbook =
    spec.cost === 'quadratic' && spec.activation === 'sigmoid' && spec.optimiser === undefined
  if (isTextbook || !observed.isFarTooHigh(eta)) return undefined
  const cause =
    spec.optimiser?.name === 'adam' ? `, for a step of Adam changes each weight by about ${eta}` : ''
  if (deadLayer && (deadLayer.isWhole || observed.costsAtLeast(HIGH_COST))) {
    return { evidence: `${deadLayer.evidence} since epoch ${epoch}${cause}`, layer: deadLayer.layer }
  }
  if (!lastEpoch) return undefined
  const cost = `the training cost is ${figure(costOf(lastEpoch))}`
  if (isWorseThanConstant(observed)) {
    return {
      evidence: `since epoch ${epoch} ${cost}, no better than the ${figure(constantCost)} of constant outputs${cause}`,
      layer: layers.length,
    }
  }
  const saturated = observed.saturatedFirst
  if (saturated === undefined) return undefined
  const evidence = `${percent(saturated)} of the activations of hidden layer 1 are saturated since epoch ${epoch}, and ${cost}${cause}`
  return { evidence, layer: 1 }
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
/** A part of the first learning rate that a schedule comes to in the end, as it should. */
const LATE = 0.1
/**
 * Share of the output activations: with more of them saturated, saturation keeps the gradients of the
 * quadratic cost small.
 */
const SATURATED = 0.85

/** Gradients flow, but steps are so small that the weights hardly change. */
export const etaTooLow: Rule = {
  code: 'eta-too-low',
  find(observed) {
    const { lastEpoch, epochs } = observed
    const last = observed.statistics.at(-1)
    if (!lastEpoch || !last || observed.deadLayer || !observed.costsAtLeast(HIGH_COST)) return undefined
    const { schedule, cost, eta } = observed.spec
    if (schedule && last.eta < LATE * eta) return undefined
    const change = Math.max(...observed.recent(({ updateNorm, weightNorm }) => updateNorm / weightNorm))
    const gradient = Math.max(...observed.recent(({ gradientNorm }) => gradientNorm))
    const saturated = observed.recent(layer => layer.saturated).at(-1) ?? 0
    const isHeld = cost === 'quadratic' && saturated > SATURATED
    if (!(change < SLOW) || gradient < FLOWING || isHeld) return undefined
    // A schedule lowers the one that a person can change.
    const given = schedule ? eta : last.eta
    return {
      severity: change < STANDSTILL || isWorseThanConstant(observed) ? 'alarm' : 'warning',
      problem: `eta = ${given} is too low`,
      evidence:
        `a mini-batch changes the weights by ${figure(change)} of their size though gradients of ${figure(gradient)} flow, ` +
        `and after ${count(epochs.length, 'epoch')} the training cost is still ${figure(costOf(lastEpoch))}`,
      remedy: `try ${figure(observed.largerThan(given))}`,
      change: { eta: observed.largerThan(given) },
      explains: ['inputs-ignored', 'outputs-collapsed', 'classes-unbalanced', 'class-stuck', 'neurons-stuck'],
    }
  },
  over: (_, { eta }) => `eta = ${eta} is not too low`,
}
