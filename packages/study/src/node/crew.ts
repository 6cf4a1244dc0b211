import type { EngineChoice } from '@gradus/core'
import { SharedData } from '@gradus/data/node'
import { StudyError } from '../errors.ts'
import type { Trained, TrialData } from '../training.ts'
import { Assignment, CrewThread, type TaskOptions } from './crew-thread.ts'
import type { Task, ThreadInput } from './study-thread.ts'

/** Milliseconds between two epochs that are told, over all threads. */
const INTERVAL = 25

/** Most threads that a crew may have. */
const MOST_THREADS = 256

/** Checks a number of threads before anything is made for them. @throws StudyError ('threads') */
export function checkThreads(threads: number): void {
  if (Number.isSafeInteger(threads) && threads >= 1 && threads <= MOST_THREADS) return
  throw new StudyError('threads', `threads is ${threads}: expected a whole number of 1 .. ${MOST_THREADS}.`)
}

/** Options of a crew. */
export interface CrewOptions {
  /** Number of threads. */
  readonly threads: number
  /** 'auto' by default; all give the same bits. */
  readonly engine?: EngineChoice | undefined
}

/**
 * Threads that train jobs, with the data once in memory that they share. One that dies is replaced.
 * @example
 * ```ts
 * import { completeSpec, denseExamples } from '@gradus/core'
 * import { engineVersion, makePlan } from '@gradus/study'
 * import { Crew } from '@gradus/study/node'
 *
 * const examples = denseExamples([[[0], [1, 0]], [[1], [0, 1]]])
 * const network = { sizes: [1, 2], seed: '0', eta: 1, miniBatchSize: 2, epochs: 9 }
 * const plan = makePlan({
 *   space: { eta: { log: [0.1, 10] } },
 *   fixed: completeSpec({ ...network, data: { train: 2, validation: 2 } }),
 *   engine: await engineVersion(),
 * })
 * const crew = await Crew.start({ train: examples, validation: examples }, { threads: 1 })
 * const job = { trial: 0, seed: 0, rung: 0 }
 * const trained = await crew.train({ plan, job, from: undefined })
 * console.log(plan.rungs[0], trained?.outcome.epochs.length) // prints 1 1
 * await crew.close()
 * ```
 */
export class Crew {
  readonly #input: ThreadInput
  readonly #threads: CrewThread[] = []
  /** Tasks that no thread has begun with. */
  readonly #waiting: Assignment[] = []
  #isClosed = false
  /** The reason why there is no thread any more. */
  #failure: { readonly error: unknown } | undefined

  private constructor(input: ThreadInput) {
    this.#input = input
  }

  /** Starts the threads. @throws StudyError ('threads') for a number that cannot be; MemoryError */
  static async start(data: TrialData, options: CrewOptions): Promise<Crew> {
    const { threads, engine = 'auto' } = options
    checkThreads(threads)
    const shared = new SharedData()
    const [train, validation] = [await shared.take(data.train), await shared.take(data.validation)]
    const crew = new Crew({ data: { train, validation }, engine, interval: INTERVAL * threads })
    try {
      await Promise.all(Array.from({ length: threads }, (_, number) => crew.#begin(number)))
    } catch (error) {
      await crew.close()
      throw error
    }
    return crew
  }

  /** Number of threads. */
  get threads(): number {
    return this.#threads.length
  }

  /**
   * Trains a job on the next thread that is free; tasks wait in their order.
   * @returns undefined if it was aborted, or the crew closed
   * @throws ThreadError if the thread died; StudyError for other data than the plan's, or a run that cannot be
   */
  train(task: Task, options: TaskOptions = {}): Promise<Trained | undefined> {
    const { signal } = options
    if (this.#isClosed || signal?.aborted) return Promise.resolve(undefined)
    const assignment = new Assignment(task, options)
    const abort = (): void => this.#abort(assignment)
    signal?.addEventListener('abort', abort)
    this.#waiting.push(assignment)
    this.#assign()
    return assignment.trained.finally(() => signal?.removeEventListener('abort', abort))
  }

  /** Aborts all tasks, and ends the threads after the mini-batches at hand. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const assignment of this.#waiting.splice(0)) assignment.end(undefined)
    await Promise.all(this.#threads.map(thread => thread.close()))
  }

  /** Starts a thread in its place. @throws StudyError if it cannot */
  async #begin(number: number): Promise<void> {
    const thread = new CrewThread(number, this.#input, {
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

  #abort(assignment: Assignment): void {
    const place = this.#waiting.indexOf(assignment)
    if (place === -1) for (const thread of this.#threads) thread.abort(assignment)
    else {
      this.#waiting.splice(place, 1)
      assignment.end(undefined)
    }
  }
}
