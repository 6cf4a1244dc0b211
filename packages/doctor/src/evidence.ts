import type { Spec } from '@gradus/core'
import { usualEta } from '@gradus/core/health'
import { type Attempt, bestFirst } from './attempts.ts'
import type { Change } from './change.ts'
import type { Question } from './question.ts'
import { isAbove, isPromising, meanOf, type Sample } from './sample.ts'
import type { Sighting } from './sighting.ts'
import { GAIN, NEARLY } from './thresholds.ts'
import { type TrialResult, trainingAccuracyOf } from './trial.ts'

/** Sightings of these questions are more direct than any comparison of runs, the most direct one first. */
const SEEN_FIRST: readonly Question[] = [
  'inputs',
  'regularisation',
  'spec',
  'start',
  'epochs',
  'eta-too-high',
  'eta-too-low',
]
/** Then the question with the humblest cure comes first: more of the same, another number, another network. */
const THEN: readonly Question[] = [
  'epochs',
  'spec',
  'eta-too-high',
  'eta-too-low',
  'regularisation',
  'inputs',
  'architecture',
]

/** Evidence for a cause beside its cure: what a look shows of its question. */
export class Evidence {
  readonly #seen: ReadonlySet<Question | undefined>

  readonly #usualEta: number

  constructor(spec: Spec, sightings: readonly Sighting[]) {
    this.#usualEta = usualEta(spec)
    this.#seen = new Set(sightings.map(({ question }) => question))
  }

  /** Whether a look shows something that bears on the question. */
  isSeen(question: Question | undefined): boolean {
    return this.#seen.has(question)
  }

  /**
   * Whether a change may be a cause, if it cures. Other first weights better most runs a little: they are a cause only
   * where the first network shows a fault.
   */
  isSuspect({ question, second }: Change): boolean {
    return [question, second].every(one => one !== 'start' || this.isSeen(one))
  }

  /**
   * Cures in their order: of those nearly as good as the best one the one whose question explains the run best comes
   * first; of one question it is the usual eta, and then the best.
   */
  inOrder(cures: readonly Attempt[]): Attempt[] {
    const [best, ...others] = cures.toSorted(bestFirst)
    if (!best) return []
    const near = [best, ...others.filter(cure => isNearly(cure, best))]
    const keyOf = ({ change }: Attempt): number =>
      2 * this.#rank(change) + (change.fields.eta === this.#usualEta ? 0 : 1)
    return [...near.toSorted((a, b) => keyOf(a) - keyOf(b)), ...others.filter(cure => !near.includes(cure))]
  }

  #rank({ question }: Change): number {
    const seen = this.isSeen(question) ? SEEN_FIRST.indexOf(question) : -1
    return seen >= 0 ? seen : SEEN_FIRST.length + THEN.indexOf(question)
  }
}

/** Whether a change cures nearly as well as another. */
function isNearly(one: Attempt, best: Attempt): boolean {
  const [few, fewest] = [1 - meanOf(one.sample), 1 - meanOf(best.sample)]
  return few <= NEARLY * fewest || !isAbove(best.sample, one.sample, GAIN)
}

/** Whether one network learns the training data better than another, and not only the validation data. */
export function isLearning(one: readonly TrialResult[], other: readonly TrialResult[]): boolean {
  return isPromising(trainingOf(one), trainingOf(other))
}

/** Accuracies on the training data. */
function trainingOf(results: readonly TrialResult[]): Sample {
  const judged = results[0]?.epochs.at(-1)?.training.total ?? 1
  return { accuracies: results.map(trainingAccuracyOf), judged }
}
