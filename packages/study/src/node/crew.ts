import { Worker } from 'node:worker_threads'
import type { EngineChoice } from '@gradus/core'
import { SharedData } from '@gradus/data/node'
import { StudyError } from '../errors.ts'
import type { Judged } from '../outcome.ts'
import { type Job, jobKey } from '../plan.ts'
import type { Trained, TrialData } from '../training.ts'
import type { Task, ThreadCommand, ThreadEvent, ThreadInput } from './study-thread.ts'

export type { Task }

/** Milliseconds between two epochs that are told, over all threads. */
const INTERVAL = 25

/** Most threads that a crew may have. */
const MOST_THREADS = 256

/** Options of a crew. */
export interface CrewOptions {
  /** Number of threads. */
  readonly threads: number
  /** 'auto' by default; all give the same bits. */
  readonly engine?: EngineChoice | undefined
}

/** Options of a task. */
export interface TaskOptions {
  /** Ends the run after the mini-batch at hand, or takes the task back that waits for a thread. */
  readonly signal?: AbortSignal | undefined
  /** Told when a thread begins with it, and the thread's number, from 0. */
  readonly onBegin?: ((thread: number) => void) | undefined
  /** Told of epochs: of some tens a second in all threads, and of the last one of a job. */
  readonly onEpoch?: ((epoch: number, judged: Judged) => void) | undefined
}

/** A thread that died at its work: without memory, or by a fault. */
export class ThreadError extends StudyError {
  /** The job that it was at. */
  readonly job: Job

  constructor(job: Job, cause: Error) {
    super(
      'thread',
      `The thread that trained job ${jobKey(job)} died: ${cause.message}. Expected it to end its job; if it lacks memory, use fewer threads or smaller networks.`,
      { cause },
    )
    this.job = job
  }
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
  readonly #threads: Thread[] = []
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
    if (!Number.isSafeInteger(threads) || threads < 1 || threads > MOST_THREADS)
      throw new StudyError(
        'threads',
        `threads is ${threads}: expected a whole number of 1 .. ${MOST_THREADS}.`,
      )
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
    const thread = new Thread(number, this.#input, {
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

/** A task that somebody waits for. */
class Assignment {
  readonly task: Task
  readonly options: TaskOptions
  readonly #result = Promise.withResolvers<Trained | undefined>()

  constructor(task: Task, options: TaskOptions) {
    this.task = task
    this.options = options
  }

  get trained(): Promise<Trained | undefined> {
    return this.#result.promise
  }

  end(trained: Trained | undefined): void {
    this.#result.resolve(trained)
  }

  fail(error: unknown): void {
    this.#result.reject(error)
  }
}

/** Those who want to know of a thread. */
interface ThreadListener {
  readonly onFree: () => void
  /** Told once it has been ready and is no more. */
  readonly onDeath: () => void
}

/** A thread, with the task that it is at. */
class Thread {
  readonly #number: number
  readonly #worker: Worker
  readonly #listener: ThreadListener
  readonly #ready = Promise.withResolvers<void>()
  #isReady = false
  #hasEnded = false
  #current: Assignment | undefined
  /** Tasks that it has begun with: the number of the current one. */
  #begun = 0
  #death: Error | undefined

  constructor(number: number, input: ThreadInput, listener: ThreadListener) {
    this.#number = number
    this.#listener = listener
    // Beside the built entry, where each module that is loaded by its path is an entry of its own. Flags of the
    // program, such as --input-type, are not for it.
    const module = new URL('./study-thread.js', import.meta.url)
    this.#worker = new Worker(module, { workerData: input, execArgv: [] })
    this.#worker.on('message', (event: ThreadEvent) => this.#onEvent(event))
    this.#worker.on('error', error => {
      this.#death = error instanceof Error ? error : new Error(String(error))
    })
    this.#worker.on('exit', code => this.#onExit(code))
  }

  /** Fulfilled when it can take tasks. @throws StudyError if it died before */
  get ready(): Promise<void> {
    return this.#ready.promise
  }

  /** Whether it takes tasks, now or later. */
  get lives(): boolean {
    return !this.#hasEnded
  }

  get isFree(): boolean {
    return this.#isReady && this.#current === undefined
  }

  take(assignment: Assignment): void {
    this.#current = assignment
    this.#begun++
    this.#post({ type: 'train', number: this.#begun, task: assignment.task })
    assignment.options.onBegin?.(this.#number)
  }

  /** Ends a task, if it is at it. */
  abort(assignment: Assignment | undefined): void {
    if (assignment && assignment === this.#current) this.#post({ type: 'abort', number: this.#begun })
  }

  /** Ends its task, then itself. */
  async close(): Promise<void> {
    this.abort(this.#current)
    await this.#current?.trained.catch(() => undefined)
    this.#isReady = false
    await this.#worker.terminate()
  }

  #post(command: ThreadCommand): void {
    this.#worker.postMessage(command)
  }

  #onEvent(event: ThreadEvent): void {
    const assignment = this.#current
    if (event.type === 'epoch') {
      assignment?.options.onEpoch?.(event.epoch, event.judged)
      return
    }
    this.#current = undefined
    if (event.type === 'ended') assignment?.end(event.trained)
    if (event.type === 'refused') assignment?.fail(new StudyError(event.field, event.message))
    if (event.type === 'ready') {
      this.#isReady = true
      this.#ready.resolve()
    }
    this.#listener.onFree()
  }

  #onExit(code: number): void {
    const cause = this.#death ?? new Error(`it ended with code ${code}`)
    const assignment = this.#current
    const wasReady = this.#isReady
    this.#isReady = false
    this.#hasEnded = true
    this.#current = undefined
    assignment?.fail(new ThreadError(assignment.task.job, cause))
    if (wasReady) this.#listener.onDeath()
    else
      this.#ready.reject(
        new StudyError(
          'threads',
          `A thread cannot be started: ${cause.message}. Expected one more; if it lacks memory, use fewer threads.`,
          { cause },
        ),
      )
  }
}
