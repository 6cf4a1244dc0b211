import type { Spec } from '@gradus/core'
import { usualEta } from '@gradus/core/health'
import {
  type Attempt,
  Attempts,
  bestFirst,
  errorsOf,
  type Idea,
  onePerQuestion,
  othersOf,
} from './attempts.ts'
import type { Bench } from './bench.ts'
import { type Change, changed, epochsChange } from './change.ts'
import { type Experiments, wayOf } from './experiments.ts'
import { isCured, type Sample, sampleOf } from './sample.ts'
import { fullTrial, isRun, type Scale } from './scale.ts'
import { pairsOf, untilThen } from './suspects.ts'
import { CURED_ALONE, FAR, LONGER, MUCH_LONGER, NEARLY, OVERFITTING, RISING } from './thresholds.ts'
import { accuracyOf, shareOf, type TrialResult, trainingAccuracyOf, trialOf } from './trial.ts'

/** Accuracies with half and all of the examples, after equally many mini-batches. */
export interface Doubling {
  readonly half: Sample
  readonly all: Sample
  /** The change that cures all else, where there is one: both are with it. */
  readonly change: Change | undefined
}

/** Changes that were tried, and those that cure. */
export interface Counterfactuals {
  readonly attempts: readonly Attempt[]
  /** The best cure, and others that are nearly as good and answer other questions. */
  readonly cures: readonly Attempt[]
  /** Changes that cure at the length of trials, though the whole run may do as well. */
  readonly undecided: readonly Attempt[]
  /** Whether more epochs are needed; undefined where that is not known. */
  readonly needsEpochs: boolean | undefined
  /** The last doubling of the examples, of a run that knows those it trains on better than others. */
  readonly doubling: Doubling | undefined
  /** Changes that may help a run with too few examples. */
  readonly untilThen: readonly Attempt[]
}

/** Tries changes on a run: each alone, the promising ones with other seeds, pairs, and more epochs. */
export class CounterfactualTrials {
  readonly #spec: Spec
  readonly #scale: Scale
  readonly #bench: Bench
  readonly #attempts: Attempts
  readonly #experiments: Experiments
  /** The run at the length of trials, and at its own. */
  readonly #base: Sample
  readonly #whole: Sample | undefined
  /** The run at half its length, or at that of trials if that is more. */
  readonly #half: Sample | undefined

  constructor(spec: Spec, scale: Scale, bench: Bench, experiments: Experiments) {
    const { base, whole } = experiments
    this.#spec = spec
    this.#scale = scale
    this.#bench = bench
    this.#experiments = experiments
    this.#base = sampleOf(spec, base)
    this.#attempts = new Attempts(bench, this.#base)
    const isSame = isRun(scale, spec)
    this.#whole = isSame ? this.#base : whole && sampleOf(spec, [whole])
    const isHalf = scale.share === 1 && 2 * scale.epochs >= spec.epochs
    this.#half = isHalf ? this.#base : whole && sampleOf(spec, [halfOf(whole)])
  }

  async run(suspects: readonly Change[]): Promise<Counterfactuals> {
    const singles = await this.#attempts.withSeeds('suspects', suspects.map(this.#ideaOf))
    const alone = this.#curesOf(singles)
    const pairs = await this.#pairs(singles, alone[0])
    const together = this.#curesOf(pairs).filter(
      ({ sample }) => alone[0] === undefined || isCured(sample, alone[0].sample),
    )
    const proved = await this.#prove(together.length > 0 ? together.slice(0, 1) : this.#inOrder(alone))
    const longer = await this.#longer()
    const [epochs] = longer.filter(({ sample }) => this.#whole && isCured(sample, this.#whole))
    const fewest = errorsOf(proved.cures[0])
    const isBest = epochs !== undefined && errorsOf(epochs) * NEARLY < fewest
    const cures = isBest ? [epochs] : proved.cures.filter(cure => errorsOf(cure) <= NEARLY * fewest)
    const doubling = await this.#doubling(cures[0])
    return {
      attempts: [...singles, ...pairs, ...longer],
      cures: onePerQuestion(cures),
      undecided: proved.undecided,
      needsEpochs: isBest ? true : longer.length > 0 || this.#isRising() === false ? false : undefined,
      doubling,
      untilThen: doubling ? await this.#untilThen() : [],
    }
  }

  readonly #ideaOf = (change: Change): Idea => ({
    change,
    trial: fullTrial(this.#scale, changed(this.#spec, change), change.data),
  })

  #curesOf(attempts: readonly Attempt[]): Attempt[] {
    return attempts.filter(({ sample }) => isCured(sample, this.#base)).toSorted(bestFirst)
  }

  /** Cures, the best first; but the usual eta comes before another one that is hardly better. */
  #inOrder(cures: readonly Attempt[]): Attempt[] {
    const [best] = cures
    const usual = cures.find(({ change }) => change.fields.eta === usualEta(this.#spec))
    if (best?.change.fields.eta === undefined || !usual) return [...cures]
    if (errorsOf(usual) > NEARLY * errorsOf(best)) return [...cures]
    return [usual, ...cures.filter(cure => cure !== usual)]
  }

  /** Two changes at once, where none cures alone or the cure leaves much to be learned. */
  async #pairs(singles: readonly Attempt[], cure: Attempt | undefined): Promise<Attempt[]> {
    const way = (sample: Sample): number => wayOf(sample, this.#spec, this.#experiments)
    if (cure ? way(cure.sample) >= CURED_ALONE : way(this.#base) >= FAR) return []
    const ranked = singles.toSorted(bestFirst).map(({ change }) => change)
    return this.#attempts.withSeeds('two changes at once', pairsOf(this.#spec, ranked).map(this.#ideaOf))
  }

  /**
   * Proves cures on the whole data and, where half the run does as well as they in a trial, at its length. Only the
   * best two are proved so.
   */
  async #prove(cures: readonly Attempt[]): Promise<{ cures: Attempt[]; undecided: Attempt[] }> {
    const [whole, half] = [this.#whole, this.#half]
    const isEnough = ({ sample }: Attempt): boolean =>
      this.#scale.share === 1 && (half === undefined || isCured(sample, half))
    const done = cures.filter(isEnough)
    const open = onePerQuestion(cures.filter(cure => !isEnough(cure))).slice(0, 2)
    const proved = await this.#attempts.once(
      'cures of the whole run',
      open.map(({ change }) => ({ change, trial: trialOf(changed(this.#spec, change), change.data) })),
    )
    const isProved = ({ sample }: Attempt): boolean => whole === undefined || isCured(sample, whole)
    return {
      cures: proved.length === 0 ? done : [...done, ...proved.filter(isProved)].toSorted(bestFirst),
      undecided: open.filter(cure => !proved.some(({ change }) => change === cure.change)),
    }
  }

  /** More epochs of the whole run, where its accuracy still rises at the end. */
  async #longer(): Promise<Attempt[]> {
    if (this.#whole === undefined || this.#isRising() !== true) return []
    const isFar = wayOf(this.#base, this.#spec, this.#experiments) < FAR
    const ideas = (isFar ? MUCH_LONGER : LONGER).map(factor => {
      const change = epochsChange(factor * this.#spec.epochs)
      return { change, trial: trialOf(changed(this.#spec, change)) }
    })
    const idea = ideas.find(({ trial }) => this.#bench.pays(trial))
    return idea ? this.#attempts.withSeeds('more epochs', [idea], this.#whole) : []
  }

  /** Whether the last doubling of epochs gained something; undefined where the whole run is not known. */
  #isRising(): boolean | undefined {
    const { whole } = this.#experiments
    return whole && tailOf(whole, this.#spec) >= RISING
  }

  /** The learning curve's last doubling, of the cured run if there is a cure, with all seeds. */
  async #doubling(cure: Attempt | undefined): Promise<Doubling | undefined> {
    const { base, whole } = this.#experiments
    const trained = cure?.first.result ?? whole ?? base[0]
    const gap = trained ? trainingAccuracyOf(trained) - accuracyOf(trained, this.#spec) : 0
    if (gap < OVERFITTING || this.#scale.share < 1) return undefined
    const { stop, ...spec } = cure ? cure.first.trial.spec : { ...this.#spec, epochs: this.#scale.epochs }
    const data = { ...cure?.change.data, examples: { share: 1 / 2 } }
    const done = await this.#bench.run(
      'half of the examples',
      [spec, ...othersOf(spec)].map(one => ({ trial: trialOf({ ...one, epochs: 2 * spec.epochs }, data) })),
    )
    if (done.length === 0) return undefined
    const half = sampleOf(
      spec,
      done.map(({ result }) => result),
    )
    return { half, all: cure?.sample ?? this.#base, change: cure?.change }
  }

  async #untilThen(): Promise<Attempt[]> {
    return this.#attempts.withSeeds('remedies for few examples', untilThen(this.#spec).map(this.#ideaOf))
  }
}

/** A run that ends after half its epochs. */
function halfOf(result: TrialResult): TrialResult {
  const { epochs } = result
  return { ...result, epochs: epochs.slice(0, Math.ceil(epochs.length / 2)) }
}

/** Accuracy gained by the last doubling of epochs; all of it after a single one. */
function tailOf(result: TrialResult, spec: Spec): number {
  const half = Math.floor(result.epochs.length / 2)
  const before = result.epochs.slice(0, half)
  const best = Math.max(0, ...before.slice(-2).map(({ validation }) => shareOf(validation)))
  return accuracyOf(result, spec) - best
}
