import type { Evaluation } from '@gradus/core'
import type { Experiment } from '@gradus/fixtures/transcripts'
import { experimentOf } from './experiment-of.ts'
import type { Outcome } from './messages.ts'
import { judge, type RangeVerdict } from './verdict.ts'

/** An experiment as it came out, held against what is known of it. */
export interface Result {
  readonly experiment: Experiment
  readonly evaluations: readonly Evaluation[]
  /** Right answers after each epoch that was run. */
  readonly correct: readonly number[]
  readonly verdicts: readonly RangeVerdict[]
  /** Whether it ran to its end, and nothing contradicts what is known. */
  readonly agrees: boolean
  readonly sha256: string
  readonly problem: string | undefined
}

export function resultOf({ name, evaluations, sha256, problem }: Outcome): Result {
  const experiment = experimentOf(name)
  const correct = evaluations.map(evaluation => evaluation.correct)
  const verdicts = judge(experiment, correct)
  const agrees = problem === undefined && verdicts.every(({ verdict }) => verdict !== 'outside')
  return { experiment, evaluations, correct, verdicts, agrees, sha256, problem }
}
