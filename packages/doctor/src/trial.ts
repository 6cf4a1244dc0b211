import type { Spec } from '@gradus/core'
import type { Finding } from '@gradus/core/health'

/** As many examples of each class. */
export interface PerClass {
  /** Their number. */
  readonly perClass: number
}

/** A share of the examples. */
export interface Share {
  /** 0 .. 1. */
  readonly share: number
  /** Share of the examples that come before the first one; those after the last one are the first again. 0 by default. */
  readonly from?: number | undefined
}

/** Data of a trial, as they differ from those of the run that is examined. */
export interface DataChange {
  /** Fewer examples to train on: so many a class, or a share of them. */
  readonly examples?: PerClass | Share | undefined
  /**
   * Inputs that are all 0; that have a mean of 0 and a standard deviation of 1, or, of pixels, reach up to 1; or that do
   * so with the medians of their columns in the place of numbers that are far from all others.
   */
  readonly inputs?: 'zero' | 'standardised' | 'mended' | undefined
  /** Labels of the training data in another order. */
  readonly labels?: 'shuffled' | undefined
}

/** A training with at most one thing changed. */
export interface Trial {
  /** All that decides its bits; its number of training examples is that after the change. */
  readonly spec: Spec
  /** The change of the data. */
  readonly data: DataChange
  /** Examples that it is judged by, the first of the validation data in another order; all by default. */
  readonly judged?: number | undefined
}

/** Correct predictions among so many. */
export interface Count {
  /** Number of examples whose label is predicted. */
  readonly correct: number
  /** Number of examples. */
  readonly total: number
}

/** Evaluations after an epoch of a trial. */
export interface TrialEpoch {
  /** Mean cost of an example while it trained, without that of the weights. */
  readonly cost: number
  /** On a sample of the training data. */
  readonly training: Count
  /** On the validation data. */
  readonly validation: Count & {
    /** Mean cost of an example. */
    readonly cost: number
  }
}

/** Shares of saturated activations in a layer. */
export interface Saturation {
  /** When statistics were first taken. */
  readonly first: number
  /** When they were last taken. */
  readonly last: number
}

/** A finding of the health of a trial. */
export interface TrialFinding {
  /** Its kind: a `FindingCode` of health. */
  readonly code: string
  /** The change of the Spec that it advises, if it does. */
  readonly change?: Finding['change']
}

/** The result of a trial. */
export interface TrialResult {
  /** SHA-256 of its weights; empty where it diverged. */
  readonly sha256: string
  /** Evaluations after its epochs. */
  readonly epochs: readonly TrialEpoch[]
  /** The reason why it ended early: it diverged. */
  readonly problem?: string | undefined
  /** The first layer after the input first. */
  readonly saturated: readonly Saturation[]
  /** The findings of its health at its end, the worst first. */
  readonly findings: readonly TrialFinding[]
}

/** A place where trials are done. */
export interface Lab {
  /** Does trials on any number of threads. @returns their results in their order */
  run(trials: readonly Trial[]): Promise<readonly TrialResult[]>
}

/** Examples that a trial trains on. */
export function costOf({ spec }: Trial): number {
  return spec.epochs * spec.data.train
}

/** Accuracy on the validation data of the weights that a trial ends with, 0 .. 1; 0 where it diverged. */
export function accuracyOf({ epochs, problem }: TrialResult, { keep }: Pick<Spec, 'keep'>): number {
  if (problem !== undefined) return 0
  const shares = epochs.map(({ validation }) => shareOf(validation))
  return (keep === 'best' ? Math.max(0, ...shares) : shares.at(-1)) ?? 0
}

/** Accuracy on the sample of the training data at the end of a trial. */
export function trainingAccuracyOf({ epochs, problem }: TrialResult): number {
  const last = epochs.at(-1)
  return last === undefined || problem !== undefined ? 0 : shareOf(last.training)
}

/** Correct predictions as a share, 0 .. 1. */
export function shareOf({ correct, total }: Count): number {
  return correct / total
}

/** A trial of a Spec on changed data; lambdas are made smaller with the data, so that weights decay as fast. */
export function trialOf(spec: Spec, data: DataChange = {}, judged?: number): Trial {
  const { train } = spec.data
  const count = countOf(data, spec)
  const smaller = count / train
  const { l1, l2 } = spec
  return {
    spec: {
      ...spec,
      ...(l1 !== undefined && { l1: l1 * smaller }),
      ...(l2 !== undefined && { l2: l2 * smaller }),
      data: { ...spec.data, train: count },
    },
    data,
    judged,
  }
}

function countOf({ examples }: DataChange, { sizes, data }: Spec): number {
  const classes = sizes.at(-1) ?? 1
  if (examples === undefined) return data.train
  const wanted = 'share' in examples ? Math.round(data.train * examples.share) : examples.perClass * classes
  return Math.max(1, Math.min(data.train, wanted))
}

/** Other seeds of a run, after its own, so that chance is told from effect. */
export function withSeed(spec: Spec, i: number): Spec {
  const { seed } = spec
  if (i === 0) return spec
  return { ...spec, seed: /^\d+$/.test(seed) ? String(BigInt(seed) + BigInt(i)) : `${seed},${i}` }
}
