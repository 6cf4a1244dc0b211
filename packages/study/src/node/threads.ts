import type { EngineChoice } from '@gradus/core'
import { engineVersion } from '../engine-version.ts'
import { StudyError } from '../errors.ts'
import type { StudyEvent } from '../events.ts'
import { type Job, jobKey } from '../plan.ts'
import { checkData, type TrialData } from '../training.ts'
import { Crew, ThreadError } from './crew.ts'
import type { Store } from './store.ts'

/** Options of a study on the threads of this machine. */
export interface RunOnThreadsOptions {
  /** Threads side by side. */
  readonly threads: number
  /** 'auto' by default; all give the same bits. */
  readonly engine?: EngineChoice | undefined
  /** Ends the study after the mini-batches at hand: it can go on from its store. */
  readonly signal?: AbortSignal | undefined
  /** Told what happens. */
  readonly onEvent?: ((event: StudyEvent) => void) | undefined
}

/** Times that a job is begun, before its threads' deaths are the fault of the job. */
const ATTEMPTS = 2

/**
 * Jobs in preparation for each thread, the one that it trains among them: the next one waits with its checkpoint
 * read, so that no thread waits for the disk.
 */
const JOBS_AHEAD = 2

/**
 * Runs a study on threads of this machine, up to its end or until it is aborted; it goes on from the outcomes that
 * the store has, and puts each new one there.
 * @throws StudyError for other data than the plan's, another engine, or a job that cannot be done; what the
 * store throws. All outcomes that were there by then are kept.
 */
export async function runOnThreads(
  store: Store,
  data: TrialData,
  options: RunOnThreadsOptions,
): Promise<void> {
  const { plan, course } = store
  const { engine = 'auto' } = options
  checkData(plan, data)
  const version = await engineVersion(engine)
  if (version !== plan.engine)
    throw new StudyError(
      'engine',
      `The engine is version ${version}, and the study began with ${plan.engine}: expected the same, since another one gives other bits. Go on with the program that began it.`,
    )
  if (course.isOver || options.signal?.aborted) return
  const threads = Math.min(options.threads, plan.trials * plan.seeds)
  const crew = await Crew.start(data, { threads, engine })
  try {
    await new ThreadedRun(store, crew, options).run()
  } finally {
    await crew.close()
  }
}

/** A study on its way to the end. */
class ThreadedRun {
  readonly #store: Store
  readonly #crew: Crew
  readonly #options: RunOnThreadsOptions
  /** Ends all tasks. */
  readonly #end = new AbortController()
  #failure: { readonly error: unknown } | undefined
  /** The rung whose jobs are given out, and those that are still there. */
  #rung = -1
  #waiting: Iterator<Job> | undefined
  /** Jobs whose thread died, to be begun again, and how often each was begun in vain. */
  readonly #again: Job[] = []
  readonly #deaths = new Map<string, number>()
  /** Number of jobs at work, and the end of one of them. */
  #busy = 0
  #ended = Promise.withResolvers<void>()
  /** Rungs that are known to be complete. */
  #complete: number

  constructor(store: Store, crew: Crew, options: RunOnThreadsOptions) {
    this.#store = store
    this.#crew = crew
    this.#options = options
    this.#complete = store.course.rung
  }

  async run(): Promise<void> {
    const { signal } = this.#options
    const abort = (): void => this.#end.abort()
    signal?.addEventListener('abort', abort)
    if (signal?.aborted) abort()
    try {
      const lanes = this.#crew.threads * JOBS_AHEAD
      await Promise.all(Array.from({ length: lanes }, () => this.#work()))
    } finally {
      signal?.removeEventListener('abort', abort)
    }
    if (this.#failure) throw this.#failure.error
  }

  /** Does one job after the other, as long as there are some or some may come. */
  async #work(): Promise<void> {
    while (!this.#end.signal.aborted) {
      const job = this.#next()
      if (!job && this.#busy === 0) return
      if (!job) {
        await this.#ended.promise
        continue
      }
      this.#busy++
      try {
        await this.#do(job)
      } catch (error) {
        this.#fail(error)
      }
      this.#busy--
      this.#ended.resolve()
      this.#ended = Promise.withResolvers<void>()
    }
  }

  /** The next job of the rung at hand that nobody has begun. */
  #next(): Job | undefined {
    const { course } = this.#store
    if (course.rung !== this.#rung) {
      this.#rung = course.rung
      this.#waiting = course.waiting()
    }
    return this.#again.shift() ?? this.#waiting?.next().value
  }

  async #do(job: Job): Promise<void> {
    const store = this.#store
    const from = await store.checkpointBefore(job)
    let worker: string | undefined
    const onBegin = (thread: number): void => {
      worker = `thread ${thread}`
      this.#tell({ type: 'begun', job, worker })
    }
    const onEpoch = (epoch: number, { correct }: { readonly correct: number }): void => {
      if (worker !== undefined) this.#tell({ type: 'epoch', job, worker, epoch, correct })
    }
    const { signal } = this.#end
    const task = { plan: store.plan, job, from }
    const trained = await this.#crew
      .train(task, { signal, onBegin, onEpoch })
      .catch((error: unknown) => this.#onRefusal(job, error))
    if (trained) {
      const outcome = { ...trained.outcome, worker }
      await store.put(outcome, trained.checkpoint)
      this.#tell({ type: 'done', outcome })
      this.#tellRungs()
    } else if (worker !== undefined) this.#tell({ type: 'given-back', job, worker })
  }

  /** A thread that died gets another chance. @throws StudyError naming the job that cannot be done */
  #onRefusal(job: Job, error: unknown): undefined {
    if (!(error instanceof StudyError) || error.field === 'data') throw error
    const { course } = this.#store
    const name = `Job ${jobKey(job)} (trial ${job.trial}: ${course.trials.text(job.trial)})`
    const rest = 'Everything that was done is kept: resume the study when that is mended.'
    if (!(error instanceof ThreadError))
      throw new StudyError(error.field, `${name} cannot be done: ${error.message} ${rest}`, { cause: error })
    const deaths = (this.#deaths.get(jobKey(job)) ?? 0) + 1
    if (deaths >= ATTEMPTS)
      throw new StudyError('thread', `${name} ended its thread ${deaths} times. ${error.message} ${rest}`, {
        cause: error,
      })
    this.#deaths.set(jobKey(job), deaths)
    this.#again.push(job)
    this.#tell({ type: 'warning', message: `${error.message} ${name} is begun again.` })
  }

  #tellRungs(): void {
    const { rung, isOver } = this.#store.course
    const complete = isOver ? rung + 1 : rung
    while (this.#complete < complete) this.#tell({ type: 'rung', rung: this.#complete++ })
  }

  #tell(event: StudyEvent): void {
    try {
      this.#options.onEvent?.(event)
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Ends the study by the first failure. */
  #fail(error: unknown): void {
    this.#failure ??= { error }
    this.#end.abort()
  }
}
