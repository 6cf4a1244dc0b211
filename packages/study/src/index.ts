/**
 * Studies: many trials of hyper-parameters, judged by validation data, always with the same winner.
 * @module @gradus/study
 */

export { Course, type Row, ranked, type Standing, type StudyProgress } from './course.ts'
export type { Dimension, DimensionJson } from './dimension.ts'
export { engineVersion } from './engine-version.ts'
export { StudyError } from './errors.ts'
export type {
  BackEvent,
  BegunEvent,
  DoneEvent,
  GivenBackEvent,
  LostEvent,
  RungEvent,
  StudyEpochEvent,
  StudyEvent,
  VerifiedEvent,
  WarningEvent,
} from './events.ts'
export { type FieldValue, fieldText } from './fields.ts'
export { DifferentOutcomes, isSame, type Judged, type Outcome } from './outcome.ts'
export {
  costOf,
  type GivenPlan,
  type Job,
  jobKey,
  makePlan,
  type Plan,
  REDUCTION,
  rungSizes,
} from './plan.ts'
export { type Points, type PointsOptions, pointsOf, SAMPLERS, type SamplerName } from './points.ts'
export { Space, type SpaceJson } from './space.ts'
export { networkAtEnd, type Trained, type TrainJobOptions, type TrialData, trainJob } from './training.ts'
export { Trials } from './trials.ts'
export { type Lead, leadOf, type Verdict, verdictOf } from './verdict.ts'
