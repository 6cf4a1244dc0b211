import { SharedData } from '@gradus/data/node'
import { engineVersion, StudyError, type TrialData } from '@gradus/study'
import { type CrewOptions, ThreadPool } from '@gradus/study/node'
import type { Lab, Trial, TrialResult } from '../trial.ts'
import { Ledger } from './ledger.ts'

/** Options of a lab on threads. */
export interface ThreadLabOptions extends CrewOptions {
  /** A file that keeps the results, so that an examination that was killed goes on. */
  readonly ledger?: string | undefined
  /** Ends all trials after their mini-batches: `run` then throws the reason of the signal. */
  readonly signal?: AbortSignal | undefined
  /** Told when a result is there. */
  readonly onResult?: ((trial: Trial, result: TrialResult) => void) | undefined
}

/** A lab on threads that share the data. */
export class ThreadLab implements Lab {
  readonly #pool: ThreadPool<Trial, TrialResult, never>
  readonly #ledger: Ledger | undefined
  readonly #options: ThreadLabOptions

  private constructor(
    pool: ThreadPool<Trial, TrialResult, never>,
    ledger: Ledger | undefined,
    options: ThreadLabOptions,
  ) {
    this.#pool = pool
    this.#ledger = ledger
    this.#options = options
  }

  /**
   * Starts the threads.
   * @throws StudyError for a number of threads that cannot be, or a damaged ledger; FileError; MemoryError
   */
  static async start(data: TrialData, options: ThreadLabOptions): Promise<ThreadLab> {
    const shared = new SharedData()
    const [train, validation] = [
      await shared.take(data.train, true),
      await shared.take(data.validation, true),
    ]
    const hashes = [train, validation].map(({ hash = '' }) => hash)
    const { ledger: path, engine } = options
    const ledger =
      path === undefined
        ? undefined
        : await Ledger.open(path, { data: hashes, engine: await engineVersion(engine) })
    // Beside the built entry, where each module that is loaded by its path is an entry of its own.
    const module = new URL('./doctor-thread.js', import.meta.url)
    try {
      const pool = await ThreadPool.start<Trial, TrialResult, never>(
        module,
        deathOf,
        { train, validation },
        options,
      )
      return new ThreadLab(pool, ledger, options)
    } catch (error) {
      await ledger?.close()
      throw error
    }
  }

  /**
   * Does trials; those that the ledger knows are not repeated.
   * @throws the reason of the signal, once it is aborted; StudyError for a trial that cannot be done; FileError for a
   * ledger that cannot be written
   */
  async run(trials: readonly Trial[]): Promise<readonly TrialResult[]> {
    const ended = new AbortController()
    const { signal } = this.#options
    const abort = (): void => ended.abort(signal?.reason)
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort)
    try {
      const done = trials.map(async trial => {
        try {
          return await this.#do(trial, ended.signal)
        } catch (error) {
          ended.abort(error)
          return undefined
        }
      })
      const results = await Promise.all(done)
      ended.signal.throwIfAborted()
      return results.filter(result => result !== undefined)
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }

  async #do(trial: Trial, signal: AbortSignal): Promise<TrialResult | undefined> {
    const known = this.#ledger?.get(trial)
    const result = known ?? (await this.#pool.do(trial, { signal }))
    if (!result) return undefined
    if (!known) await this.#ledger?.put(trial, result)
    this.#options.onResult?.(trial, result)
    return result
  }

  /** Ends the threads, and closes the ledger. */
  async close(): Promise<void> {
    await this.#pool.close()
    await this.#ledger?.close()
  }
}

function deathOf({ spec }: Trial, cause: Error): StudyError {
  return new StudyError(
    'thread',
    `The thread that trained [${spec.sizes.join(', ')}] on ${spec.data.train} examples died: ${cause.message}. Expected enough memory: use fewer threads.`,
    { cause },
  )
}
