import type { Spec } from '@gradus/core'
import { usualEta } from '@gradus/core/health'
import type { Bench } from './bench.ts'
import { type Change, changed, hiddenChange, otherHidden } from './change.ts'
import { isAbove, meanOf, type Sample, sampleOf } from './sample.ts'
import { fullTrial, isRun, type Scale, shortTrial } from './scale.ts'
import { JUDGED, OTHER_ETA, SEEDS } from './thresholds.ts'
import { type Trial, type TrialResult, trainingAccuracyOf, trialOf, withSeed } from './trial.ts'

/** Shares of the training data on which a learning curve is measured, besides the whole. */
const SHARES = [1 / 8, 1 / 4, 1 / 2] as const
/** Factors of eta in the first round of a sweep. */
const FACTORS = [1, 0.01, 0.1, 1 / 3, 3, 10, 100] as const
/** Factors about the best one in the second round. */
const NEARBY = [1 / 10, 1 / 3, 3, 10] as const
/** Learning rates that are tried at all. */
const LIMITS = { least: 1e-9, most: 1e9 } as const
/** Examples a class that a network is to learn by heart. */
const PER_CLASS = 10
/** Mini-batches within which it is to. */
const UPDATES = 1000

/** A setting of an experiment with its accuracy. */
export interface Measured<T> {
  readonly of: T
  readonly sample: Sample
}

/** Hidden layers that may replace those of the run. */
interface Width {
  readonly change: Change
  readonly isSuspect: boolean
}

/** Results of the small experiments, each a training of the run with one thing changed. */
export interface Experiments {
  /** The run at the length of a trial, a result a seed. */
  readonly base: readonly TrialResult[]
  /** The whole run, where it was trained. */
  readonly whole: TrialResult | undefined
  /** Training accuracy on ten examples a class after 1,000 mini-batches. */
  readonly byHeart: number | undefined
  /** The short run as it is, without inputs, and with labels in another order. */
  readonly asItIs: Sample
  readonly withoutInputs: Sample | undefined
  readonly shuffled: Sample | undefined
  /** By eta, the smallest first. */
  readonly etas: readonly Measured<number>[]
  /** By share of the training data, after equally many mini-batches, the whole last. */
  readonly shares: readonly Measured<number>[]
  readonly widths: readonly Measured<Width>[]
}

/** Does all small experiments that the budget pays for. */
export async function experiment(
  spec: Spec,
  validation: number,
  scale: Scale,
  bench: Bench,
): Promise<Experiments> {
  const judged = Math.min(JUDGED, validation)
  const short = (changedSpec: Spec, data: Trial['data'] = {}): Trial =>
    shortTrial(scale, changedSpec, data, judged)
  const needsWhole = scale.isWhole && !isRun(scale, spec)
  const settings = {
    whole: needsWhole ? [trialOf(spec)] : [],
    base: Array.from({ length: SEEDS }, (_, i) => fullTrial(scale, withSeed(spec, i))),
    asItIs: [short(spec)],
    etas: firstEtas(spec).map(eta => short(withEta(spec, eta))),
    withoutInputs: [short(spec, { inputs: 'zero' })],
    shuffled: [short(spec, { labels: 'shuffled' })],
    byHeart: [byHeartTrial(spec)],
    widths: widthsOf(spec).map(({ change }) => short(changed(spec, change))),
    shares: SHARES.map(share => ({ ...shareTrial(scale, spec, share), judged })),
  }
  const wanted = Object.values(settings)
    .flat()
    .map(trial => ({ trial }))
  const done = await bench.run('small experiments', wanted)
  const results = new Map(done.map(({ trial, result }) => [trial, result]))
  const of = (trials: readonly Trial[]): TrialResult[] => trials.flatMap(trial => results.get(trial) ?? [])
  const base = of(settings.base)
  const [whole] = needsWhole ? of(settings.whole) : base.slice(0, isRun(scale, spec) ? 1 : 0)
  const sampleOfOne = (trial: Trial | undefined): Sample | undefined => {
    const result = trial && results.get(trial)
    return result && sampleOf(spec, [result])
  }
  const measured = <T>(keys: readonly T[], trials: readonly Trial[]): Measured<T>[] =>
    keys.flatMap((key, i) => {
      const sample = sampleOfOne(trials[i])
      return sample ? { of: key, sample } : []
    })
  const asItIs = sampleOfOne(settings.asItIs[0]) ?? sampleOf(spec, base)
  const first = [{ of: spec.eta, sample: asItIs }, ...measured(firstEtas(spec), settings.etas)]
  const [learned] = of(settings.byHeart)
  return {
    base,
    whole,
    byHeart: learned && trainingAccuracyOf(learned),
    asItIs,
    withoutInputs: sampleOfOne(settings.withoutInputs[0]),
    shuffled: sampleOfOne(settings.shuffled[0]),
    etas: await closerEtas(spec, first, bench, eta => short(withEta(spec, eta))),
    shares: [...measured([...SHARES], settings.shares), { of: 1, sample: sampleOf(spec, base.slice(0, 1)) }],
    widths: measured(widthsOf(spec), settings.widths),
  }
}

function withEta(spec: Spec, eta: number): Spec {
  return { ...spec, eta, etaChanges: [] }
}

function widthsOf(spec: Spec): Width[] {
  return otherHidden(spec).map(({ hidden, isSuspect }) => ({ change: hiddenChange(spec, hidden), isSuspect }))
}

/** Learning rates of the first round, without the run's own. */
function firstEtas(spec: Spec): number[] {
  const etas = [...FACTORS.map(factor => rounded(factor * spec.eta)), usualEta(spec)]
  return otherEtas(etas, [spec.eta])
}

/** Those of some learning rates that are far enough from the known ones, and from each other. */
function otherEtas(etas: readonly number[], known: readonly number[]): number[] {
  const others: number[] = []
  const isNear = (one: number, other: number): boolean => Math.max(one / other, other / one) < OTHER_ETA
  for (const eta of etas) {
    const isAllowed = eta >= LIMITS.least && eta <= LIMITS.most
    if (isAllowed && ![...known, ...others].some(other => isNear(eta, other))) others.push(eta)
  }
  return others
}

function rounded(eta: number): number {
  return Number(eta.toPrecision(2))
}

/** Tries learning rates about the best one of the first round. @returns all, the smallest first */
async function closerEtas(
  spec: Spec,
  first: readonly Measured<number>[],
  bench: Bench,
  trialWith: (eta: number) => Trial,
): Promise<Measured<number>[]> {
  const best = bestOf(first)
  const own = first.find(({ of }) => of === spec.eta)
  const ascending = (all: readonly Measured<number>[]): Measured<number>[] =>
    all.toSorted((a, b) => a.of - b.of)
  if (!best || !own || !isAbove(best.sample, own.sample)) return ascending(first)
  const known = first.map(({ of }) => of)
  const etas = otherEtas(
    NEARBY.map(factor => rounded(factor * best.of)),
    known,
  )
  const done = await bench.run(
    'etas near the best',
    etas.map(eta => ({ eta, trial: trialWith(eta) })),
  )
  const closer = done.map(({ eta, result }) => ({ of: eta, sample: sampleOf(spec, [result]) }))
  return ascending([...first, ...closer])
}

/** The setting with the best mean accuracy, the first of equals. */
export function bestOf<T>(settings: readonly Measured<T>[]): Measured<T> | undefined {
  return settings.toSorted((a, b) => meanOf(b.sample) - meanOf(a.sample))[0]
}

/** A share of the data with so many epochs more as keep the number of mini-batches. */
function shareTrial(scale: Scale, { stop, ...spec }: Spec, share: number): Trial {
  const epochs = Math.round(scale.epochs / share)
  return trialOf({ ...spec, epochs }, { examples: { share: scale.share * share } })
}

function byHeartTrial({ stop, keep, ...spec }: Spec): Trial {
  const trial = trialOf(spec, { examples: { perClass: PER_CLASS } }, 1)
  const { train } = trial.spec.data
  const miniBatchSize = Math.min(spec.miniBatchSize, train)
  const epochs = Math.ceil((UPDATES * miniBatchSize) / train)
  return { ...trial, spec: { ...trial.spec, miniBatchSize, epochs } }
}

/** The way from chance to all correct that a sample has come, as a share. */
export function wayOf(
  sample: Sample,
  spec: Spec,
  { withoutInputs }: Pick<Experiments, 'withoutInputs'>,
): number {
  const chance = withoutInputs ? meanOf(withoutInputs) : 1 / (spec.sizes.at(-1) ?? 1)
  return (meanOf(sample) - chance) / Math.max(1e-9, 1 - chance)
}
