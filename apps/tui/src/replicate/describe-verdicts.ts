import type { Experiment, KnownRange } from '@gradus/fixtures/transcripts'
import { listOf } from './list-of.ts'
import type { Result } from './result.ts'
import { isExact, type RangeVerdict } from './verdict.ts'

/** A sentence, and whether it is good news; undefined if it is no news. */
export interface Finding {
  readonly text: string
  readonly isGood: boolean | undefined
}

/** How a run came out against what is known. */
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
