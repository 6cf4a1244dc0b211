import {
  type Course,
  type Job,
  jobKey,
  type Plan,
  type Row,
  ranked,
  rungSizes,
  type StudyEvent,
  type Trials,
} from '@gradus/study'

/** The end of a study that has a winner. */
export interface StudyEnding {
  /** The best trial. */
  readonly winner: Row
  /** The next best one, if there is one that did not diverge. */
  readonly second?: Row | undefined
  /** Whether the lead of the winner may be chance. */
  readonly isNoise: boolean
  /** Evaluation of the winner on the test data, which are looked at this once; undefined where there are none. */
  readonly test?: { readonly correct: number; readonly total: number } | undefined
  /** SHA-256 of the winner's weights. */
  readonly sha256: string
  /** Command that trains the winner, as a shell takes it. */
  readonly command: string
  /** Folder of the study. */
  readonly folder: string
}

/** A job that a worker trains on. */
export interface RunningJob {
  readonly job: Job
  /** Name of the worker. */
  readonly worker: string
  /** Accuracy on the validation data after each epoch of this rung so far, 0 .. 1; NaN where none was told. */
  readonly accuracies: readonly number[]
  /** Milliseconds of the clock at which it was begun, and at which its last epoch was told of. */
  readonly since: number
  readonly told: number
}

/** A thread, or a program on a machine, that has done something for the study. */
export interface WorkerState {
  readonly name: string
  /** Its jobs at hand, in the order in which they were begun. */
  readonly running: readonly RunningJob[]
  /** Number of jobs that it has done. */
  readonly done: number
}

/** A line that stays: a warning, or a change of the connection. */
export interface Notice {
  /** Seconds since the program began. */
  readonly seconds: number
  readonly kind: 'event' | 'warning' | 'alarm'
  readonly text: string
}

/** Phase of a study: it trains, stops because it was asked to, judges the winner once, or is over. */
export type StudyPhase = 'training' | 'stopping' | 'judging' | 'over'

/** A study as it stands at a moment. */
export interface StudySnapshot {
  readonly name: string
  readonly plan: Plan
  /** Fields, values and Specs of the trials. */
  readonly trials: Trials
  readonly phase: StudyPhase
  /** The rung at hand, from 0, and how many of its jobs are done. */
  readonly rung: number
  readonly progress: { readonly done: number; readonly total: number }
  /** Whether every job is done. */
  readonly isComplete: boolean
  /** All trials, best first. After a rung is closed, the standing of many may lag some frames behind. */
  readonly rows: readonly Row[]
  /** The best trial so far; undefined before one has come to the end of a rung. */
  readonly best: Row | undefined
  /** The best and the worst accuracy after any epoch so far, 0 .. 1. */
  readonly range: { readonly least: number; readonly most: number } | undefined
  /** Jobs at hand, in the order in which they were begun. */
  readonly running: readonly RunningJob[]
  /** Workers that have told of themselves, in that order. */
  readonly workers: readonly WorkerState[]
  /** Workers of this machine; undefined where a queue hands jobs out, and anyone may take them. */
  readonly threads: number | undefined
  /** About how long the rest takes; undefined as long as nothing lets it expect. */
  readonly secondsLeft: number | undefined
  readonly elapsedSeconds: number
  /** The newest lines, oldest first, and how many of all were warnings. */
  readonly notices: readonly Notice[]
  readonly warnings: number
  /** The reason why the queue cannot be reached, while that lasts. */
  readonly lost: string | undefined
  readonly ending: StudyEnding | undefined
}

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
        this.#tell('alarm', `The queue is lost: ${event.message}`)
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
    // What is almost in order is soon sorted.
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

/** Time that examples take, as measured, and the time that is left. */
class Pace {
  readonly #plan: Plan
  readonly #course: Course
  /** Seconds of work and examples of the outcomes of each rung. */
  readonly #measured: { seconds: number; examples: number }[]

  constructor(course: Course) {
    this.#course = course
    this.#plan = course.plan
    this.#measured = course.plan.rungs.map(() => ({ seconds: 0, examples: 0 }))
    for (let rung = 0; rung <= course.rung; rung++) {
      for (const trial of course.members(rung)) {
        for (let seed = 0; seed < course.plan.seeds; seed++) {
          const outcome = course.outcome({ trial, seed, rung })
          if (outcome) this.take(outcome)
        }
      }
    }
  }

  /** Takes an outcome; the seconds of one that diverged may be of an epoch that was not completed. */
  take({ rung, seconds, epochs, problem }: Parameters<Course['take']>[0]): void {
    const measured = this.#measured[rung]
    if (!measured || problem !== undefined) return
    measured.seconds += seconds
    measured.examples += epochs.length * this.#plan.fixed.data.train
  }

  /**
   * Seconds until the study is over: jobs of the rungs to come are as long as those of the last rung that was
   * measured, and as many are done at a time as there are workers.
   */
  secondsLeft(running: readonly RunningJob[], threads: number | undefined): number | undefined {
    const { plan, rung, progress } = {
      plan: this.#plan,
      rung: this.#course.rung,
      progress: this.#course.progress,
    }
    const pace = this.#secondsPerExample(running)
    const workers = threads ?? running.length
    if (pace === undefined || workers === 0) return undefined
    const jobSeconds = (r: number): number => this.#epochsOf(r) * plan.fixed.data.train * pace
    const shares = running
      .filter(({ job }) => job.rung === rung)
      .map(({ accuracies }) => accuracies.length / this.#epochsOf(rung))
    const left = progress.total - progress.done
    const longest = left > shares.length ? 1 : 1 - Math.min(1, ...shares)
    const atHand = left - shares.reduce((sum, share) => sum + share, 0)
    const sizes = rungSizes(plan)
    const later = sizes.map((size, r) =>
      r <= rung ? 0 : Math.ceil((size * plan.seeds) / workers) * jobSeconds(r),
    )
    const now = left === 0 ? 0 : Math.max(atHand / workers, longest) * jobSeconds(rung)
    return later.reduce((sum, seconds) => sum + seconds, now)
  }

  /** Of the newest rung that has outcomes; before there are any, as the jobs at hand let expect. */
  #secondsPerExample(running: readonly RunningJob[]): number | undefined {
    const measured = this.#measured.findLast(({ examples }) => examples > 0)
    if (measured) return measured.seconds / measured.examples
    const epochs = running.reduce((sum, { accuracies }) => sum + accuracies.length, 0)
    const seconds = running.reduce((sum, { since, told }) => sum + (told - since) / 1000, 0)
    return epochs === 0 ? undefined : seconds / (epochs * this.#plan.fixed.data.train)
  }

  #epochsOf(rung: number): number {
    const { rungs } = this.#plan
    return (rungs[rung] ?? 0) - (rungs[rung - 1] ?? 0)
  }
}
