import { type Course, type Job, jobKey, type Row, ranked, type StudyEvent } from '@gradus/study'
import { Pace } from './pace.ts'
import type {
  Notice,
  RunningJob,
  StudyEnding,
  StudyPhase,
  StudySnapshot,
  WorkerState,
} from './study-snapshot.ts'

/** Circumstances of a study. */
export interface StudyStateOptions {
  readonly name: string
  /** Number of threads; undefined where a queue hands jobs out. */
  readonly threads?: number | undefined
  /** Milliseconds of a clock that never runs back: that of this program by default. */
  readonly now?: () => number
}

/** Rows that a snapshot brings up to date, at the most: some 10 ms of work. */
const MOST_ROWS = 500
const MOST_NOTICES = 200

/**
 * A study as screens, plain lines and JSON show it: follows its events, and keeps the rows of its trials, so that
 * a snapshot of 10,000 of them takes some milliseconds. The course takes each outcome before the event `done`
 * tells of it.
 */
export class StudyState {
  readonly course: Course
  readonly #options: StudyStateOptions
  readonly #now: () => number
  readonly #start: number
  readonly #rows: Row[]
  /** Trials whose rows are out of date. */
  readonly #stale = new Set<number>()
  /** All rows in their order, of which the newest may be out of place. */
  #ranked: readonly Row[]
  #isRanked = true
  #range: StudySnapshot['range']
  /** Jobs at hand by job and worker. */
  readonly #running = new Map<string, RunningJob>()
  /** Number of jobs done, by worker. */
  readonly #done = new Map<string, number>()
  readonly #pace: Pace
  #notices: readonly Notice[] = []
  #warnings = 0
  #lost: string | undefined
  #phase: StudyPhase = 'training'
  #ending: StudyEnding | undefined
  #endedAt: number | undefined

  constructor(course: Course, options: StudyStateOptions) {
    this.course = course
    this.#options = options
    this.#now = options.now ?? (() => performance.now())
    this.#start = this.#now()
    this.#rows = course.rows()
    this.#ranked = ranked(this.#rows)
    this.#pace = new Pace(course)
    for (const row of this.#rows) this.#widen(row)
  }

  get phase(): StudyPhase {
    return this.#phase
  }

  /** Takes an event of the study. */
  take(event: StudyEvent): void {
    switch (event.type) {
      case 'begun':
        this.#begin(event.job, event.worker)
        break
      case 'epoch':
        this.#onEpoch(event)
        break
      case 'done':
        this.#onDone(event.outcome)
        break
      case 'given-back':
        this.#running.delete(keyOf(event.job, event.worker))
        break
      case 'verified':
        this.#forget(event.job)
        break
      case 'rung':
        for (const trial of this.course.members(event.rung)) this.#stale.add(trial)
        break
      case 'warning':
        this.#warnings++
        this.#tell('warning', event.message)
        break
      case 'lost':
        this.#lost = event.message
        this.#tell('alarm', event.message)
        break
      case 'back':
        this.#lost = undefined
        this.#tell('event', 'The queue is back')
        break
    }
  }

  /** The study was asked to stop: the jobs at hand are given back. */
  stop(): void {
    if (this.#phase === 'training') this.#phase = 'stopping'
  }

  /** All jobs are done, and the winner is being evaluated on the test data. */
  judge(): void {
    this.#phase = 'judging'
  }

  /** The study is over, with a winner unless it was stopped or every trial diverged. */
  end(ending?: StudyEnding): void {
    this.#phase = 'over'
    this.#ending = ending
    this.#endedAt ??= this.#now()
    this.#running.clear()
    this.#refresh(Number.POSITIVE_INFINITY)
  }

  snapshot(): StudySnapshot {
    const { course } = this
    const { name, threads } = this.#options
    this.#refresh(MOST_ROWS)
    // Rows that are almost in order are soon sorted.
    if (!this.#isRanked) this.#ranked = ranked(this.#ranked.map(row => this.#rows[row.trial] ?? row))
    this.#isRanked = true
    const [first] = this.#ranked
    const running = [...this.#running.values()]
    const now = this.#endedAt ?? this.#now()
    return {
      ...{ name, threads, plan: course.plan, trials: course.trials },
      ...{ phase: this.#phase, rung: course.rung, progress: course.progress },
      ...{ isComplete: course.isOver },
      ...{
        rows: this.#ranked,
        best: first?.rung === undefined || first.standing === 'diverged' ? undefined : first,
      },
      ...{ range: this.#range, running, workers: this.#workers(running) },
      secondsLeft: course.isOver ? undefined : this.#pace.secondsLeft(running, threads),
      elapsedSeconds: (now - this.#start) / 1000,
      ...{ notices: this.#notices, warnings: this.#warnings, lost: this.#lost, ending: this.#ending },
    }
  }

  #begin(job: Job, worker: string): void {
    const now = this.#now()
    this.#running.set(keyOf(job, worker), { job, worker, accuracies: [], since: now, told: now })
    if (!this.#done.has(worker)) this.#done.set(worker, 0)
  }

  #onEpoch({ job, worker, epoch, correct }: Extract<StudyEvent, { type: 'epoch' }>): void {
    const key = keyOf(job, worker)
    if (!this.#running.has(key)) this.#begin(job, worker)
    const running = this.#running.get(key)
    if (!running) return
    const { rungs, fixed } = this.course.plan
    const accuracy = correct / (fixed.data.validation ?? 1)
    const accuracies = [...running.accuracies]
    for (let e = accuracies.length; e < epoch - (rungs[job.rung - 1] ?? 0); e++) accuracies.push(Number.NaN)
    this.#running.set(key, { ...running, accuracies: [...accuracies, accuracy], told: this.#now() })
    this.#widenTo(accuracy)
  }

  #onDone(outcome: Extract<StudyEvent, { type: 'done' }>['outcome']): void {
    const { worker } = outcome
    if (worker !== undefined) this.#done.set(worker, (this.#done.get(worker) ?? 0) + 1)
    this.#forget(outcome)
    this.#pace.take(outcome)
    this.#stale.add(outcome.trial)
  }

  /** No worker trains on a job any more, not even one that was killed while it did. */
  #forget(job: Job): void {
    const key = jobKey(job)
    for (const [each, running] of this.#running) if (jobKey(running.job) === key) this.#running.delete(each)
  }

  /** Brings rows up to date, at most so many. */
  #refresh(most: number): void {
    let left = most
    for (const trial of this.#stale) {
      if (left-- <= 0) return
      const row = this.course.row(trial)
      this.#stale.delete(trial)
      this.#rows[trial] = row
      this.#isRanked = false
      this.#widen(row)
    }
  }

  #widen({ curve }: Row): void {
    for (const accuracy of curve) this.#widenTo(accuracy)
  }

  #widenTo(accuracy: number): void {
    const { least = accuracy, most = accuracy } = this.#range ?? {}
    if (this.#range && accuracy >= least && accuracy <= most) return
    this.#range = { least: Math.min(least, accuracy), most: Math.max(most, accuracy) }
  }

  #workers(running: readonly RunningJob[]): WorkerState[] {
    return Array.from(this.#done, ([name, done]) => ({
      name,
      running: running.filter(({ worker }) => worker === name),
      done,
    }))
  }

  #tell(kind: Notice['kind'], text: string): void {
    const seconds = (this.#now() - this.#start) / 1000
    this.#notices = [...this.#notices.slice(1 - MOST_NOTICES), { seconds, kind, text }]
  }
}

function keyOf(job: Job, worker: string): string {
  return `${jobKey(job)} ${worker}`
}
