import { StudyError } from './errors.ts'
import type { FieldValue } from './fields.ts'
import { DifferentOutcomes, isSame, type Judged, type Outcome } from './outcome.ts'
import { type Job, jobKey, type Plan, survivorsOf } from './plan.ts'
import { Trials } from './trials.ts'

/**
 * Standing of a trial: it waits for its first outcome, goes on to the next rung, has dropped out, diverged, or
 * has reached the end.
 */
export type Standing = 'waiting' | 'on' | 'dropped' | 'diverged' | 'finished'

/** Jobs of a rung. */
export interface StudyProgress {
  /** Number of jobs that are done. */
  readonly done: number
  /** Number of all. */
  readonly total: number
}

/** A trial, as far as it has come. */
export interface Row {
  /** Number of the trial. */
  readonly trial: number
  /** Its values, one a field of the space. */
  readonly values: readonly FieldValue[]
  /** Whether it goes on, or the way that it ended. */
  readonly standing: Standing
  /** The last rung that all its runs have ended, counted from 0. */
  readonly rung: number | undefined
  /**
   * Mean accuracy of its runs on the validation data at the end of that rung, 0 .. 1; of the best epoch so far
   * where the Spec keeps that.
   */
  readonly accuracy: number | undefined
  /** The same of each run. */
  readonly runs: readonly number[]
  /** Mean accuracies of its runs after each epoch, as far as all have come. */
  readonly curve: readonly number[]
  /** SHA-256 of the weights of each run at the end of that rung. */
  readonly sha256: readonly string[]
}

/** No trials. */
const NONE: ReadonlySet<number> = new Set()

/**
 * The course of a study: a pure function of its plan and the outcomes of its jobs, whatever their order. A rung
 * is closed when all its jobs are done, and only then is decided which trials go on.
 */
export class Course {
  /** Everything that decides it, but for the data. */
  readonly plan: Plan
  /** Values and Specs of the trials. */
  readonly trials: Trials
  /** Outcomes by job. */
  readonly #outcomes = new Map<string, Outcome>()
  /** The trials of each rung that has been opened, in the order of their numbers. */
  readonly #members: ReadonlySet<number>[]
  /** Jobs of the open rung that are still to be done, and the trials that have some. */
  #left: number
  #unfinished: Set<number>

  constructor(plan: Plan) {
    this.plan = plan
    this.trials = new Trials(plan)
    this.#unfinished = new Set(Array.from({ length: plan.trials }, (_, trial) => trial))
    this.#members = [new Set(this.#unfinished)]
    this.#left = plan.trials * plan.seeds
  }

  /** The rung at hand, from 0; the last one when the study is over. */
  get rung(): number {
    return this.#members.length - 1
  }

  /** Whether every job is done. */
  get isOver(): boolean {
    return this.#left === 0
  }

  /** Trials of a rung, in the order of their numbers; none of one that has not begun. */
  members(rung: number): ReadonlySet<number> {
    return this.#members[rung] ?? NONE
  }

  /** Jobs of the rung at hand that are done, and all of them. */
  get progress(): StudyProgress {
    const total = this.members(this.rung).size * this.plan.seeds
    return { done: total - this.#left, total }
  }

  /**
   * Jobs that wait, in their order: first those of the trials that took longest in the rung before, so that none
   * begins with them when all others are done.
   */
  *waiting(): Generator<Job, void, void> {
    const { rung } = this
    for (const trial of this.#unfinished) {
      for (let seed = 0; seed < this.plan.seeds; seed++) {
        const job = { trial, seed, rung }
        if (!this.outcome(job)) yield job
      }
    }
  }

  /** The outcome of a job, once it is done. */
  outcome(job: Job): Outcome | undefined {
    return this.#outcomes.get(jobKey(job))
  }

  /**
   * Takes the outcome of a job. One of a rung that has not begun yet waits for it.
   * @returns whether it is new
   * @throws DifferentOutcomes where the job had another one; StudyError for one of no job of the study
   */
  take(outcome: Outcome): boolean {
    this.check(outcome)
    const key = jobKey(outcome)
    const known = this.#outcomes.get(key)
    if (known) {
      if (!isSame(known, outcome)) throw new DifferentOutcomes(known, outcome)
      return false
    }
    this.#outcomes.set(key, outcome)
    if (outcome.rung === this.rung && this.#unfinished.has(outcome.trial)) {
      this.#left--
      if (this.#leftOf(outcome.trial) === 0) this.#unfinished.delete(outcome.trial)
    }
    while (this.#left === 0 && this.#openNext()) {}
    return true
  }

  /** Checks that an outcome belongs to a job of the study. @throws StudyError */
  check({ trial, seed, rung, epochs, problem }: Outcome): void {
    const { trials, seeds, rungs } = this.plan
    const isJob =
      trial < trials && seed < seeds && rung < rungs.length && trial >= 0 && seed >= 0 && rung >= 0
    const span = (rungs[rung] ?? 0) - (rungs[rung - 1] ?? 0)
    if (isJob && (problem === undefined ? epochs.length === span : epochs.length <= span)) return
    throw new StudyError(
      'outcome',
      `There is an outcome of job ${jobKey({ trial, seed, rung })} with ${epochs.length} epochs: expected one of ${trials} trials, ${seeds} seeds and ${rungs.length} rungs, with ${span} epochs. It belongs to another study: remove it.`,
    )
  }

  /** Opens the rung after one that is done. @returns whether there is one */
  #openNext(): boolean {
    const { rungs } = this.plan
    if (this.#members.length === rungs.length) return false
    const { rung } = this
    const members = this.members(rung)
    const fit = [...members].filter(trial => !this.#hasDiverged(trial, rung))
    const next = this.#inOrder(fit, rung).slice(0, survivorsOf(members.size))
    if (next.length === 0) return false
    this.#members.push(new Set(next.toSorted((a, b) => a - b)))
    const longest = next.toSorted((a, b) => this.#secondsIn(b, rung) - this.#secondsIn(a, rung) || a - b)
    this.#unfinished = new Set(longest.filter(trial => this.#leftOf(trial) > 0))
    this.#left = sum([...this.#unfinished].map(trial => this.#leftOf(trial)))
    return true
  }

  /** Seconds that the runs of a trial took in a rung. */
  #secondsIn(trial: number, rung: number): number {
    const { seeds } = this.plan
    return sum(Array.from({ length: seeds }, (_, seed) => this.outcome({ trial, seed, rung })?.seconds ?? 0))
  }

  /** Jobs of a trial that are still to be done in the rung at hand. */
  #leftOf(trial: number): number {
    const { rung } = this
    return count(this.plan.seeds, seed => !this.outcome({ trial, seed, rung }))
  }

  #hasDiverged(trial: number, rung: number): boolean {
    return count(this.plan.seeds, seed => this.outcome({ trial, seed, rung })?.problem !== undefined) > 0
  }

  /** Trials by their accuracy at the end of a rung that all of them have ended, best first; equal ones by number. */
  #inOrder(trials: readonly number[], rung: number): number[] {
    const scores = new Map(trials.map(trial => [trial, sum(this.correctAt(trial, rung))]))
    const score = (trial: number): number => scores.get(trial) ?? 0
    return trials.toSorted((a, b) => score(b) - score(a) || a - b)
  }

  /** Correct predictions of each run of a trial at the end of a rung; of the best epoch so far where that is kept. */
  correctAt(trial: number, rung: number): number[] {
    return Array.from({ length: this.plan.seeds }, (_, seed) => {
      const epochs = this.#epochsOf(trial, seed, rung)
      if (this.plan.fixed.keep !== 'best') return epochs.at(-1)?.correct ?? 0
      return Math.max(0, ...epochs.map(({ correct }) => correct))
    })
  }

  /** Epochs of a run up to the end of a rung, as far as they are known. */
  #epochsOf(trial: number, seed: number, rung: number): Judged[] {
    return Array.from(
      { length: rung + 1 },
      (_, r) => this.outcome({ trial, seed, rung: r })?.epochs ?? [],
    ).flat()
  }

  /** The last rung that all runs of a trial have ended. */
  #reached(trial: number): number | undefined {
    const { seeds } = this.plan
    for (let { rung } = this; rung >= 0; rung--) {
      const isMember = rung === 0 || this.members(rung).has(trial)
      if (isMember && count(seeds, seed => this.outcome({ trial, seed, rung }) !== undefined) === seeds)
        return rung
    }
    return undefined
  }

  /** A trial, as far as it has come. */
  row(trial: number): Row {
    const { seeds, fixed, rungs } = this.plan
    const rung = this.#reached(trial)
    const total = fixed.data.validation ?? 1
    const runs = rung === undefined ? [] : this.correctAt(trial, rung).map(correct => correct / total)
    const curves = Array.from({ length: seeds }, (_, seed) => this.#epochsOf(trial, seed, rungs.length - 1))
    const length = Math.min(...curves.map(curve => curve.length))
    const curve = Array.from(
      { length },
      (_, epoch) => sum(curves.map(run => run[epoch]?.correct ?? 0)) / seeds / total,
    )
    return {
      ...{ trial, values: this.trials.values(trial), standing: this.#standing(trial, rung), rung },
      ...{ accuracy: rung === undefined ? undefined : sum(runs) / seeds, runs, curve },
      sha256: Array.from({ length: seeds }, (_, seed) =>
        rung === undefined ? '' : (this.outcome({ trial, seed, rung })?.sha256 ?? ''),
      ).filter(Boolean),
    }
  }

  #standing(trial: number, rung: number | undefined): Standing {
    if (rung === undefined) return 'waiting'
    if (this.#hasDiverged(trial, rung)) return 'diverged'
    if (rung === this.plan.rungs.length - 1) return 'finished'
    if (rung === this.rung || this.members(rung + 1).has(trial)) return 'on'
    return 'dropped'
  }

  /** All trials, in the order of their numbers. */
  rows(): Row[] {
    return Array.from({ length: this.plan.trials }, (_, trial) => this.row(trial))
  }

  /** All trials from the best to the worst, as `ranked` has them. */
  ranking(): Row[] {
    return ranked(this.rows())
  }
}

/**
 * Trials from the best to the worst: those of a later rung first, then by accuracy, and equal ones by number.
 * Diverged ones come last, and before them those that have no outcome yet.
 */
export function ranked(rows: readonly Row[]): Row[] {
  return rows.toSorted(
    (a, b) => rankOf(b) - rankOf(a) || (b.accuracy ?? 0) - (a.accuracy ?? 0) || a.trial - b.trial,
  )
}

function rankOf(row: Row): number {
  return row.standing === 'diverged' ? -2 : (row.rung ?? -1)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0)
}

/** The number of 0 .. n - 1 that are so. */
function count(n: number, is: (i: number) => boolean): number {
  let so = 0
  for (let i = 0; i < n; i++) if (is(i)) so++
  return so
}
