import { Worker } from 'node:worker_threads'
import { StudyError } from '../errors.ts'
import type { ThreadCommand, ThreadEvent, ThreadInput } from './pool-thread.ts'

/** Options of a task. */
export interface PoolTaskOptions<News> {
  /** Ends the task after the mini-batch at hand, or takes it back while it waits for a thread. */
  readonly signal?: AbortSignal | undefined
  /** Told when a thread begins with it, and the thread's number, from 0. */
  readonly onBegin?: ((thread: number) => void) | undefined
  /** Told how it goes: some tens of times a second in all threads, and of the last news of a task. */
  readonly onNews?: ((news: News) => void) | undefined
}

/** Makes the error of a task whose thread died: without memory, or by a fault. */
export type DeathOf<Task> = (task: Task, cause: Error) => StudyError

/** A task that somebody waits for. */
export class Assignment<Task, Result, News> {
  readonly task: Task
  readonly options: PoolTaskOptions<News>
  readonly #result = Promise.withResolvers<Result | undefined>()

  constructor(task: Task, options: PoolTaskOptions<News>) {
    this.task = task
    this.options = options
  }

  get result(): Promise<Result | undefined> {
    return this.#result.promise
  }

  end(result: Result | undefined): void {
    this.#result.resolve(result)
  }

  fail(error: unknown): void {
    this.#result.reject(error)
  }
}

/** Those who want to know of a thread. */
interface ThreadListener<Task> {
  readonly deathOf: DeathOf<Task>
  readonly onFree: () => void
  /** Told once it has been ready and is no more. */
  readonly onDeath: () => void
}

/** A thread, with the task that it is at. */
export class PooledThread<Task, Result, News> {
  readonly #number: number
  readonly #worker: Worker
  readonly #listener: ThreadListener<Task>
  readonly #ready = Promise.withResolvers<void>()
  #isReady = false
  #hasEnded = false
  #current: Assignment<Task, Result, News> | undefined
  /** Tasks that it has begun with: the number of the current one. */
  #begun = 0
  #death: Error | undefined

  constructor(module: URL, number: number, input: ThreadInput, listener: ThreadListener<Task>) {
    this.#number = number
    this.#listener = listener
    // Flags of the program, such as --input-type, are not for it.
    this.#worker = new Worker(module, { workerData: input, execArgv: [] })
    this.#worker.on('message', (event: ThreadEvent<Result, News>) => this.#onEvent(event))
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

  take(assignment: Assignment<Task, Result, News>): void {
    this.#current = assignment
    this.#begun++
    this.#post({ type: 'begin', number: this.#begun, task: assignment.task })
    assignment.options.onBegin?.(this.#number)
  }

  /** Ends a task, if it is at it. */
  abort(assignment: Assignment<Task, Result, News> | undefined): void {
    if (assignment && assignment === this.#current) this.#post({ type: 'abort', number: this.#begun })
  }

  /** Ends its task, then itself. */
  async close(): Promise<void> {
    this.abort(this.#current)
    await this.#current?.result.catch(() => undefined)
    this.#isReady = false
    await this.#worker.terminate()
  }

  #post(command: ThreadCommand<Task>): void {
    this.#worker.postMessage(command)
  }

  #onEvent(event: ThreadEvent<Result, News>): void {
    const assignment = this.#current
    if (event.type === 'news') {
      assignment?.options.onNews?.(event.news)
      return
    }
    this.#current = undefined
    if (event.type === 'ended') assignment?.end(event.result)
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
    if (assignment) assignment.fail(this.#listener.deathOf(assignment.task, cause))
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
