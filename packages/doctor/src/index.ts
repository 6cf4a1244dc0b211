/**
 * A diagnosis of a training run: suspects, experiments that prove or clear them, and cures with the accuracy that they
 * reached.
 * @module @gradus/doctor
 */

export type { Phase } from './bench.ts'
export type { Change } from './change.ts'
export { type ExamineOptions, examine, type Subject } from './examination.ts'
export type { FirstSteps } from './first-steps.ts'
export { LocalLab, type LocalLabOptions } from './lab.ts'
export type { LookedAt } from './look/data.ts'
export type { Start, StartLayer } from './look/start.ts'
export { type Look, look } from './look.ts'
export { type Answer, QUESTIONS, type Question } from './question.ts'
export type { Accuracy, Answered, Cause, Cure, Point, Repeatable, Report, Tried, Width } from './report.ts'
export { usualBudget } from './scale.ts'
export type { Sighting } from './sighting.ts'
export type { Step } from './step.ts'
export { type TrialOptions, trainTrial } from './training.ts'
export type {
  Count,
  DataChange,
  Lab,
  PerClass,
  Saturation,
  Share,
  Trial,
  TrialEpoch,
  TrialFinding,
  TrialResult,
} from './trial.ts'
