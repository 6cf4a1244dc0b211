import type { StudyEvent } from '../events.ts'
import type { Entry } from './box.ts'
import { type Errand, errandId, messages } from './messages.ts'

/** A job that lies in the queue, or is at work. */
interface Handed {
  readonly errand: Errand
  /** Bytes of its checkpoint in the queue. */
  readonly bytes: number
  /** When it was handed out, in milliseconds. */
  readonly since: number
  /** The worker that is at it. */
  worker: string | undefined
  /** Number of epochs that were told. */
  epochs: number
}

/** Jobs that are handed out and have not come back; it tells of those that workers are at. */
export class HandedOut {
  readonly #handed = new Map<string, Handed>()
  readonly #tell: (event: StudyEvent) => void
  /** Names of workers that were heard of. */
  readonly #workers = new Set<string>()

  constructor(tell: (event: StudyEvent) => void) {
    this.#tell = tell
  }

  get size(): number {
    return this.#handed.size
  }

  /** Bytes of checkpoints that lie in the queue. */
  get bytes(): number {
    let sum = 0
    for (const { bytes } of this.#handed.values()) sum += bytes
    return sum
  }

  has(errand: Errand): boolean {
    return this.#handed.has(errandId(errand))
  }

  /** @param bytes of its checkpoint */
  add(errand: Errand, bytes: number): void {
    this.#handed.set(errandId(errand), { errand, bytes, since: Date.now(), worker: undefined, epochs: 0 })
  }

  /** Takes note that a worker brought a result. */
  take(errand: Errand, worker: string): void {
    const id = errandId(errand)
    const handed = this.#handed.get(id)
    this.#workers.add(worker)
    if (handed) this.#begin(handed, worker)
    this.#handed.delete(id)
  }

  /** Tells of jobs that workers are at, and of their epochs. */
  watch(taken: readonly Entry[]): void {
    for (const { id, worker = 'a worker', progress } of taken) {
      const handed = this.#handed.get(id)
      // A worker that is not the one to verify a job only has it in its hands.
      if (!handed || handed.errand.first === worker) continue
      this.#begin(handed, worker)
      const epochs = messages.epochs.read(progress)
      for (const [epoch, correct] of epochs.slice(handed.epochs))
        this.#tell({ type: 'epoch', job: handed.errand.job, worker, epoch, correct })
      handed.epochs = Math.max(handed.epochs, epochs.length)
    }
  }

  /** Tells of jobs that workers have let go of, without a result. @param taken jobs that workers are at */
  noticeReturned(taken: readonly Entry[]): void {
    const ids = new Set(taken.map(({ id }) => id))
    for (const [id, handed] of this.#handed) {
      const { errand, worker } = handed
      if (worker === undefined || ids.has(id)) continue
      handed.worker = undefined
      this.#tell({ type: 'given-back', job: errand.job, worker })
    }
  }

  /** Forgets jobs that the queue has no more. @param present those that it has */
  forgetLost(present: readonly Entry[]): void {
    const ids = new Set(present.map(({ id }) => id))
    for (const id of this.#handed.keys()) if (!ids.has(id)) this.#handed.delete(id)
  }

  /** Whether only one worker was heard of, and a job that it did has waited so long for another one. */
  isLonely(milliseconds: number): boolean {
    if (this.#workers.size > 1) return false
    const longAgo = Date.now() - milliseconds
    return [...this.#handed.values()].some(
      ({ errand, worker, since }) => errand.first !== undefined && worker === undefined && since < longAgo,
    )
  }

  #begin(handed: Handed, worker: string): void {
    if (handed.worker === worker) return
    this.#workers.add(worker)
    handed.worker = worker
    handed.epochs = 0
    this.#tell({ type: 'begun', job: handed.errand.job, worker })
  }
}
