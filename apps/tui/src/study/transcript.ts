import {
  type Course,
  costOf,
  type Dimension,
  fieldText,
  type Plan,
  REDUCTION,
  type Row,
  rungSizes,
} from '@gradus/study'
import { describeWays } from '../run/settings.ts'
import { countOf, formatCount, formatEvaluation, listOf, shareOf, splitCounts } from '../terminal/format.ts'
import { shortPath } from '../terminal/printable.ts'
import type { Winner } from './winner.ts'

/** Description of a study at its start, some lines. */
export function openingLines(name: string, course: Course, place: string): string[] {
  const { plan, trials } = course
  const { fixed, sampler, seed, seeds } = plan
  const { dimensions } = trials.space
  const hidden = dimensions.some(({ field }) => field === 'hidden')
    ? ''
    : `network ${fixed.sizes.join('-')}, `
  const eta = dimensions.some(({ field }) => field === 'eta') ? '' : `, eta ${fixed.eta}`
  return [
    `Study ${name}: ${countOf(plan.trials, 'trial')} of ${listOf(dimensions.map(dimensionText))} (${sampler}, seed ${seed}), ${place}`,
    `Fixed: ${[`${hidden}seed ${fixed.seed}${eta}`, ...describeWays(fixed)].join(', ')}; examples: ${splitCounts(fixed.data)}`,
    `${rungsText(plan)}${seeds > 1 ? `, ${countOf(seeds, 'seed')} each` : ''}: ${formatCount(costOf(plan))} examples to train on`,
  ]
}

/** `27 trials to epoch 3, 9 to 10 and 3 to 30`. */
function rungsText(plan: Plan): string {
  const sizes = rungSizes(plan)
  const parts = plan.rungs.map((end, rung) => `${formatCount(sizes[rung] ?? 0)} to ${formatCount(end)}`)
  const [first = '', ...others] = parts
  const text = listOf([
    first.replace(' to ', ` ${plan.trials === 1 ? 'trial' : 'trials'} to epoch `),
    ...others,
  ])
  return others.length === 0 ? text : `${text}, the best one in ${REDUCTION} of each`
}

/** `eta 0.1 .. 10 (log)`, or `hidden 15, 30`. */
export function dimensionText(dimension: Dimension): string {
  const { field } = dimension
  if (dimension.kind === 'choices') return `${field} ${listOf(dimension.choices.map(fieldText), 'or')}`
  return `${field} ${dimension.low} .. ${dimension.high} (${dimension.kind === 'uniform' ? 'uniform' : 'log'})`
}

/** A rung that is closed: its trials, those that go on, and the best one; undefined where all diverged. */
export interface ClosedRung {
  /** Number of the rung, from 0. */
  readonly rung: number
  /** Epochs that its trials have behind them. */
  readonly epochs: number
  readonly trials: number
  readonly diverged: number
  /** Trials that go on to the next rung. */
  readonly goOn: number
  readonly best: { readonly trial: number; readonly accuracy: number } | undefined
}

/** A rung of which all jobs are done. */
export function closedRung(course: Course, rung: number): ClosedRung {
  const { rungs, seeds, fixed } = course.plan
  const members = [...course.members(rung)]
  const isFit = (trial: number): boolean =>
    Array.from({ length: seeds }, (_, seed) => course.outcome({ trial, seed, rung })).every(
      outcome => outcome?.problem === undefined,
    )
  const fit = members.filter(isFit)
  const scores = fit.map(trial => course.correctAt(trial, rung).reduce((sum, correct) => sum + correct, 0))
  const most = Math.max(...scores)
  const best = fit[scores.indexOf(most)]
  return {
    ...{ rung, epochs: rungs[rung] ?? 0, trials: members.length, diverged: members.length - fit.length },
    goOn: course.members(rung + 1).size,
    best:
      best === undefined ? undefined : { trial: best, accuracy: most / seeds / (fixed.data.validation ?? 1) },
  }
}

/** A line on a rung that is closed. */
export function rungLine(course: Course, rung: number): string {
  const { epochs, trials, diverged, goOn, best } = closedRung(course, rung)
  const { rungs } = course.plan
  const isLast = rung === rungs.length - 1
  const parts = [
    countOf(trials, 'trial'),
    ...(diverged > 0 ? [`${formatCount(diverged)} diverged`] : []),
    ...(isLast ? [] : [`${formatCount(goOn)} ${goOn === 1 ? 'goes' : 'go'} on`]),
  ]
  const found = best
    ? `; best ${shareOf(best.accuracy)}: trial ${best.trial}, ${course.trials.text(best.trial)}`
    : ''
  return `Rung ${rung + 1} of ${rungs.length}, ${countOf(epochs, 'epoch')}: ${parts.join(', ')}${found}`
}

/** Lines on the winner, and on how to train it again. */
export function winnerLines(course: Course, winner: Winner): string[] {
  const { verdict, validation, test, sha256, files, command } = winner
  const { trial, runs, accuracy } = verdict.winner
  const { seeds } = course.plan
  const mean =
    runs.length > 1 ? [`Mean of ${countOf(seeds, 'seed')} on the validation data: ${shareOf(accuracy)}`] : []
  return [
    `Winner: trial ${trial}, ${course.trials.text(trial)}`,
    ...mean,
    `Validation data: ${formatEvaluation(validation)}`,
    ...(test ? [`Test data, looked at this once: ${formatEvaluation(test)}`] : []),
    ...leadLines(course, winner),
    `Saved ${shortPath(files.model)} and ${shortPath(files.spec)}, sha256 ${sha256}`,
    `The same again: ${command}`,
  ]
}

/** A line on the lead of the winner, where there is a second. */
function leadLines(course: Course, { verdict: { second, lead, isNoise } }: Winner): string[] {
  if (!second || lead === undefined || second.rung === undefined) return []
  const epochs = course.plan.rungs[second.rung] ?? 0
  const ahead = lead > 0 ? `${(100 * lead).toFixed(2)} points ahead of` : 'as good as'
  const text = `After ${countOf(epochs, 'epoch')} the winner is ${ahead} trial ${second.trial}, ${course.trials.text(second.trial)}`
  return [isNoise ? `${text}: that is within the noise, and may be chance` : text]
}

/** Message of a study in which no trial came to the end. */
export function noWinnerText(course: Course): string {
  const { rung, plan } = course
  const isLearning = course.rows().some(({ standing }) => standing === 'dropped')
  return isLearning
    ? `Every trial of rung ${rung + 1} of ${plan.rungs.length} diverged, and there is no winner: expected one that comes to the end. Try smaller values of eta, or fewer rungs.`
    : 'Every trial diverged, and there is no winner: expected one that learns at least. Try smaller values of eta.'
}

/** Standing of a trial, in some words. */
export function standingText({ standing, rung }: Row, course: Course): string {
  if (standing === 'dropped') return 'dropped out'
  if (standing !== 'on') return standing
  return rung === course.rung ? 'to be judged' : 'goes on'
}
