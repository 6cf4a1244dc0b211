import type {
  EpochEvent,
  FinishedEvent,
  ProgressEvent,
  StartedEvent,
  StatisticsEvent,
} from '../training/events.ts'

/** What a diagnosis is made of: the events of a run that was started with `statistics: true`. */
export type HealthEvent = StartedEvent | ProgressEvent | StatisticsEvent | EpochEvent | FinishedEvent

/** What is wrong, each with a rule of its own. */
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
  /** One plain sentence: what is wrong, by which evidence, and what to do. */
  readonly sentence: string
  /** The figures that it was found by. */
  readonly evidence: string
  readonly remedy: string
  /** Where it is the matter of some classes, or of a layer (counted from 1, as sizes is from 0). */
  readonly classes?: readonly number[]
  readonly layer?: number
  /** The epoch in which it was first seen. */
  readonly since: number
}

/** The state of a run's health. */
export interface Health {
  readonly status: 'unknown' | 'healthy' | 'warning' | 'alarm'
  /** One plain sentence: of the worst finding, or that all is well. */
  readonly verdict: string
  /** The worst first; those that have cleared are gone. */
  readonly findings: readonly Finding[]
}
