import type { Dropout } from '../../chance.ts'
import type { SpecChange } from '../health.ts'
import { costOf, type Observations } from '../observations.ts'
import { CONSEQUENCES, type Rule, type Symptom } from '../rule.ts'
import { count, enumerate, figure, rounded } from '../wording.ts'

/** Lambda for each training example: 5 for 50,000 (Nielsen, chapter 3), and what is far too much. */
export const USUAL_LAMBDA = 1e-4
const LARGE_LAMBDA = 0.01

/** Decay of the weights, as a Spec has it. */
interface Decay {
  /** Such as `l2 = 5`, and the same with lambdas that suit the number of examples. */
  readonly given: string
  readonly usual: string
  readonly change: SpecChange
  /** The larger lambda for each training example. */
  readonly lambda: number
  /** The part of every weight that L2 takes off it in a mini-batch; 0 of Adam, which rescales gradients. */
  readonly share: number
}

/** The decay at hand; undefined where no weights decay. */
export function decayOf({ spec }: Observations, eta: number): Decay | undefined {
  const { l1 = 0, l2 = 0, optimiser } = spec
  const n = spec.data.train
  const lambdas = Object.entries({ l1, l2 }).filter(([, lambda]) => lambda > 0)
  if (lambdas.length === 0) return undefined
  const usual = rounded(USUAL_LAMBDA * n)
  return {
    given: lambdas.map(([name, lambda]) => `${name} = ${lambda}`).join(' and '),
    usual: lambdas.map(([name]) => `${name} = ${figure(usual)}`).join(' and '),
    change: Object.fromEntries(lambdas.map(([name]) => [name, usual])),
    lambda: Math.max(l1, l2) / n,
    share: optimiser?.name === 'adam' ? 0 : (eta * l2) / n,
  }
}

/** Norms over all weights, of the gradient of the examples and of that of the decay. */
function gradientsOf(observed: Observations): { readonly examples: number; readonly decay: number } {
  const { l1 = 0, l2 = 0, sizes, data } = observed.spec
  const weights = observed.recent(({ weightNorm }) => weightNorm)
  const decays = weights.map((norm, l) => Math.hypot(l2 * norm, l1 * Math.sqrt(sizes[l] * sizes[l + 1])))
  return {
    examples: Math.hypot(...observed.recent(({ gradientNorm }) => gradientNorm)),
    decay: Math.hypot(...decays) / data.train,
  }
}

/** Shares of the constant cost: below the first a network learns enough, from the second on hardly at all. */
const HIGH_COST = 0.5
const HIGHEST_COST = 0.9
/** Decay as a part of the gradient: that of a single mini-batch is mostly noise, which adds up to nothing. */
const STRONG = 0.1
/** Smaller gradients have vanished, for another reason. */
const VANISHED = 1e-4

/** Weights decay faster than the gradient builds them up. */
export const decayTooStrong: Rule = {
  code: 'decay-too-strong',
  find(observed, onset) {
    const decay = decayOf(observed, onset.eta)
    if (!decay) return undefined
    const { lastEpoch } = observed
    const { examples, decay: pull } = gradientsOf(observed)
    const isStrong = decay.lambda >= LARGE_LAMBDA && examples >= VANISHED && pull >= STRONG * examples
    const overshoots = decay.share >= 1
    if (!overshoots && !(isStrong && observed.costsAtLeast(HIGH_COST))) return undefined
    const evidence = [
      ...(decay.share > 0
        ? [`each mini-batch takes eta * l2 / n = ${figure(decay.share)} times every weight off it`]
        : []),
      ...(isStrong
        ? [`the decay is ${figure(pull / examples)} times the gradient since epoch ${onset.epoch}`]
        : []),
      ...(lastEpoch ? [`the training cost without that of the weights is ${figure(costOf(lastEpoch))}`] : []),
    ]
    return {
      severity: overshoots || observed.costsAtLeast(HIGHEST_COST) ? 'alarm' : 'warning',
      problem: `The weights decay too much with ${decay.given}`,
      evidence: enumerate(evidence),
      remedy: `try ${decay.usual}`,
      change: decay.change,
      explains: [...CONSEQUENCES, 'too-few-examples'],
    }
  },
  over: () => 'the network learns in spite of the decay',
}

/** Shares of dropped neurons, and numbers of those that are left, beyond which a layer says too little. */
const MOST_DROPPED = 0.9
const FEWEST_LEFT = 10
/** Mini-batches before which a small layer may just be slow. */
const LATEST_START = 1000

/** Dropout leaves so few neurons that they do not learn to answer. */
export const dropoutTooHigh: Rule = {
  code: 'dropout-too-high',
  find(observed) {
    const { lastEpoch, spec, miniBatches, constantCost } = observed
    const { dropout = { hidden: 0, input: 0 }, sizes } = spec
    const isHigh = observed.costsAtLeast(HIGH_COST)
    const leftOf = (l: number): number => sizes[l] * (1 - shareOf(dropout, l))
    const layer = sizes.slice(0, -1).findIndex((_, l) => {
      const [share, isFew] = [shareOf(dropout, l), leftOf(l) < FEWEST_LEFT]
      const isMost = share >= MOST_DROPPED
      if (!lastEpoch) return isMost && isFew
      return isHigh && (isMost || (share > 0 && isFew && miniBatches >= LATEST_START))
    })
    if (layer < 0) return undefined
    const share = shareOf(dropout, layer)
    const isInput = layer === 0
    const cost =
      lastEpoch &&
      `after ${count(observed.epochs.length, 'epoch')} the training cost is still ${figure(costOf(lastEpoch))}, that of constant outputs ${figure(constantCost)}`
    return {
      severity: observed.costsAtLeast(HIGHEST_COST) ? 'alarm' : 'warning',
      problem: `Dropout of ${share} leaves too few ${isInput ? 'inputs' : 'neurons'}`,
      evidence:
        `about ${figure(leftOf(layer))} of ${sizes[layer]} ${isInput ? 'inputs' : `neurons of hidden layer ${layer}`} take part in each example` +
        `${cost === undefined ? '' : `, and ${cost}`}`,
      ...(isInput
        ? { remedy: 'try 0.2', change: { dropout: { ...dropout, input: 0.2 } } }
        : remedyOfFew(dropout, sizes, layer)),
      layer,
      explains: CONSEQUENCES,
    }
  },
  over: () => 'the network learns in spite of dropout',
}

/** Half of the neurons, if that is fewer than are dropped now, and twice as many if else too few are left. */
function remedyOfFew(
  dropout: Dropout,
  sizes: readonly number[],
  layer: number,
): Pick<Symptom, 'remedy' | 'change'> {
  const isHalf = dropout.hidden > 0.5
  const isWider = sizes[layer] / 2 < FEWEST_LEFT
  const remedies = [...(isHalf ? ['0.5'] : []), ...(isWider ? ['more hidden neurons'] : [])]
  return {
    remedy: `try ${remedies.join(' and ')}`,
    change: {
      ...(isHalf && { dropout: { ...dropout, hidden: 0.5 } }),
      ...(isWider && { sizes: sizes.map((size, l) => (l === layer ? 2 * FEWEST_LEFT : size)) }),
    },
  }
}

function shareOf({ hidden, input }: Dropout, layer: number): number {
  return layer === 0 ? input : hidden
}
