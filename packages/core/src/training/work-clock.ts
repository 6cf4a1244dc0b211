/** Measures work: seconds and examples, so that rates and the time left can be told. Waiting does not count. */
export class WorkClock {
  /** Seconds of work in all, those of a run resumed included. */
  seconds: number
  #measuredSeconds = 0
  #measuredExamples = 0

  constructor(seconds: number) {
    this.seconds = seconds
  }

  /** Adds work that is done. */
  add(seconds: number, examples: number): void {
    this.seconds += seconds
    this.#measuredSeconds += seconds
    this.#measuredExamples += examples
  }

  /** Seconds an example takes; undefined before anything was measured. */
  get secondsPerExample(): number | undefined {
    return this.#measuredSeconds > 0 ? this.#measuredSeconds / this.#measuredExamples : undefined
  }

  get examplesPerSecond(): number {
    return this.#measuredSeconds > 0 ? this.#measuredExamples / this.#measuredSeconds : 0
  }
}
