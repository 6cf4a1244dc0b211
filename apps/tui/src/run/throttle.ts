/**
 * Budget of a job that is done again and again: an upper bound on the share of wall time that it takes.
 * Whoever asks does the job only when it is due.
 */
export class Budget {
  readonly #share: number
  #start = Number.NEGATIVE_INFINITY
  #cost = 0

  /** @param share upper bound, 0 .. 1. */
  constructor(share: number) {
    this.#share = share
  }

  /** Starts the clock of the next pause. */
  begin(): void {
    this.#start = performance.now()
  }

  /** Notes the milliseconds that the last job took. */
  spend(milliseconds: number): void {
    this.#cost = milliseconds
  }

  /** Whether so many milliseconds have passed since the beginning, and enough for the share to hold. */
  isDue(interval = 0): boolean {
    return performance.now() - this.#start >= Math.max(interval, this.#cost / this.#share)
  }
}

/** Works on values one at a time; of those that come meanwhile it takes the newest, and drops the others. */
export class Latest<T> {
  readonly #work: (value: T) => Promise<void>
  #next: T | undefined
  #working: Promise<void> | undefined

  /** @param work handles its own errors: it never rejects. */
  constructor(work: (value: T) => Promise<void>) {
    this.#work = work
  }

  get isIdle(): boolean {
    return this.#working === undefined
  }

  put(value: T): void {
    this.#next = value
    this.#working ??= this.#workOff()
  }

  /** Fulfilled when the newest value has been worked on. */
  async flush(): Promise<void> {
    await this.#working
  }

  async #workOff(): Promise<void> {
    for (let value = this.#next; value !== undefined; value = this.#next) {
      this.#next = undefined
      await this.#work(value)
    }
    this.#working = undefined
  }
}
