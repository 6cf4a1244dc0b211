import type { Spec } from '../spec.ts'
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
  | 'mini-batch-too-large'
  | 'inputs-constant'
  | 'neurons-identical'
  | 'targets-unreachable'
  | 'inputs-ignored'
  | 'class-missing'
  | 'class-unused'
  | 'classes-unbalanced'
  | 'class-stuck'
  | 'neurons-stuck'
  | 'neurons-dead'
  | 'outputs-collapsed'
  | 'decay-too-strong'
  | 'dropout-too-high'
  | 'overfitting'
  | 'too-few-examples'
  | 'test-differs'
  | 'diverged'

/** Fields of a Spec, with the values that are to be tried. */
export type SpecChange = {
  readonly [Name in Exclude<keyof Spec, 'seed' | 'data' | 'etaChanges' | 'precision'>]?:
    | Spec[Name]
    | undefined
}

/** A fault that the events of a run show, or a fact to know. */
export interface Finding {
  /** The kind of fault, for programs that branch on it. */
  readonly code: FindingCode
  /** An alarm says that training fails, a warning that it could do better; a note informs. */
  readonly severity: 'alarm' | 'warning' | 'note'
  /** One plain sentence: the problem, the evidence and the remedy. */
  readonly sentence: string
  /** The figures behind it. */
  readonly evidence: string
  /** A change that helps. */
  readonly remedy: string
  /** The same as a change of the Spec, for programs that try it, where the remedy, or the first of several, is one. */
  readonly change?: SpecChange
  /** The classes concerned, if it is about some. */
  readonly classes?: readonly number[]
  /** The layer concerned, if it is about one: 1 is the first after the input. */
  readonly layer?: number
  /** The epoch in which it was first seen. */
  readonly since: number
}

/** The state of a run's health. */
export interface Health {
  /** Severity of the worst finding but notes, or 'healthy'; 'unknown' until there is enough to judge by. */
  readonly status: 'unknown' | 'healthy' | 'warning' | 'alarm'
  /** One plain sentence: the worst finding's, or that all is well, whatever notes there are. */
  readonly verdict: string
  /** The present findings, the worst first. */
  readonly findings: readonly Finding[]
}
