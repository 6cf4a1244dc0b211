import type { Spec } from '@gradus/core'
import type { Bench } from './bench.ts'
import type { Counterfactuals } from './counterfactuals.ts'
import type { Doubling } from './doubling.ts'
import { type Experiments, wayOf } from './experiments.ts'
import type { FirstSteps } from './first-steps.ts'
import { isAbove, meanOf, type Sample, sampleOf } from './sample.ts'
import type { Scale } from './scale.ts'
import type { Sighting } from './sighting.ts'
import type { Step } from './step.ts'
import { BY_HEART, CHANCE, GAIN, MORE_EXAMPLES } from './thresholds.ts'

/** All that an examination has found. */
export interface Findings {
  readonly spec: Spec
  readonly scale: Scale
  /** Sightings of the look, faults first. */
  readonly sightings: readonly Sighting[]
  /** Shares of saturated activations in the first network, the first layer after the input first. */
  readonly saturatedFirst: readonly number[]
  readonly experiments: Experiments
  readonly counterfactuals: Counterfactuals
  /** eta against the best step from the first network; undefined of optimisers whose step is another. */
  readonly step: Step | undefined
  /** Saturation in the first mini-batches of the run. */
  readonly firstSteps: FirstSteps
  readonly bench: Pick<Bench, 'spent' | 'trials'>
}

/** Sightings that are wrong in themselves. */
export function faultsOf({ sightings }: Pick<Findings, 'sightings'>): Sighting[] {
  return sightings.filter(({ severity }) => severity === 'fault')
}

/** Whether labels in another order are learned as well, by a network that can learn a few by heart, whatever is changed. */
export function isUnrelated(findings: Findings): boolean {
  const { spec, experiments, counterfactuals } = findings
  const { byHeart = 0, shuffled } = experiments
  const way = wayOf({ accuracies: [byHeart], judged: 1 }, spec, experiments)
  const chance = chanceOf(spec, experiments)
  const isLearned = counterfactuals.attempts.some(({ sample }) => isAbove(sample, chance, GAIN))
  return way >= BY_HEART && !isLearned && shuffled !== undefined && isAtChance(findings)
}

/** Accuracies that chance may reach: those of the run, were its mean that of the best guess. */
function chanceOf(spec: Spec, { base, withoutInputs, shuffled }: Experiments): Sample {
  const { accuracies, judged } = sampleOf(spec, base)
  const mean = meanOf({ accuracies, judged })
  const guesses = [withoutInputs, shuffled].flatMap(guess => (guess ? [meanOf(guess)] : []))
  const best = Math.max(mean, ...guesses)
  return { accuracies: accuracies.map(accuracy => accuracy + best - mean), judged }
}

/** Whether the run learns nothing from its inputs. */
export function isAtChance({ spec, experiments }: Findings): boolean {
  const { base, withoutInputs, shuffled } = experiments
  if (base.every(({ problem }) => problem !== undefined)) return true
  const sample = sampleOf(spec, base)
  if (wayOf(sample, spec, experiments) >= CHANCE) return false
  return [withoutInputs, shuffled].some(chance => chance !== undefined && !isAbove(sample, chance))
}

/** Whether the run predicts worse than a guess, so that it has learned other labels than it is judged by. */
export function isBelowChance({ spec, experiments: { base, withoutInputs } }: Findings): boolean {
  return withoutInputs !== undefined && isAbove(withoutInputs, sampleOf(spec, base), GAIN)
}

/** Whether the last doubling of the examples has gained much, so that more of them would help more than any cure. */
export function hasTooFewExamples({ counterfactuals }: Findings): boolean {
  const { doubling } = counterfactuals
  return doubling !== undefined && isAbove(doubling.all, doubling.half, MORE_EXAMPLES)
}

/** Share of errors that four times the examples are likely to leave, by a power law of the last doubling. */
export function forecast({ half, all }: Doubling): number {
  const [before, now] = [1 - meanOf(half), 1 - meanOf(all)]
  return before === 0 ? 0 : now * (now / before) ** 2
}
