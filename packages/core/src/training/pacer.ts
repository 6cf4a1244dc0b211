/** What a controller asked for and the run has not yet done. */
export class Pacer {
  paused = false
  aborted = false
  /** Nobody takes events any more. */
  closed = false
  #checkpoint = false
  #eta: number | undefined
  /** Steps that were asked for and are still to be begun. */
  #miniBatches = 0
  #epochs = 0
  /** Whether a step of one mini-batch was begun, so that the evaluation after it is a part of it. */
  #inStep = false
  #wake: (() => void) | undefined

  pause(): void {
    this.paused = true
    this.#forgetSteps()
  }

  resume(): void {
    this.paused = false
    this.#forgetSteps()
    this.#notify()
  }

  step(unit: 'miniBatch' | 'epoch'): void {
    this.paused = true
    if (unit === 'miniBatch') this.#miniBatches++
    else this.#epochs++
    this.#notify()
  }

  setEta(eta: number): void {
    this.#eta = eta
    this.#notify()
  }

  requestCheckpoint(): void {
    this.#checkpoint = true
    this.#notify()
  }

  abort(): void {
    this.aborted = true
    this.#notify()
  }

  close(): void {
    this.closed = true
    this.#notify()
  }

  /** How many mini-batches may be trained now; a step that this begins is taken off. */
  takeAllowance(): number {
    if (!this.paused || this.#epochs > 0) return Number.POSITIVE_INFINITY
    if (this.#miniBatches === 0) return 0
    this.#miniBatches--
    this.#inStep = true
    return 1
  }

  /** Whether an evaluation may go on. */
  get mayEvaluate(): boolean {
    return !this.paused || this.#inStep || this.#miniBatches > 0 || this.#epochs > 0
  }

  /** An epoch is complete. */
  epochDone(): void {
    this.#inStep = false
    if (this.#epochs > 0) this.#epochs--
  }

  /** The learning rate that was asked for, if it was not taken yet. */
  get askedEta(): number | undefined {
    return this.#eta
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

  /** Waits for the next command, unless one is there to be obeyed. */
  changed(): Promise<void> {
    if (this.#checkpoint || this.#eta !== undefined || this.aborted || this.closed) return Promise.resolve()
    return new Promise(resolve => {
      this.#wake = resolve
    })
  }

  #forgetSteps(): void {
    this.#miniBatches = 0
    this.#epochs = 0
    this.#inStep = false
  }

  #notify(): void {
    this.#wake?.()
    this.#wake = undefined
  }
}
