import { completeSpec, type GivenSpec, type Spec } from '@gradus/core'
import type { ChapterExperiment, ChapterFigure, ChapterSetting } from './chapter3.ts'
import type { RunOutcome } from './messages.ts'

/** The result of a run of chapter 3, as it is kept. */
export interface Trial {
  readonly spec: Spec
  /** Correct predictions after each epoch on each set; none where it is not evaluated. */
  readonly validation: readonly number[]
  readonly test: readonly number[]
  readonly training: readonly number[]
  readonly sha256: string
  /** Problem that ended it before its last epoch. */
  readonly problem?: string | undefined
}

export function trialOf(given: GivenSpec, outcome: RunOutcome): Trial {
  const { validation, test, training, sha256, problem } = outcome
  const counts = (evaluations: RunOutcome['test']): number[] => evaluations.map(({ correct }) => correct)
  const spec = completeSpec(given)
  const correct = { validation: counts(validation), test: counts(test), training: counts(training) }
  return { spec, ...correct, sha256, problem }
}

/** A figure of several trials that differ in their seeds alone, beside the published one. */
export interface Measured extends ChapterFigure {
  /** Accuracy of each trial in %; empty where the trials did not get that far. */
  readonly values: readonly number[]
  /** Whether the published accuracy falls into their range; undefined where one of the two is missing. */
  readonly verdict: 'inside' | 'above' | 'below' | undefined
}

/** A setting with its trials, and what is measured of them. */
export interface SettingResult {
  readonly setting: ChapterSetting
  readonly trials: readonly Trial[]
  readonly figures: readonly Measured[]
}

/** An experiment of chapter 3 as it came out. */
export interface ChapterResult {
  readonly experiment: ChapterExperiment
  readonly settings: readonly SettingResult[]
  /** Whether every run came to its end: what the book prints is one run's, and is held to nothing. */
  readonly agrees: boolean
}

/** @param trials of the settings one after the other, equally many of each */
export function chapterResultOf(experiment: ChapterExperiment, trials: readonly Trial[]): ChapterResult {
  const seeds = trials.length / experiment.settings.length
  const settings = experiment.settings.map((setting, i) =>
    settingResultOf(setting, trials.slice(i * seeds, (i + 1) * seeds)),
  )
  return { experiment, settings, agrees: trials.every(({ problem }) => problem === undefined) }
}

function settingResultOf(setting: ChapterSetting, trials: readonly Trial[]): SettingResult {
  const figures = setting.figures.map((figure): Measured => {
    const values = trials.flatMap(trial => accuracyOf(figure, trial, setting.spec.epochs) ?? [])
    return { ...figure, values, verdict: verdictOn(figure.published, values) }
  })
  return { setting, trials, figures }
}

/** The side of a range on which a published figure lies. */
function verdictOn(published: number | undefined, values: readonly number[]): Measured['verdict'] {
  if (published === undefined || values.length === 0) return undefined
  if (published > Math.max(...values)) return 'above'
  return published < Math.min(...values) ? 'below' : 'inside'
}

/** Accuracy of a trial in %; undefined if it did not get as far as the book. */
function accuracyOf({ data, epoch }: ChapterFigure, trial: Trial, epochs: number): number | undefined {
  const { spec, validation, test } = trial
  const isComplete = Math.max(validation.length, test.length) === epochs
  if (epoch !== 'first' && !isComplete) return undefined
  const counts = trial[data]
  const correct = counts[epochOf(epoch, counts, validation)]
  const total = spec.data[data === 'training' ? 'train' : data]
  return correct === undefined || total === undefined ? undefined : (100 * correct) / total
}

function epochOf(
  epoch: ChapterFigure['epoch'],
  counts: readonly number[],
  validation: readonly number[],
): number {
  if (epoch === 'first') return 0
  if (epoch === 'last') return counts.length - 1
  const judged = epoch === 'best' ? counts : validation
  return judged.indexOf(Math.max(...judged))
}

/** Mean, least and most of some accuracies in %, as `97.46` and `97.21..97.70`. */
export function rangeOf(values: readonly number[]): { readonly mean: string; readonly range: string } {
  if (values.length === 0) return { mean: '-', range: '-' }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const [least, most] = [Math.min(...values), Math.max(...values)].map(value => value.toFixed(2))
  return { mean: mean.toFixed(2), range: least === most ? `${least}` : `${least}..${most}` }
}
