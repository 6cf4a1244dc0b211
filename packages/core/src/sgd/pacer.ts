/** What a controller asked for and the run has not yet done. */
export class Pacer {
  paused = false
  aborted = false
  #checkpoint = false
  #eta: number | undefined
  #miniBatches = 0
  #epochs = 0
  #wake: (() => void) | undefined

  pause(): void {
    this.paused = true
    this.#miniBatches = 0
    this.#epochs = 0
  }

  resume(): void {
    this.paused = false
    this.notify()
  }

  step(unit: 'miniBatch' | 'epoch'): void {
    this.paused = true
    if (unit === 'miniBatch') this.#miniBatches++
    else this.#epochs++
    this.notify()
  }

  setEta(eta: number): void {
    this.#eta = eta
    this.notify()
  }

  requestCheckpoint(): void {
    this.#checkpoint = true
    this.notify()
  }

  abort(): void {
    this.aborted = true
    this.notify()
  }

  /** How many mini-batches may be trained now. */
  get allowance(): number {
    return !this.paused || this.#epochs > 0 ? Number.POSITIVE_INFINITY : this.#miniBatches
  }

  /** Whether a run is being stepped: it tells of every step. */
  get stepping(): boolean {
    return this.paused && this.#epochs === 0
  }

  /** So many mini-batches have been trained. */
  spend(miniBatches: number): void {
    if (this.stepping) this.#miniBatches = Math.max(0, this.#miniBatches - miniBatches)
  }

  /** An epoch is complete. */
  epochDone(): void {
    if (this.#epochs > 0) this.#epochs--
  }

  /** The new learning rate, once. */
  takeEta(): number | undefined {
    const eta = this.#eta
    this.#eta = undefined
    return eta
  }

  /** Whether a checkpoint was asked for; true once. */
  takeCheckpoint(): boolean {
    const asked = this.#checkpoint
    this.#checkpoint = false
    return asked
  }

  /** Waits for the next command. */
  changed(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve
    })
  }

  notify(): void {
    this.#wake?.()
    this.#wake = undefined
  }
}
