import { StudyError } from './errors.ts'
import { type Job, jobKey } from './plan.ts'

/** Evaluation on the validation data after an epoch. */
export interface Judged {
  /** Number of examples whose label is predicted. */
  readonly correct: number
  /** Mean cost of an example. */
  readonly cost: number
}

/** The outcome of a job. */
export interface Outcome extends Job {
  /** SHA-256 of the weights at the end; empty where the run diverged. */
  readonly sha256: string
  /** Evaluations after the epochs of this rung. */
  readonly epochs: readonly Judged[]
  /** The reason why the run ended early: it diverged. */
  readonly problem?: string | undefined
  /** Seconds of work. */
  readonly seconds: number
  /** Name of the worker that did it. */
  readonly worker?: string | undefined
}

/** Whether two outcomes of one job are the same, whoever brought them and however long it took. */
export function isSame(one: Outcome, other: Outcome): boolean {
  return (
    one.sha256 === other.sha256 &&
    one.problem === other.problem &&
    one.epochs.length === other.epochs.length &&
    one.epochs.every(({ correct, cost }, i) => {
      const twin = other.epochs[i]
      return twin?.correct === correct && twin.cost === cost
    })
  )
}

/** Two outcomes of one job that differ: one of the workers computes wrongly, or with another program. */
export class DifferentOutcomes extends StudyError {
  /** The outcomes. */
  readonly outcomes: readonly [Outcome, Outcome]

  constructor(one: Outcome, other: Outcome) {
    const name = ({ worker = 'a worker without a name' }: Outcome): string => worker
    const found = (outcome: Outcome): string => outcome.problem ?? (outcome.sha256 || 'no weights')
    super(
      'outcome',
      `Job ${jobKey(one)} ended in two ways: ${name(one)} found ${found(one)}, and ${name(other)} found ${found(other)}: ` +
        'expected the same bits. One of them has faulty memory or another program: find out which by training the trial on a third machine, and go on without it.',
    )
    this.outcomes = [one, other]
  }
}
