import { setTimeout as sleep } from 'node:timers/promises'

/** Events that may be on their way. */
const MOST = 200

/**
 * Keeps the training thread from running ahead of who listens. Of a small training set the epochs are over faster than they can be shown:
 * their events would pile up, and as long as the other thread works them off it answers no key.
 */
export class Pace {
  readonly #heard: Int32Array
  #told = 0

  /** @param heard one number, shared with the other thread, which counts there the events that it has taken. */
  constructor(heard: Int32Array) {
    this.#heard = heard
  }

  /** Counts an event that is told. */
  tell(): void {
    this.#told++
  }

  /** Fulfilled when no more events are on their way than may be. */
  async keep(): Promise<void> {
    while (this.#isAhead()) await sleep(1)
  }

  /** The count of 32 bits begins anew some time. */
  #isAhead(): boolean {
    return ((this.#told - Atomics.load(this.#heard, 0)) | 0) > MOST
  }
}
