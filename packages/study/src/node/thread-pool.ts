import type { EngineChoice } from '@gradus/core'
import { SharedData } from '@gradus/data/node'
import { StudyError } from '../errors.ts'
import type { TrialData } from '../training.ts'
import type { ThreadInput } from './pool-thread.ts'
import { Assignment, type DeathOf, PooledThread, type PoolTaskOptions } from './pooled-thread.ts'

/** Milliseconds between two pieces of news, over all threads. */
const INTERVAL = 25

/** Most threads that a pool may have. */
const MOST_THREADS = 256

/** Checks a number of threads before anything is made for them. @throws StudyError ('threads') */
export function checkThreads(threads: number): void {
  if (Number.isSafeInteger(threads) && threads >= 1 && threads <= MOST_THREADS) return
  throw new StudyError('threads', `threads is ${threads}: expected a whole number of 1 .. ${MOST_THREADS}.`)
}

/** Options of a pool of threads. */
export interface CrewOptions {
  /** Number of threads. */
  readonly threads: number
  /** 'auto' by default; all give the same bits. */
  readonly engine?: EngineChoice | undefined
}

/** Threads that do tasks of one kind, with the data once in memory that they share. One that dies is replaced. */
export class ThreadPool<Task, Result, News> {
  readonly #module: URL
  readonly #deathOf: DeathOf<Task>
  readonly #input: ThreadInput
  readonly #threads: PooledThread<Task, Result, News>[] = []
  /** Tasks that no thread has begun with. */
  readonly #waiting: Assignment<Task, Result, News>[] = []
  #isClosed = false
  /** The reason why there is no thread any more. */
  #failure: { readonly error: unknown } | undefined

  private constructor(module: URL, deathOf: DeathOf<Task>, input: ThreadInput) {
    this.#module = module
    this.#deathOf = deathOf
    this.#input = input
  }

  /**
   * Starts the threads.
   * @param module of a thread: it calls `serveTasks`
   * @param deathOf makes the error of a task whose thread died
   * @throws StudyError ('threads') for a number that cannot be; MemoryError
   */
  static async start<Task, Result, News>(
    module: URL,
    deathOf: DeathOf<Task>,
    data: TrialData,
    options: CrewOptions,
  ): Promise<ThreadPool<Task, Result, News>> {
    const { threads, engine = 'auto' } = options
    checkThreads(threads)
    const shared = new SharedData()
    const [train, validation] = [await shared.take(data.train), await shared.take(data.validation)]
    const input = { data: { train, validation }, engine, interval: INTERVAL * threads }
    const pool = new ThreadPool<Task, Result, News>(module, deathOf, input)
    try {
      await Promise.all(Array.from({ length: threads }, (_, number) => pool.#begin(number)))
    } catch (error) {
      await pool.close()
      throw error
    }
    return pool
  }

  /** Number of threads. */
  get threads(): number {
    return this.#threads.length
  }

  /**
   * Does a task on the next thread that is free; tasks wait in their order.
   * @returns undefined if it was aborted, or the pool closed
   * @throws the pool's error for a thread that died; StudyError for a task that cannot be done
   */
  do(task: Task, options: PoolTaskOptions<News> = {}): Promise<Result | undefined> {
    const { signal } = options
    if (this.#isClosed || signal?.aborted) return Promise.resolve(undefined)
    const assignment = new Assignment<Task, Result, News>(task, options)
    const abort = (): void => this.#abort(assignment)
    signal?.addEventListener('abort', abort)
    this.#waiting.push(assignment)
    this.#assign()
    return assignment.result.finally(() => signal?.removeEventListener('abort', abort))
  }

  /** Aborts all tasks, and ends the threads after the mini-batches at hand. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const assignment of this.#waiting.splice(0)) assignment.end(undefined)
    await Promise.all(this.#threads.map(thread => thread.close()))
  }

  /** Starts a thread in its place. @throws StudyError if it cannot */
  async #begin(number: number): Promise<void> {
    const thread = new PooledThread<Task, Result, News>(this.#module, number, this.#input, {
      deathOf: this.#deathOf,
      onFree: () => this.#assign(),
      onDeath: () => {
        if (!this.#isClosed) this.#replace(number)
      },
    })
    this.#threads[number] = thread
    await thread.ready
  }

  /** Replaces a dead thread. Where none lives and none can be started, nobody is left to wait for. */
  #replace(number: number): void {
    this.#begin(number).catch((error: unknown) => {
      if (this.#threads.some(({ lives }) => lives)) return
      this.#failure = { error }
      this.#assign()
    })
  }

  #assign(): void {
    if (this.#failure) for (const assignment of this.#waiting.splice(0)) assignment.fail(this.#failure.error)
    for (const thread of this.#threads) {
      if (!thread.isFree) continue
      const assignment = this.#waiting.shift()
      if (!assignment) return
      thread.take(assignment)
    }
  }

  #abort(assignment: Assignment<Task, Result, News>): void {
    const place = this.#waiting.indexOf(assignment)
    if (place === -1) for (const thread of this.#threads) thread.abort(assignment)
    else {
      this.#waiting.splice(place, 1)
      assignment.end(undefined)
    }
  }
}
