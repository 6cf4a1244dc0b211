import type { Change } from './change.ts'
import type { Question } from './question.ts'

/** Something that a look at data, Spec and first network shows, before anything is trained. */
export interface Sighting {
  /** Its kind, for programs that branch on it: that of a finding of health or of a report on data, where it is one. */
  readonly code: string
  /** The question that it bears on. */
  readonly question: Question
  /** A fault is wrong in itself, however well the network learns; a note is to be known, and experiments may prove it. */
  readonly severity: 'fault' | 'note'
  /** Problem, evidence and remedy. */
  readonly sentence: string
  /** The figures behind it, by name. */
  readonly figures: Readonly<Record<string, number>>
  /** Changes that may cure it. */
  readonly suspects: readonly Change[]
}
