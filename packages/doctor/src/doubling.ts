import type { Spec } from '@gradus/core'
import { type Attempt, bestFirst, othersOf } from './attempts.ts'
import type { Bench } from './bench.ts'
import type { Change } from './change.ts'
import type { Experiments } from './experiments.ts'
import { isAbove, type Sample, sampleOf } from './sample.ts'
import { fullTrial, isRun, type Scale } from './scale.ts'
import { GAIN, OVERFITTING, SEEDS } from './thresholds.ts'
import { accuracyOf, type TrialResult, trainingAccuracyOf, trialOf } from './trial.ts'

/** Accuracies with half and all of the examples, after equally many mini-batches. */
export interface Doubling {
  readonly half: Sample
  readonly all: Sample
  /** The change that helps most, where one does: both are with it. */
  readonly change: Change | undefined
}

/**
 * The learning curve's last doubling, another half a seed, of a run that knows its training data better than others: of
 * the run with the change that helps most, if one does, so that nothing else keeps it from learning.
 * @returns undefined where it does not overfit, or the budget does not pay for it
 */
export async function doublingOf(
  attempts: readonly Attempt[],
  experiments: Experiments,
  spec: Spec,
  scale: Scale,
  bench: Bench,
): Promise<Doubling | undefined> {
  if (scale.share < 1) return undefined
  const { base, whole } = experiments
  const asItIs = sampleOf(spec, base)
  const [helping] = attempts.filter(({ sample }) => isAbove(sample, asItIs, GAIN)).toSorted(bestFirst)
  const all = helping?.results ?? base
  const [trained] = helping || isRun(scale, spec) || !whole ? all : [whole]
  const gap = trained ? trainingAccuracyOf(trained) - accuracyOf(trained, spec) : 0
  if (gap < OVERFITTING) return undefined
  const trial = helping?.first.trial ?? fullTrial(scale, spec)
  const seeds = [trial.spec, ...othersOf(trial.spec)]
  const more = await bench.run(
    'all of the examples with other seeds',
    seeds.slice(all.length).map(one => ({ trial: { ...trial, spec: one } })),
  )
  const halves = await bench.run(
    'half of the examples',
    seeds.map(({ stop, ...one }, i) => {
      const examples = { share: 1 / 2, from: i / SEEDS }
      return { trial: trialOf({ ...one, epochs: 2 * one.epochs }, { ...trial.data, examples }) }
    }),
  )
  if (halves.length === 0) return undefined
  const resultsOf = (done: readonly { result: TrialResult }[]): TrialResult[] => done.map(one => one.result)
  return {
    half: sampleOf(spec, resultsOf(halves)),
    all: sampleOf(spec, [...all, ...resultsOf(more)]),
    change: helping?.change,
  }
}
