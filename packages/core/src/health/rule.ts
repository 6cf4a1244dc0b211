import type { Course } from './course.ts'
import type { Finding, FindingCode } from './health.ts'

/** When a finding was first made, without a break since. */
export interface Onset {
  readonly epoch: number
  readonly eta: number
}

/** What a rule finds. The sentence is `problem: evidence; remedy.` */
export interface Symptom extends Pick<Finding, 'severity' | 'evidence' | 'remedy' | 'classes' | 'layer'> {
  readonly problem: string
  /** What follows from it, and is not asked after any more. */
  readonly explains?: readonly FindingCode[]
}

/** Judges a run by what it has told so far, and by nothing else. */
export interface Rule {
  readonly code: FindingCode
  find(course: Course, onset: Onset): Symptom | undefined
}

/** What is seen of a network that does not learn, for whatever reason. */
export const CONSEQUENCES: readonly FindingCode[] = [
  'saturated-start',
  'gradients-vanish',
  'eta-too-high',
  'eta-too-low',
  'labels-unrelated',
  'class-stuck',
  'neurons-stuck',
]
