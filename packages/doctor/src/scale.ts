import type { Spec } from '@gradus/core'
import { FEWEST, LEAST, MOST, RESERVE, RUNS, SHORT, SHORT_TRIALS, TRIALS, WHOLE } from './thresholds.ts'
import { type DataChange, type Trial, trialOf } from './trial.ts'

/** The lengths of trials, by the run and the budget alone. */
export interface Scale {
  /** Examples that the examination may train on. */
  readonly budget: number
  /** Examples that the run trains on. */
  readonly run: number
  /** Epochs of a trial. */
  readonly epochs: number
  /** Share of the training data that it is done with. */
  readonly share: number
  /** Share of these on which the shorter experiments are done. */
  readonly short: number
  /** Whether the whole run is trained, where the trials are shorter than it. */
  readonly isWhole: boolean
}

/** The examples that an examination trains on, unless it is told another number. */
export function usualBudget(spec: Spec): number {
  return Math.min(MOST, Math.max(LEAST, RUNS * runOf(spec)))
}

function runOf({ epochs, data }: Spec): number {
  return epochs * data.train
}

/** Plans the lengths of trials. */
export function scaleOf(spec: Spec, budget: number): Scale {
  const { train } = spec.data
  const run = runOf(spec)
  const shortOf = (share: number): number => Math.min(1, Math.max(SHORT, FEWEST / (share * train)))
  const trials = TRIALS + SHORT_TRIALS * shortOf(1)
  const passes = (rest: number): number => rest / (trials * train)
  if (passes(budget) >= spec.epochs)
    return { budget, run, epochs: spec.epochs, share: 1, short: shortOf(1), isWhole: true }
  const isWhole = run <= WHOLE * budget
  const rest = budget - (isWhole ? run : 0)
  const epochs = Math.floor(passes(rest))
  if (epochs >= 1)
    return { budget, run, epochs: Math.min(epochs, spec.epochs), share: 1, short: shortOf(1), isWhole }
  const least = Math.min(1, FEWEST / train)
  const share = Math.max(least, Math.min(1, passes(Math.max(0, rest - RESERVE * run))))
  return { budget, run, epochs: 1, share, short: shortOf(share), isWhole }
}

/** Whether a trial of this scale is the run itself. */
export function isRun({ epochs, share }: Scale, spec: Spec): boolean {
  return epochs === spec.epochs && share === 1
}

/** A trial of the usual length. */
export function fullTrial(scale: Scale, spec: Spec, data: DataChange = {}): Trial {
  const { share } = scale
  const examples = share < 1 ? { share } : undefined
  return trialOf({ ...spec, epochs: scale.epochs }, { ...data, ...(examples && { examples }) })
}

/** One of a shorter experiment, judged by fewer examples. */
export function shortTrial(scale: Scale, spec: Spec, data: DataChange, judged: number): Trial {
  const share = scale.share * scale.short
  const examples = share < 1 ? { share } : undefined
  return trialOf({ ...spec, epochs: scale.epochs }, { ...data, ...(examples && { examples }) }, judged)
}
