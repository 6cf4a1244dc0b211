import { listOf } from '../terminal/format.ts'
import type { Experiment, Figure, KnownRange } from './experiments.ts'
import type { Outcome } from './messages.ts'
import { experimentOf } from './page.ts'
import type { EvaluatedEpochs } from './wakefulness.ts'

/** Verdict on the epochs of a known range in a run. */
export interface RangeVerdict extends KnownRange {
  readonly verdict: 'inside' | 'outside' | 'not run'
  /** The counts of those of its epochs that were run. */
  readonly figures: readonly Figure[]
  /** Figures that are outside the range. */
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

/** A sentence, and whether it is good news; undefined if it is no news. */
interface Finding {
  readonly text: string
  readonly isGood: boolean | undefined
}

/** Findings of a run against the known results. */
export function describeVerdicts({ experiment, correct, verdicts, problem }: Result): Finding[] {
  const findings = isExact(experiment)
    ? [agreementWithNumpy(experiment, correct), agreementWithArticle(experiment, correct)]
    : verdicts.map(describeRange)
  return problem === undefined ? findings : [{ text: problem, isGood: false }, ...findings]
}

function agreementWithNumpy({ numpy }: Experiment, correct: readonly number[]): Finding {
  const others = correct.flatMap((count, epoch) =>
    count === numpy[epoch] ? [] : [`epoch ${epoch} (${count}, NumPy has ${numpy[epoch]})`],
  )
  const score = `${correct.length - others.length} of ${correct.length} epochs agree with NumPy to the digit`
  const isGood = others.length === 0
  return { text: isGood ? `${score}.` : `${score}, but not ${listOf(others)}.`, isGood }
}

function agreementWithArticle({ printed }: Experiment, correct: readonly number[]): Finding {
  const compared = printed.filter(({ epoch }) => epoch < correct.length)
  const equal = compared.filter(figure => figure.correct === correct[figure.epoch])
  const text = `${equal.length} of ${compared.length} counts in the article's transcript agree.`
  return { text, isGood: undefined }
}

function describeRange(range: RangeVerdict): Finding {
  const { from, verdict, figures, outside } = range
  const known = `the known range, ${boundsOf(range)}`
  if (verdict === 'not run') {
    return {
      text: `${epochsOf(from, range.to)}: not run; the known range is ${boundsOf(range)}.`,
      isGood: undefined,
    }
  }
  const isGood = verdict === 'inside'
  const epochs = epochsOf(from, from + figures.length - 1)
  const [figure] = figures
  if (figure && figures.length === 1) {
    return { text: `${epochs}: ${figure.correct} is ${isGood ? 'inside' : 'OUTSIDE'} ${known}.`, isGood }
  }
  const score = `${figures.length - outside.length} of ${figures.length} counts are inside ${known}`
  const others = outside.map(({ epoch, correct }) => `${correct} in epoch ${epoch}`)
  return { text: `${epochs}: ${score}${isGood ? '' : `; OUTSIDE: ${listOf(others)}`}.`, isGood }
}

function epochsOf(from: number, to: number): string {
  return from === to ? `Epoch ${from}` : `Epochs ${from} to ${to}`
}

function boundsOf({ min, max }: KnownRange): string {
  return min === max ? `${min} alone` : `${min} to ${max}`
}

/** An experiment as it came out, held against what is known of it. */
export interface Result extends EvaluatedEpochs {
  readonly experiment: Experiment
  /** Correct predictions after each epoch that was run. */
  readonly correct: readonly number[]
  readonly verdicts: readonly RangeVerdict[]
  /** Whether it ran to its end, and nothing contradicts what is known. */
  readonly agrees: boolean
  readonly sha256: string
  readonly problem: string | undefined
}

export function resultOf({ name, evaluations, images, sha256, problem }: Outcome): Result {
  const experiment = experimentOf(name)
  const correct = evaluations.map(evaluation => evaluation.correct)
  const verdicts = judge(experiment, correct)
  const agrees = problem === undefined && verdicts.every(({ verdict }) => verdict !== 'outside')
  return { experiment, evaluations, images, correct, verdicts, agrees, sha256, problem }
}
