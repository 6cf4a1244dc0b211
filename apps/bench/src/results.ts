import { sumOf } from '@gradus/core'
import { median } from '@gradus/testing/benchmarks'
import { judgeRatio, judgeSeconds, type Verdict } from './goals.ts'
import type { Job } from './jobs.ts'
import type { Run } from './rounds.ts'

/** Result of one competitor in one job. */
export interface Result {
  readonly name: string
  readonly title: string
  readonly about: string
  readonly ours: boolean
  /** The median of the rounds. */
  readonly seconds: number
  /** Each round's median, or of runs that take turns every turn, without what was to warm up. */
  readonly rounds: readonly number[]
  /** The first epoch or repetition of each round, counted or not. */
  readonly first: readonly number[]
  readonly wallSeconds?: number
  readonly cpuSeconds?: number
  /**
   * Factor by which the lead, or what trained beside it, is faster; undefined for a lead that is alone, and
   * where Gradus did not take part.
   */
  readonly ratio?: number
  /** The median of what trained in turn with it. */
  readonly besideSeconds?: number
  /** Epochs until an accuracy was reached, one number a round, where that is measured. */
  readonly epochs?: readonly (number | 'never')[]
  /** Seconds of one of them. */
  readonly epochSeconds?: number
  readonly verdict?: Verdict
  /** Accuracy on the test images after the last round, or the median of those that were to be reached. */
  readonly accuracy: number
  /** Whether that is what the job must come to. */
  readonly plausible: boolean
  /** Number of test images for which it predicts the same digit as the lead. */
  readonly sameDigits?: number
  readonly versions: Readonly<Record<string, string>>
}

export interface JobResult {
  readonly job: Job
  /** Gradus' own entry that the others are compared with: the first that took part. */
  readonly lead?: string
  readonly results: readonly Result[]
  readonly failures: readonly { readonly name: string; readonly failure: string }[]
}

export function jobResult(job: Job, runs: readonly Run[]): JobResult {
  const failed = runs.flatMap(({ competitor: { name }, failure }) =>
    failure === undefined ? [] : [{ name, failure }],
  )
  const complete = runs.filter(({ failure }) => failure === undefined)
  const lead = complete.find(({ competitor }) => competitor.ours)
  const results = complete.map(run => result(job, run, lead))
  return { job, ...(lead && { lead: lead.competitor.name }), results, failures: failed }
}

function result(job: Job, run: Run, lead: Run | undefined): Result {
  const { name, title, about, ours } = run.competitor
  const { outcomes } = run
  const rounds = roundsOf(job, run)
  const seconds = median(rounds)
  const last = outcomes.at(-1)
  const accuracies = outcomes.map(each => each.accuracy)
  const accuracy = job.kind === 'accuracy' ? median(accuracies) : (last?.accuracy ?? Number.NaN)
  const beside = besideOf(run)
  const ratio = comparison(job, run, lead)
  const verdict = lead === run ? judgeSeconds(job.name, seconds) : judgeRatio(job.name, name, ratio)
  const cpu = outcomes.flatMap(({ cpuSeconds }) => (cpuSeconds ? [median(cpuSeconds.slice(run.warmUp))] : []))
  const wall = outcomes.flatMap(({ wallSeconds }) => wallSeconds ?? [])
  const epochs = outcomes.flatMap(({ epochs = [] }) => epochs)
  const reached = epochs.map((count, i) => (isPlausible(job, outcomes[i]?.accuracy ?? 0) ? count : 'never'))
  const digits = lead?.outcomes.at(-1)?.digits
  return {
    ...{ name, title, about, ours, seconds, rounds, accuracy },
    first: outcomes.flatMap(outcome => outcome.seconds.slice(0, 1)),
    plausible: isPlausible(job, accuracy),
    versions: last?.versions ?? {},
    ...(wall.length > 0 && { wallSeconds: median(wall) }),
    ...(cpu.length > 0 && { cpuSeconds: median(cpu) }),
    ...(beside.length > 0 && { besideSeconds: median(beside) }),
    ...(epochs.length > 0 && { epochs: reached, epochSeconds: sumOf(rounds) / sumOf(epochs) }),
    ...(ratio !== undefined && { ratio }),
    ...(verdict && { verdict }),
    ...(digits !== undefined &&
      last?.digits !== undefined &&
      lead !== run && { sameDigits: same(digits, last.digits) }),
  }
}

/** Ratio to what trained beside it, or to the lead; undefined for a lead that is alone. */
function comparison(job: Job, run: Run, lead: Run | undefined): number | undefined {
  const rounds = roundsOf(job, run)
  if (job.kind === 'ways') return ratioOf(rounds, besideOf(run))
  if (!lead || lead === run) return undefined
  const others = roundsOf(job, lead)
  // The epochs that a seed takes are luck, and one seed is not the same to two programs: rounds are no pairs.
  return job.kind === 'accuracy' ? median(rounds) / median(others) : ratioOf(rounds, others)
}

/** Seconds of what trained in turn with it, one for each of its own that count. */
function besideOf({ outcomes, warmUp }: Run): number[] {
  return outcomes.flatMap(({ besideSeconds = [] }) => besideSeconds.slice(warmUp))
}

function isPlausible(job: Job, accuracy: number): boolean {
  return !('plausibleAccuracy' in job) || accuracy >= job.plausibleAccuracy
}

/** Runs that take turns are compared turn by turn: each has its neighbour. */
function roundsOf({ kind }: Job, { outcomes, warmUp }: Run): number[] {
  const counted = outcomes.map(({ seconds }) => seconds.slice(warmUp))
  return kind === 'watch' || kind === 'ways' ? counted.flat() : counted.map(median)
}

function same(a: string, b: string): number {
  return Array.from(a).filter((digit, i) => digit === b[i]).length
}

/**
 * Ratio of the peer's seconds to ours: the median of the rounds' own ratios, since machines drift between
 * rounds.
 */
export function ratioOf(peer: readonly number[], ours: readonly number[]): number {
  const rounds = peer.flatMap((seconds, round) => {
    const own = ours[round]
    return own === undefined ? [] : [seconds / own]
  })
  return median(rounds)
}
