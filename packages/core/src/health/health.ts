import type {
  EpochEvent,
  EtaEvent,
  FinishedEvent,
  ProgressEvent,
  StartedEvent,
  StatisticsEvent,
} from '../training/events.ts'

/** The events that a diagnosis is made from: those of a run that was started with `statistics: true`. */
export type HealthEvent =
  | StartedEvent
  | ProgressEvent
  | EtaEvent
  | StatisticsEvent
  | EpochEvent
  | FinishedEvent

/** The kind of a finding; each kind has a rule of its own. */
export type FindingCode =
  | 'eta-too-high'
  | 'eta-too-low'
  | 'saturated-start'
  | 'gradients-vanish'
  | 'inputs-too-large'
  | 'inputs-constant'
  | 'neurons-identical'
  | 'labels-unrelated'
  | 'class-missing'
  | 'class-stuck'
  | 'neurons-stuck'
  | 'too-few-examples'
  | 'diverged'

export interface Finding {
  readonly code: FindingCode
  /** An alarm says that training fails, a warning that it could do better. */
  readonly severity: 'alarm' | 'warning'
  /** One plain sentence: the problem, the evidence and the remedy. */
  readonly sentence: string
  /** The figures behind it. */
  readonly evidence: string
  readonly remedy: string
  /** The classes concerned, or the layer (counted from 1, as `sizes` is from 0). */
  readonly classes?: readonly number[]
  readonly layer?: number
  /** The epoch in which it was first seen. */
  readonly since: number
}

/** The state of a run's health. */
export interface Health {
  readonly status: 'unknown' | 'healthy' | 'warning' | 'alarm'
  /** One plain sentence: the worst finding's, or that all is well. */
  readonly verdict: string
  /** The present findings, the worst first. */
  readonly findings: readonly Finding[]
}
