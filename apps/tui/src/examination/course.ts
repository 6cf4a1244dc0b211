import type { Phase, Trial } from '@gradus/doctor'
import { countOf, formatCount, formatDuration } from '../terminal/format.ts'

/** The course of an examination so far: the set of trials at hand, and what of it is done. */
export interface Course {
  /** Undefined before the first set. */
  readonly phase: Phase | undefined
  /** Trials of the set that are done, and the examples that they trained on. */
  readonly trials: number
  readonly examples: number
}

/** A step of an examination. */
export type Step =
  | { readonly type: 'phase'; readonly phase: Phase }
  | { readonly type: 'trial'; readonly examples: number }

/** The course before any step. */
export const NOT_BEGUN: Course = { phase: undefined, trials: 0, examples: 0 }

/** The course after a step. */
export function courseWith({ phase, trials, examples }: Course, step: Step): Course {
  if (step.type === 'phase') return { ...NOT_BEGUN, phase: step.phase }
  return { phase, trials: trials + 1, examples: examples + step.examples }
}

/** The step that a trial makes which is done. */
export function trialNews({ spec }: Trial): Step {
  return { type: 'trial', examples: spec.epochs * spec.data.train }
}

/** Examples that the trials which are done were trained on. */
export function spentBy({ phase, examples }: Course): number {
  return (phase?.spent ?? 0) + examples
}

/** Share of the budget that is spent, 0 .. 1. */
export function shareOf(course: Course): number {
  return Math.min(1, spentBy(course) / (course.phase?.budget ?? 1))
}

/** As in `12 of 40 trials`; undefined before the first set. */
export function trialsText({ phase, trials }: Course): string | undefined {
  return phase && `${trials} of ${countOf(phase.trials, 'trial')}`
}

/** Facts on the course in words, the most wanted first. */
export function factsOf(course: Course, seconds: number): string[] {
  const { phase } = course
  if (!phase) return []
  return [
    `${phase.name}: ${trialsText(course)}`,
    formatDuration(seconds),
    `${formatCount(spentBy(course))} of at most ${countOf(phase.budget, 'example')}`,
  ]
}
