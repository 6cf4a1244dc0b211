import type { IQueueBackend, JobsOptions, JobType } from 'bullmq'
import { answer } from './link-lost.ts'

/** An entry that is put into a box. */
export interface NewEntry {
  readonly id: string
  readonly data: unknown
}

/** An entry of a box, as it lies there. */
export interface Entry {
  readonly id: string
  readonly data: unknown
  /** The worker's last word on it. */
  readonly progress: unknown
  /** Name of the worker that took it. */
  readonly worker: string | undefined
  /** Workers that took it and were not heard of again. */
  readonly deaths: number
  /** The reason why it was given up. */
  readonly problem: string
}

/** States of an entry: to be taken, to be tried again in a while, taken by a worker, or given up. */
export type EntryState = 'waiting' | 'put-off' | 'taken' | 'given-up'

const STATES: Readonly<Record<EntryState, readonly JobType[]>> = {
  waiting: ['waiting'],
  'put-off': ['delayed'],
  taken: ['active'],
  'given-up': ['failed'],
}

/** Tries of a job that fails: the last failure gives it up. */
const ATTEMPTS = 3
/** Milliseconds until then, in which another worker may become free. */
const RETRY_DELAY = 1000

/** A job of BullMQ, as far as boxes use it. */
interface BullJob {
  readonly id?: string | undefined
  readonly data: unknown
  readonly progress: unknown
  readonly processedBy?: string | undefined
  readonly stalledCounter: number
  readonly failedReason?: string | undefined
  moveToCompleted(value: unknown, token: string, fetchNext: boolean): Promise<unknown>
  moveToFailed(error: Error, token: string, fetchNext: boolean): Promise<unknown>
  moveToWait(token: string): Promise<unknown>
}

/** A queue of BullMQ, on whatever server, as far as boxes use it. */
interface BullQueue {
  addBulk(jobs: { name: string; data: unknown; opts: JobsOptions }[]): Promise<unknown>
  getJob(id: string): Promise<BullJob | undefined>
  getJobs(types: JobType[], start: number, end: number, ascending: boolean): Promise<(BullJob | undefined)[]>
  remove(id: string): Promise<unknown>
  obliterate(options: { force: boolean }): Promise<void>
  resume(): Promise<void>
  updateJobProgress(id: string, progress: object): Promise<void>
  getBackend(): Pick<IQueueBackend, 'moveToActive' | 'extendLocks' | 'moveStalledJobsToWait'>
}

/** Names in the package that boxes are made with; and a question to its server. */
export interface BoxTools {
  /** An error after which a job is not tried again. */
  final(message: string): Error
  /** @throws if the server does not answer */
  ping(): Promise<unknown>
}

/**
 * A queue of the server, as a box of numbered entries: it has all that coordinators and workers do with a
 * queue, and nothing runs in it by itself. Every method throws {@link LinkLost} where the server is gone.
 */
export class Box {
  readonly #queue: BullQueue
  readonly #tools: BoxTools

  constructor(queue: BullQueue, tools: BoxTools) {
    this.#queue = queue
    this.#tools = tools
  }

  /** Puts entries in; one whose id is there already stays as it is. */
  async put(entries: readonly NewEntry[]): Promise<void> {
    if (entries.length === 0) return
    await answer(
      this.#queue.addBulk(
        entries.map(({ id, data }) => ({
          name: 'entry',
          data,
          opts: {
            jobId: id,
            attempts: ATTEMPTS,
            backoff: { type: 'fixed', delay: RETRY_DELAY },
            // The id is free again as soon as the job is done.
            removeOnComplete: true,
            removeOnFail: false,
          },
        })),
      ),
    )
  }

  /** The entry of that id, if it is there. */
  async get(id: string): Promise<Entry | undefined> {
    const job = await answer(this.#queue.getJob(id))
    return job && entryOf(job)
  }

  /** Entries in those states, the oldest first; `most` undefined means all. */
  async list(states: readonly EntryState[], most?: number): Promise<Entry[]> {
    const types = states.flatMap(state => [...STATES[state]])
    const jobs = await answer(this.#queue.getJobs(types, 0, most === undefined ? -1 : most - 1, true))
    // A job that goes while the list is made leaves a hole in it.
    return jobs.flatMap(job => (job ? [entryOf(job)] : []))
  }

  /** Removes an entry that no worker holds. */
  async remove(id: string): Promise<void> {
    await answer(this.#queue.remove(id))
  }

  /** Lets entries be taken, if they are held up: as they are while somebody empties the box. */
  async allow(): Promise<void> {
    await answer(this.#queue.resume())
  }

  /** Removes everything, taken or not. */
  async empty(): Promise<void> {
    await answer(this.#queue.obliterate({ force: true }))
  }

  /** Takes the next entry under a lock, if there is one. */
  async take(token: string, worker: string): Promise<Entry | undefined> {
    const taken: readonly unknown[] = await answer(this.#backend.moveToActive(token, worker))
    const id = taken[1]
    return taken[0] && typeof id === 'string' ? this.get(id) : undefined
  }

  /** Renews locks. @returns the ids whose lock is lost */
  async keep(held: readonly { id: string; token: string }[], lock: number): Promise<string[]> {
    if (held.length === 0) return []
    const ids = held.map(({ id }) => id)
    const tokens = held.map(({ token }) => token)
    return await answer(this.#backend.extendLocks(ids, tokens, lock))
  }

  /** Tells what a worker has to say of an entry. */
  async tell(id: string, progress: object): Promise<void> {
    await this.#ifHeld(() => this.#queue.updateJobProgress(id, progress))
  }

  /** Removes an entry that is done. @returns whether the worker still held it, as for those below */
  finish(id: string, token: string): Promise<boolean> {
    return this.#ifHeld(async () => (await this.#held(id)).moveToCompleted(true, token, false))
  }

  /** Gives an entry back, to be taken at once. */
  giveBack(id: string, token: string): Promise<boolean> {
    return this.#ifHeld(async () => (await this.#held(id)).moveToWait(token))
  }

  /** Says that an entry failed: it is tried again some times, unless that is final. */
  fail(id: string, token: string, problem: string, final = false): Promise<boolean> {
    const error = final ? this.#tools.final(problem) : new Error(problem)
    return this.#ifHeld(async () => (await this.#held(id)).moveToFailed(error, token, false))
  }

  /** Makes what dead workers held to be taken again. */
  async recover(): Promise<void> {
    await answer(this.#backend.moveStalledJobsToWait())
  }

  get #backend(): ReturnType<BullQueue['getBackend']> {
    return this.#queue.getBackend()
  }

  async #held(id: string): Promise<BullJob> {
    const job = await this.#queue.getJob(id)
    if (job === undefined) throw new Error(`Job ${id} is gone.`)
    return job
  }

  /** Does what only the holder of a lock may do. @returns false if it is not held any more */
  async #ifHeld(action: () => Promise<unknown>): Promise<boolean> {
    try {
      await action()
      return true
    } catch {
      await answer(this.#tools.ping())
      return false
    }
  }
}

function entryOf({ id, data, progress, processedBy, stalledCounter, failedReason }: BullJob): Entry {
  return {
    id: id ?? '',
    data,
    progress,
    worker: processedBy,
    deaths: stalledCounter,
    problem: failedReason ?? '',
  }
}
