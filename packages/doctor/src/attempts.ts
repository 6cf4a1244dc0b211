import type { Spec } from '@gradus/core'
import type { Bench } from './bench.ts'
import type { Change } from './change.ts'
import { isPromising, meanOf, type Sample, sampleOf } from './sample.ts'
import { PROMISING, SEEDS } from './thresholds.ts'
import { type Trial, type TrialResult, withSeed } from './trial.ts'

/** A training that a command can repeat, if it is one of all data. */
interface Training {
  readonly trial: Trial
  readonly result: TrialResult
}

/** A change that was tried on the run, everything else being the same. */
export interface Attempt {
  readonly change: Change
  /** A result a seed, the run's own first. */
  readonly results: readonly TrialResult[]
  readonly sample: Sample
  /** The training with the run's own seed. */
  readonly first: Training
}

/** A change that is to be tried, as the trial with the run's own seed. */
export interface Idea {
  readonly change: Change
  readonly trial: Trial
}

/** Tries changes, and the promising ones again with other seeds. */
export class Attempts {
  readonly #bench: Bench
  /** The run at the length of trials. */
  readonly #base: Sample

  constructor(bench: Bench, base: Sample) {
    this.#bench = bench
    this.#base = base
  }

  /** Tries changes once, as far as the budget pays for them. */
  async once(name: string, ideas: readonly Idea[]): Promise<Attempt[]> {
    const done = await this.#bench.run(name, ideas)
    return done.map(({ change, trial, result }) => ({
      ...{ change, results: [result], sample: sampleOf(trial.spec, [result]) },
      first: { trial, result },
    }))
  }

  /**
   * Tries changes, and those that leave the fewest errors with other seeds.
   * @param base the run that is to be bettered; by default at the length of trials
   */
  async withSeeds(name: string, ideas: readonly Idea[], base = this.#base): Promise<Attempt[]> {
    const attempts = await this.once(name, ideas)
    const promising = attempts
      .filter(({ sample }) => isPromising(sample, base))
      .toSorted(bestFirst)
      .slice(0, PROMISING)
    const wanted = promising.flatMap(({ change, first: { trial } }) =>
      othersOf(trial.spec).map(spec => ({ change, trial: { ...trial, spec } })),
    )
    const done = await this.#bench.run('promising ones with other seeds', wanted)
    return attempts.map(attempt => {
      const more = done.filter(({ change }) => change === attempt.change).map(({ result }) => result)
      const results = [...attempt.results, ...more]
      return { ...attempt, results, sample: sampleOf(attempt.first.trial.spec, results) }
    })
  }
}

/** A Spec with the other seeds. */
export function othersOf(spec: Spec): Spec[] {
  return Array.from({ length: SEEDS - 1 }, (_, i) => withSeed(spec, i + 1))
}

/** The best first, by their mean accuracies. */
export function bestFirst(a: { readonly sample: Sample }, b: { readonly sample: Sample }): number {
  return meanOf(b.sample) - meanOf(a.sample)
}

/** The best attempt of each question. */
export function onePerQuestion(attempts: readonly Attempt[]): Attempt[] {
  return attempts.filter(
    ({ change }, i) => attempts.findIndex(other => other.change.question === change.question) === i,
  )
}
