import { StudyError } from '../errors.ts'
import type { Judged } from '../outcome.ts'
import { type Job, jobKey, type Plan } from '../plan.ts'
import type { Trained, TrialData } from '../training.ts'
import { type CrewOptions, ThreadPool } from './thread-pool.ts'

/** A job, with what it takes. */
export interface Task {
  /** Plan of the study. */
  readonly plan: Plan
  /** The job. */
  readonly job: Job
  /** Checkpoint at the end of the rung before; without it the run begins anew. */
  readonly from: Uint8Array | undefined
}

/** An epoch of a job that has ended. */
export interface EpochNews {
  readonly epoch: number
  readonly judged: Judged
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

/** Options of a task. */
export interface TaskOptions {
  /** Ends the run after the mini-batch at hand, or takes the task back that waits for a thread. */
  readonly signal?: AbortSignal | undefined
  /** Told when a thread begins with it, and the thread's number, from 0. */
  readonly onBegin?: ((thread: number) => void) | undefined
  /** Told of epochs: of some tens a second in all threads, and of the last one of a job. */
  readonly onEpoch?: ((epoch: number, judged: Judged) => void) | undefined
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
  readonly #pool: ThreadPool<Task, Trained, EpochNews>

  private constructor(pool: ThreadPool<Task, Trained, EpochNews>) {
    this.#pool = pool
  }

  /** Starts the threads. @throws StudyError ('threads') for a number that cannot be; MemoryError */
  static async start(data: TrialData, options: CrewOptions): Promise<Crew> {
    // Beside the built entry, where each module that is loaded by its path is an entry of its own.
    const module = new URL('./study-thread.js', import.meta.url)
    const deathOf = ({ job }: Task, cause: Error): ThreadError => new ThreadError(job, cause)
    return new Crew(await ThreadPool.start<Task, Trained, EpochNews>(module, deathOf, data, options))
  }

  /** Number of threads. */
  get threads(): number {
    return this.#pool.threads
  }

  /**
   * Trains a job on the next thread that is free; tasks wait in their order.
   * @returns undefined if it was aborted, or the crew closed
   * @throws ThreadError if the thread died; StudyError for other data than the plan's, or a run that cannot be
   */
  train(task: Task, { signal, onBegin, onEpoch }: TaskOptions = {}): Promise<Trained | undefined> {
    const onNews = ({ epoch, judged }: EpochNews): void => onEpoch?.(epoch, judged)
    return this.#pool.do(task, { signal, onBegin, onNews })
  }

  /** Aborts all tasks, and ends the threads after the mini-batches at hand. */
  close(): Promise<void> {
    return this.#pool.close()
  }
}
