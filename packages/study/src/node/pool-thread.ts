import { parentPort, workerData } from 'node:worker_threads'
import { type EngineChoice, GradusError, MemoryError } from '@gradus/core'
import { StudyError } from '../errors.ts'
import type { TrialData } from '../training.ts'

/** Everything that a thread of a pool begins with. */
export interface ThreadInput {
  /** Data in memory that all threads share. */
  readonly data: TrialData
  readonly engine: EngineChoice
  /** Milliseconds between two pieces of news, at the least; the last one of a task is always told. */
  readonly interval: number
}

/** Orders to a thread. Tasks have numbers, so that an order that comes late ends no other task. */
export type ThreadCommand<Task> =
  | { readonly type: 'begin'; readonly number: number; readonly task: Task }
  | { readonly type: 'abort'; readonly number: number }

/** Told by a thread: that it is ready, and how its task goes. */
export type ThreadEvent<Result, News> =
  | { readonly type: 'ready' }
  | { readonly type: 'news'; readonly news: News }
  /** The task has ended: without a result if it was aborted. */
  | { readonly type: 'ended'; readonly result: Result | undefined }
  /** The task cannot be done, by this thread or another one. */
  | { readonly type: 'refused'; readonly field: string; readonly message: string }

/** A task at work. */
export interface Work<News> {
  /** The data that all threads share. */
  readonly data: TrialData
  /** The engine that is to compute. */
  readonly engine: EngineChoice
  /** Aborted where the task is to end after the mini-batch at hand. */
  readonly signal: AbortSignal
  /** Tells how it goes: some tens of times a second, over all threads. */
  readonly tell: (news: News) => void
}

/**
 * Makes this thread one of a pool: it does one task after the other.
 * @param work does a task; undefined where it was aborted
 * @param buffersOf memory of a result that goes over to the thread that waits for it
 */
export function serveTasks<Task, Result, News>(
  work: (task: Task, at: Work<News>) => Promise<Result | undefined>,
  buffersOf: (result: Result) => readonly ArrayBuffer[] = () => [],
): void {
  const { data, engine, interval }: ThreadInput = workerData
  let current: { readonly number: number; readonly controller: AbortController } | undefined
  let nextTold = 0

  function post(event: ThreadEvent<Result, News>, transfer: readonly ArrayBuffer[] = []): void {
    parentPort?.postMessage(event, [...transfer])
  }

  async function serve(task: Task, signal: AbortSignal): Promise<void> {
    let untold: ThreadEvent<Result, News> | undefined
    const tell = (news: News): void => {
      untold = { type: 'news', news }
      const now = performance.now()
      if (now < nextTold) return
      nextTold = now + interval
      post(untold)
      untold = undefined
    }
    try {
      const result = await work(task, { data, engine, signal, tell })
      if (untold) post(untold)
      post({ type: 'ended', result }, result === undefined ? [] : buffersOf(result))
    } catch (error) {
      // Without memory, or after a fault of the program, the thread ends: another one has a fresh start.
      if (!(error instanceof GradusError) || error instanceof MemoryError) throw error
      const field = error instanceof StudyError ? error.field : 'trial'
      post({ type: 'refused', field, message: error.message })
    }
  }

  parentPort?.on('message', async (command: ThreadCommand<Task>) => {
    if (command.type === 'abort') {
      if (current?.number === command.number) current.controller.abort()
      return
    }
    const controller = new AbortController()
    current = { number: command.number, controller }
    await serve(command.task, controller.signal)
  })
  post({ type: 'ready' })
}
