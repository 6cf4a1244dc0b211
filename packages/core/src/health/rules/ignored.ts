import { costOf, type Observations } from '../observations.ts'
import type { Rule, Symptom } from '../rule.ts'
import { count, enumerate, figure, percent } from '../wording.ts'
import { largest } from './classes.ts'

/** A cost above this part of the constant cost is no better: the rest is noise of the last mini-batches. */
const CONSTANT = 0.98
const CERTAIN = 1.2
/** An accuracy above this many times the share of the largest class is no chance. */
const CHANCE = 2
/** Mini-batches without any progress. */
const LONGEST_WAIT = 1000
/** Smaller gradients have vanished: then the labels are not the cause. */
const FLOWING = 0.01
/** Share of saturated outputs above which they may still recover, for one more epoch. */
const RECOVERING = 0.5

/**
 * The outputs ignore the inputs: gradients flow, yet the network answers nothing better than how frequent the
 * classes are. Several causes look alike, which only a trial tells apart: the likeliest is named first.
 */
export const inputsIgnored: Rule = {
  code: 'inputs-ignored',
  find(observed) {
    const { lastEpoch, constantCost, evaluation, miniBatches } = observed
    if (!lastEpoch || miniBatches < LONGEST_WAIT || hasOneLabel(observed)) return undefined
    if (!isNoBetterThanConstant(observed)) return undefined
    const gradients = observed.recent(({ gradientNorm }) => gradientNorm)
    // Labels that nothing can be learnt of also kill relus, so that the outputs get little to go by.
    const gradient = observed.spec.activation === 'relu' ? Math.max(...gradients) : gradients.at(-1)
    if (gradient === undefined || gradient < FLOWING) return undefined
    const accuracy = evaluation && evaluation.correct / evaluation.total
    if (accuracy !== undefined && accuracy > CHANCE * largestShare(observed)) return undefined
    return {
      severity: 'alarm',
      problem: 'The outputs ignore the inputs',
      evidence:
        `after ${count(miniBatches, 'mini-batch', 'mini-batches')} the training cost is ${figure(costOf(lastEpoch))}, no better than the ${figure(constantCost)} of constant outputs` +
        `${accuracy === undefined ? '' : `, and the accuracy is ${percent(accuracy)}`}, though gradients of ${figure(gradient)} flow`,
      ...remedyOf(causesOf(observed)),
      explains: ['outputs-collapsed', 'class-stuck', 'neurons-dead', 'neurons-stuck'],
    }
  },
  over: () => 'the outputs depend on the inputs',
}

/** A cause that is possible, and the trial that tells. */
interface Cause extends Pick<Symptom, 'change'> {
  readonly name: string
  readonly trial: string
  /** Figures that speak for it, where some do. */
  readonly sign: string | undefined
}

/** Share of a hidden layer's activations: so many saturated ones tell next to nothing of the inputs. */
const SATURATED = 0.95
/** Part of the output layer's gradient that arrives at the first layer: a smaller one says that the start is dead. */
const ARRIVING = 0.05
/** Change of the weights in a mini-batch, as a part of them: usual ones are several times as large. */
const SMALL = 3e-3

/** The causes, the likeliest first: those that figures speak for, then the labels, then those that none does. */
function causesOf(observed: Observations): Cause[] {
  const others = [...deadStart(observed), ...tinyEta(observed)]
  const labels: Cause = {
    name: 'labels that have nothing to do with the inputs',
    trial: 'check that every label stands beside its own example',
    sign: undefined,
  }
  const signs = others.filter(({ sign }) => sign !== undefined)
  return [...signs, labels, ...others.filter(({ sign }) => sign === undefined)]
}

/** Initial weights that let hardly anything through, forwards or backwards; impossible without a hidden layer. */
function deadStart(observed: Observations): Cause[] {
  const { spec, layers } = observed
  if (spec.sizes.length < 3) return []
  const isRelu = spec.activation === 'relu'
  const initialiser = isRelu ? 'he' : 'scaled'
  const gradients = observed.recent(({ gradientNorm }) => gradientNorm)
  const [first, output] = [gradients[0], gradients[gradients.length - 1]]
  const saturated = observed.recent(layer => layer.saturated).slice(0, -1)
  const most = isRelu ? -1 : saturated.findIndex(share => share >= SATURATED)
  const signs = [
    ...(most >= 0 ? [`${percent(saturated[most])} of hidden layer ${most + 1} is saturated`] : []),
    ...(first < ARRIVING * output
      ? [`hidden layer 1 gets a gradient of ${figure(first)}, the output layer one of ${figure(output)}`]
      : []),
  ]
  const isDrawnSo = (spec.initialiser ?? 'textbook') === initialiser
  return [
    {
      name: 'a dead start',
      trial: isDrawnSo
        ? `begin again with another seed${layers.length > 2 ? ' or fewer hidden layers' : ''}`
        : `begin again with weights drawn by ${initialiser}`,
      sign: signs.length > 0 ? enumerate(signs) : undefined,
      ...(!isDrawnSo && { change: { initialiser } }),
    },
  ]
}

/** Steps too small to leave the start; impossible where eta is not below the usual one. */
function tinyEta(observed: Observations): Cause[] {
  const { eta } = observed
  const change = Math.max(...observed.recent(({ updateNorm, weightNorm }) => updateNorm / weightNorm))
  if (eta >= observed.usualEta && change >= SMALL) return []
  const larger = observed.largerThan(eta)
  return [
    {
      name: `an eta of ${eta} that is too low`,
      trial: `try ${figure(larger)}`,
      sign:
        change < SMALL ? `a mini-batch changes the weights by ${figure(change)} of their size` : undefined,
      change: { eta: larger },
    },
  ]
}

function remedyOf([first, ...others]: readonly Cause[]): Pick<Symptom, 'remedy' | 'change'> {
  const told = ({ name, trial, sign }: Cause): string =>
    `${name}${sign === undefined ? '' : `, for ${sign}`} (${trial})`
  return {
    remedy: `the likeliest cause is ${told(first)}${others.map(cause => `, then ${told(cause)}`).join('')}`,
    ...(first.change && { change: first.change }),
  }
}

function isNoBetterThanConstant({ epochs, evaluation, layers, constantCost, spec }: Observations): boolean {
  const least = CONSTANT * constantCost
  // A cost with logarithms that is much higher is that of certain answers, not of constant ones.
  if (spec.cost !== 'quadratic' && costOf(epochs[epochs.length - 1]) > CERTAIN * constantCost) return false
  const isRecovering = (layers.at(-1)?.saturated ?? 1) > RECOVERING
  if (isRecovering && epochs.length < 2) return false
  return epochs.slice(-2).every(record => costOf(record) >= least) && (evaluation?.cost ?? least) >= least
}

/** Whether all examples have the same label, so that constant outputs are the best. */
function hasOneLabel({ profile, outputSize }: Observations): boolean {
  return profile ? profile.constantCost === 0 : outputSize === 1
}

function largestShare({ profile, outputSize }: Observations): number {
  return profile ? largest(profile.classes) / profile.examples : 1 / outputSize
}
