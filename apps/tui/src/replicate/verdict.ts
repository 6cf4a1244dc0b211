import type { Experiment, Figure, KnownRange } from '@gradus/fixtures/transcripts'

/** How the epochs of a known range came out in a run. */
export interface RangeVerdict extends KnownRange {
  readonly verdict: 'inside' | 'outside' | 'not run'
  /** The counts of those of its epochs that were run. */
  readonly figures: readonly Figure[]
  /** Those of them that are outside. */
  readonly outside: readonly Figure[]
}

/** Whether every known count is the same on every machine. */
export function isExact({ known }: Pick<Experiment, 'known'>): boolean {
  return known.every(({ min, max }) => min === max)
}

/** Holds the counts of a run, one an epoch, against all known ranges. */
export function judge({ known }: Pick<Experiment, 'known'>, correct: readonly number[]): RangeVerdict[] {
  return known.map(range => {
    const figures = correct
      .map((count, epoch): Figure => ({ epoch, correct: count }))
      .slice(range.from, range.to + 1)
    const outside = figures.filter(figure => figure.correct < range.min || figure.correct > range.max)
    const verdict = figures.length === 0 ? 'not run' : outside.length === 0 ? 'inside' : 'outside'
    return { ...range, verdict, figures, outside }
  })
}

/** The known range of an epoch, if there is one. */
export function verdictAt(verdicts: readonly RangeVerdict[], epoch: number): RangeVerdict | undefined {
  return verdicts.find(({ from, to }) => from <= epoch && epoch <= to)
}
