import type { Finding, FindingCode } from './health.ts'
import type { Observations } from './observations.ts'

/** The moment at which a finding was first made, without a break since. */
export interface Onset {
  readonly epoch: number
  readonly eta: number
}

/** The result of a rule. Its sentence is `problem: evidence; remedy.` */
export interface Symptom
  extends Pick<Finding, 'severity' | 'evidence' | 'remedy' | 'change' | 'classes' | 'layer'> {
  readonly problem: string
  /** Consequences of it, whose rules are not asked any more. */
  readonly explains?: readonly FindingCode[]
}

/** Judges a run by its events so far, and by nothing else. */
export interface Rule {
  readonly code: FindingCode
  find(observed: Observations, onset: Onset): Symptom | undefined
  /** Words for its end, before "since epoch 20": what is well again. They hold no figures and no advice. */
  over(finding: Finding, observed: Observations): string
}

/** Findings that any network shows that does not learn, for whatever reason. */
export const CONSEQUENCES: readonly FindingCode[] = [
  'decay-too-strong',
  'dropout-too-high',
  'saturated-start',
  'gradients-vanish',
  'eta-too-high',
  'eta-too-low',
  'inputs-ignored',
  'outputs-collapsed',
  'classes-unbalanced',
  'class-stuck',
  'neurons-dead',
  'neurons-stuck',
]
