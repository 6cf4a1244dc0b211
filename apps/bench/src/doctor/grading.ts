import type { Question } from '@gradus/doctor'

/** A cure as it was told, and as its command reached it. */
export interface ToldCure {
  readonly change: string
  /** Mean accuracy over the seeds that it reached, 0 .. 1. */
  readonly accuracy: number
  /** Whether its command, run as printed, reached the same count and weights; undefined where it has none. */
  readonly isReached: boolean | undefined
}

/** The report on a run, as far as it is graded. */
export interface Verdict {
  readonly isIll: boolean
  /** The questions that were answered by yes. */
  readonly named: readonly Question[]
  /** Accuracy of the whole run, 0 .. 1; where that is as long as the trials, the mean over their seeds. */
  readonly accuracy: number
  /** One of each cause that has one, the best first. */
  readonly cures: readonly ToldCure[]
  /** Examples that the examination trained on. */
  readonly spent: number
}

/** Both runs of a set-up with one seed. */
export interface Examined {
  readonly name: string
  readonly seed: number
  readonly truth: Question
  readonly ill: Verdict
  readonly twin: Verdict
}

/** The figures of a table. */
export interface Grade {
  /** Faults that were named, of all. */
  readonly found: number
  readonly faults: number
  /** Questions that were answered by yes, on ill runs and their twins; a twin that is called ill without one counts too. */
  readonly positives: number
  readonly recall: number
  /** 1 where nothing was named. */
  readonly precision: number
  /** Twins that were called ill. */
  readonly alarms: number
  /** Commands of cures that reach what was told, of all. */
  readonly reached: number
  readonly commands: number
}

/** Grades examinations, over (set-up, seed, question). */
export function gradeOf(all: readonly Examined[]): Grade {
  const found = all.filter(({ truth, ill }) => ill.named.includes(truth)).length
  const positives = count(all, ({ ill, twin }) => ill.named.length + alarmsOf(twin))
  const cures = all.flatMap(({ ill, twin }) => [...ill.cures, ...twin.cures])
  return {
    ...{ found, faults: all.length, positives },
    recall: found / Math.max(1, all.length),
    precision: positives === 0 ? 1 : found / positives,
    alarms: all.filter(({ twin }) => alarmsOf(twin) > 0).length,
    reached: cures.filter(({ isReached }) => isReached === true).length,
    commands: cures.filter(({ isReached }) => isReached !== undefined).length,
  }
}

/** False positives on a twin. */
function alarmsOf({ isIll, named }: Verdict): number {
  return Math.max(named.length, isIll ? 1 : 0)
}

function count(all: readonly Examined[], of: (one: Examined) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0)
}
