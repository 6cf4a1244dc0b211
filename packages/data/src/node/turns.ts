import { setImmediate } from 'node:timers/promises'
import type { LoadDataOptions, LoadProgress } from './loaded-data.ts'

/** Milliseconds of work at a time, between which others have their turn. */
const TURN = 12
/** Milliseconds between two reports. */
const REPORT = 100

/** Long work in turns: others run in between, progress is told, and a signal stops it. */
export class Turns {
  readonly #options: Pick<LoadDataOptions, 'onProgress' | 'signal'>
  readonly #total: number
  readonly #unit: LoadProgress['unit']
  #turn = performance.now()
  #report = performance.now()

  /** @param total so many files or bytes are there in all */
  constructor(
    options: Pick<LoadDataOptions, 'onProgress' | 'signal'>,
    total: number,
    unit: LoadProgress['unit'],
  ) {
    this.#options = options
    this.#total = total
    this.#unit = unit
    options.signal?.throwIfAborted()
  }

  /** Whether the turn has lasted long enough: `next` is then to be awaited. */
  get isOver(): boolean {
    return performance.now() - this.#turn > TURN
  }

  /** Lets others have their turn. @param done so many are done. @throws the reason of the signal, if it was given */
  async next(done: number): Promise<void> {
    const { onProgress, signal } = this.#options
    if (performance.now() - this.#report > REPORT) {
      onProgress?.({ done: Math.floor(done), total: this.#total, unit: this.#unit })
      this.#report = performance.now()
    }
    await setImmediate()
    signal?.throwIfAborted()
    this.#turn = performance.now()
  }

  /** Reports the end. */
  end(): void {
    this.#options.onProgress?.({ done: this.#total, total: this.#total, unit: this.#unit })
  }
}
