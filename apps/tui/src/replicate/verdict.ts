import { listOf } from '../terminal/format.ts'
import type { Experiment, ExperimentName, Figure, KnownRange } from './experiments.ts'
import type { RunOutcome } from './messages.ts'
import { experimentOf } from './page.ts'
import { asleepIn, type EvaluatedEpochs, sleepsOf } from './wakefulness.ts'

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
export function describeVerdicts(result: Result): Finding[] {
  const { experiment, correct, verdicts, scaled, problem } = result
  const own = isExact(experiment)
    ? [agreementWithNumpy(experiment, correct), agreementWithArticle(experiment, correct)]
    : verdicts.map(describeRange)
  const findings = scaled && correct.length > 0 ? [...own, wakingByScale(result, scaled)] : own
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

/** The proof that scaled weights wake the digits that sleep: each one's predictions after the last epoch. */
function wakingByScale(result: Result, scaled: HashedRun): Finding {
  const last = result.correct.length - 1
  const isGood = isAwake(scaled)
  const claim = isGood
    ? 'Scaled weights wake the sleeping digits: with N(0, 1) / sqrt(inputs) every digit is predicted in every epoch'
    : `With scaled weights NOT every digit is predicted in every epoch${scaled.problem === undefined ? '' : ` (${scaled.problem})`}`
  const [own, other] = [result, scaled].map(run => run.evaluations[last])
  const digits = sleepsOf(result).map(
    ({ digit }) =>
      `${other?.predictions[digit]} are predicted as ${digit} instead of ${own?.predictions[digit]}`,
  )
  const correct = `${other?.correct} are predicted correctly instead of ${own?.correct}`
  return { text: `${claim}. Of the test images ${listOf([...digits, correct])} in epoch ${last}.`, isGood }
}

function epochsOf(from: number, to: number): string {
  return from === to ? `Epoch ${from}` : `Epochs ${from} to ${to}`
}

function boundsOf({ min, max }: KnownRange): string {
  return min === max ? `${min} alone` : `${min} to ${max}`
}

/** A run of an experiment, with what it was evaluated to. */
interface HashedRun extends EvaluatedEpochs {
  /** Hash of the final weights. */
  readonly sha256: string
  /** Problem that ended it before its last epoch. */
  readonly problem?: string | undefined
}

/** Outcome of an experiment. */
export interface Outcome extends HashedRun {
  readonly name: ExperimentName
  /** The same with scaled weights, where it is run beside it. */
  readonly scaled?: HashedRun | undefined
}

/** Outcome of an experiment, from its own run and the one beside it, if there is one. */
export function outcomeOf(name: ExperimentName, runs: readonly RunOutcome[]): Outcome {
  const [own, scaled] = runs.map(({ test, images, sha256, problem }) => ({
    ...{ evaluations: test, images, sha256, problem },
  }))
  if (!own) throw new Error(`There is no run of ${name}.`)
  return { name, ...own, scaled }
}

/** An experiment as it came out, held against what is known of it. */
export interface Result extends HashedRun {
  readonly experiment: Experiment
  /** Correct predictions after each epoch that was run. */
  readonly correct: readonly number[]
  readonly verdicts: readonly RangeVerdict[]
  /** The same with scaled weights, where it is run beside it. */
  readonly scaled: HashedRun | undefined
  /** Whether it ran to its end, and nothing contradicts what is known. */
  readonly agrees: boolean
}

export function resultOf({ name, scaled, ...run }: Outcome): Result {
  const experiment = experimentOf(name)
  const correct = run.evaluations.map(evaluation => evaluation.correct)
  const verdicts = judge(experiment, correct)
  const agrees =
    run.problem === undefined &&
    verdicts.every(({ verdict }) => verdict !== 'outside') &&
    (scaled === undefined || isAwake(scaled))
  return { ...run, experiment, correct, verdicts, scaled, agrees }
}

/** Whether a run came to its end with every digit predicted in every epoch. */
function isAwake(run: HashedRun): boolean {
  return run.problem === undefined && asleepIn(run).every(digits => digits.length === 0)
}
