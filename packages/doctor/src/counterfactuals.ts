import type { Spec } from '@gradus/core'
import { type Attempt, Attempts, bestFirst, type Idea, onePerQuestion, othersOf } from './attempts.ts'
import type { Bench } from './bench.ts'
import { type Change, changed, epochsChange } from './change.ts'
import { type Doubling, doublingOf } from './doubling.ts'
import { Evidence, isLearning } from './evidence.ts'
import { type Experiments, wayOf } from './experiments.ts'
import { isCured, isPromising, type Sample, sampleOf } from './sample.ts'
import { fullTrial, isRun, type Scale } from './scale.ts'
import type { Sighting } from './sighting.ts'
import { pairsOf, untilThen } from './suspects.ts'
import { CURED_ALONE, FAR, LONGER, MUCH_LONGER, RISING, SEEDS } from './thresholds.ts'
import { accuracyOf, shareOf, type TrialResult, trialOf } from './trial.ts'

/** Changes that were tried, and the one that cures. */
export interface Counterfactuals {
  readonly attempts: readonly Attempt[]
  /** The cure that explains the run best, of those that are nearly as good as the best one. */
  readonly cure: Attempt | undefined
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
  readonly #evidence: Evidence
  /** The run at the length of trials, and at its own. */
  readonly #base: Sample
  readonly #whole: Sample | undefined
  /** The run at half its length, or at that of trials if that is more. */
  readonly #half: Sample | undefined

  constructor(
    spec: Spec,
    scale: Scale,
    bench: Bench,
    experiments: Experiments,
    sightings: readonly Sighting[],
  ) {
    const { base, whole } = experiments
    this.#spec = spec
    this.#scale = scale
    this.#bench = bench
    this.#experiments = experiments
    this.#evidence = new Evidence(spec, sightings)
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
    const proved = await this.#prove(
      together.length > 0 ? together.slice(0, 1) : this.#evidence.inOrder(alone),
    )
    const longer = await this.#longer()
    const whole = await this.#wholeBeside(longer)
    const enough = longer.filter(
      ({ sample, results }) => isCured(sample, sampleOf(this.#spec, whole)) && isLearning(results, whole),
    )
    const [cure] = this.#evidence.inOrder([...proved.cures, ...enough])
    const attempts = [...singles, ...longer]
    const doubling =
      cure === undefined || cure.change.question === 'epochs'
        ? await doublingOf(cure ? [cure] : attempts, this.#experiments, this.#spec, this.#scale, this.#bench)
        : undefined
    return {
      attempts: [...singles, ...pairs, ...longer],
      cure,
      undecided: proved.undecided,
      needsEpochs:
        cure?.change.question === 'epochs'
          ? true
          : longer.length > 0 || this.#isRising() === false
            ? false
            : undefined,
      doubling,
      untilThen: doubling ? await this.#untilThen() : [],
    }
  }

  readonly #ideaOf = (change: Change): Idea => ({
    change,
    trial: fullTrial(this.#scale, changed(this.#spec, change), change.data),
  })

  /** Changes that cure, the best first, if there is evidence that they are the cause. */
  #curesOf(attempts: readonly Attempt[]): Attempt[] {
    return attempts
      .filter(({ change, sample, results }) =>
        [
          this.#evidence.isSuspect(change),
          isCured(sample, this.#base),
          isLearning(results, this.#experiments.base),
        ].every(Boolean),
      )
      .toSorted(bestFirst)
  }

  /** Two changes at once, where none cures alone; beside a cure that leaves much to be learned, what a look shows. */
  async #pairs(singles: readonly Attempt[], cure: Attempt | undefined): Promise<Attempt[]> {
    const way = (sample: Sample): number => wayOf(sample, this.#spec, this.#experiments)
    if (cure ? way(cure.sample) >= CURED_ALONE : way(this.#base) >= FAR) return []
    const ranked = singles.toSorted(bestFirst).map(({ change }) => change)
    const suspects = ranked.filter(change => this.#evidence.isSuspect(change))
    const pairs = pairsOf(this.#spec, suspects).filter(
      pair =>
        !cure ||
        [pair.question, pair.second].every(one => one === cure.change.question || this.#evidence.isSeen(one)),
    )
    return this.#attempts.withSeeds('two changes at once', pairs.map(this.#ideaOf))
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

  /** More epochs of the whole run, where its accuracy still rises at the end, or a look shows that it has few. */
  async #longer(): Promise<Attempt[]> {
    const areFew = this.#evidence.isSeen('epochs')
    if (this.#whole === undefined || (this.#isRising() !== true && !areFew)) return []
    const isFar = wayOf(this.#base, this.#spec, this.#experiments) < FAR
    const ideas = (isFar || areFew ? MUCH_LONGER : LONGER).map(factor => {
      const change = epochsChange(factor * this.#spec.epochs)
      return { change, trial: trialOf(changed(this.#spec, change)) }
    })
    const paid = (times: number): Idea | undefined =>
      ideas.find(({ trial }) => this.#bench.pays(trial, times))
    const idea = paid(SEEDS) ?? paid(1)
    return idea ? this.#attempts.withSeeds('more epochs', [idea], this.#whole) : []
  }

  /** Results of the whole run, with other seeds too if more epochs may cure it: its accuracy is chance as well. */
  async #wholeBeside(longer: readonly Attempt[]): Promise<readonly TrialResult[]> {
    const { base, whole } = this.#experiments
    if (isRun(this.#scale, this.#spec)) return base
    if (!whole) return []
    const isWorthIt = longer.some(({ sample }) => isPromising(sample, sampleOf(this.#spec, [whole])))
    const others = isWorthIt ? othersOf(this.#spec).map(spec => ({ trial: trialOf(spec) })) : []
    const done = await this.#bench.run('the whole run with other seeds', others)
    return [whole, ...done.map(({ result }) => result)]
  }

  /** Whether the last doubling of epochs gained something; undefined where the whole run is not known. */
  #isRising(): boolean | undefined {
    const { whole } = this.#experiments
    return whole && tailOf(whole, this.#spec) >= RISING
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
