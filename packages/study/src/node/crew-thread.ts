import { Worker } from 'node:worker_threads'
import { StudyError } from '../errors.ts'
import type { Judged } from '../outcome.ts'
import { type Job, jobKey } from '../plan.ts'
import type { Trained } from '../training.ts'
import type { Task, ThreadCommand, ThreadEvent, ThreadInput } from './study-thread.ts'

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

/** A task that somebody waits for. */
export class Assignment {
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
export class CrewThread {
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
