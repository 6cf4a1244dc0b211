import type { Course, Row } from './course.ts'

/** The end of a study. */
export interface Verdict {
  /** The best trial. */
  readonly winner: Row
  /** The next best one, if there is one that did not diverge. */
  readonly second?: Row | undefined
  /** Accuracy of the winner less that of the second, at the end of the last rung that both have ended. */
  readonly lead?: number | undefined
  /** Whether the lead may be chance: it is at most 1.96 times its standard error. */
  readonly isNoise: boolean
}

/** Standard errors of a lead that chance reaches in one case of twenty. */
const NOISE = 1.96

/** The winner of a study and its lead; undefined before the end, and where every trial diverged. */
export function verdictOf(course: Course): Verdict | undefined {
  if (!course.isOver) return undefined
  const [winner, second] = course.ranking()
  if (winner?.standing !== 'finished') return undefined
  if (second?.rung === undefined || second.standing === 'diverged') return { winner, isNoise: false }
  // A second that dropped out is compared where both were judged.
  const { rung } = second
  const total = course.plan.fixed.data.validation ?? 1
  const of = ({ trial }: Row): number[] => course.correctAt(trial, rung).map(correct => correct / total)
  return { winner, second, ...leadOf(of(winner), of(second), total) }
}

/** The lead of one setting over another. */
export interface Lead {
  /** Difference of their mean accuracies. */
  readonly lead: number
  /** Whether it may be chance: it is at most 1.96 times its standard error. */
  readonly isNoise: boolean
}

/**
 * The lead of the runs of one setting over those of another, and whether it may be chance.
 * @param best accuracies of the runs of the one @param next those of the other
 * @param total number of examples that every run was judged by
 */
export function leadOf(best: readonly number[], next: readonly number[], total: number): Lead {
  const lead = mean(best) - mean(next)
  const error = Math.sqrt(varianceOf(best, total) + varianceOf(next, total))
  return { lead, isNoise: lead <= NOISE * error }
}

/**
 * Variance of the mean accuracy of some runs, each on so many examples: that of a share (binomial), and over
 * several runs that of their mean besides.
 */
function varianceOf(runs: readonly number[], total: number): number {
  const p = mean(runs)
  const ofShare = (p * (1 - p)) / total
  if (runs.length < 2) return ofShare
  const squares = runs.reduce((all, run) => all + (run - p) * (run - p), 0)
  return ofShare + squares / (runs.length - 1) / runs.length
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0) / Math.max(1, numbers.length)
}
