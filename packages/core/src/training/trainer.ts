import type { BoundExamples, Engine, EpochStep, Tally } from '../engine/engine.ts'

/** Trains on the mini-batches of an epoch's order, in slices that leave the event loop its turns. */
export class Trainer {
  readonly #engine: Engine
  readonly #bound: BoundExamples
  readonly #slice = new Slice()

  /** @param bound the examples, made ready by the engine */
  constructor(engine: Engine, bound: BoundExamples) {
    this.#engine = engine
    this.#bound = bound
  }

  /**
   * Trains on whole mini-batches from `from` on: as many as fit a slice, at least one, at most `allowance`.
   * @returns where the next mini-batch begins, and the seconds of work.
   */
  async advance(
    order: Uint32Array,
    from: number,
    allowance: number,
    step: EpochStep,
    tally: Tally,
  ): Promise<{ to: number; seconds: number }> {
    const { miniBatchSize } = step
    if (!this.#slice.holds(miniBatchSize)) return this.#oneInSlices(order, from, step, tally)
    const miniBatches = Math.min(Math.max(1, Math.floor(this.#slice.examples / miniBatchSize)), allowance)
    const to = Math.min(from + miniBatches * miniBatchSize, order.length)
    const seconds = this.#timed(to - from, () => this.#bound.train(order, from, to, step, tally))
    return { to, seconds }
  }

  /** A mini-batch too large for a slice: both its halves a few examples at a time. */
  async #oneInSlices(order: Uint32Array, from: number, step: EpochStep, tally: Tally) {
    const end = Math.min(from + step.miniBatchSize, order.length)
    const { isFused } = this.#engine
    const scale = isFused ? -step.eta / step.miniBatchSize : 1
    const { epoch } = step
    let seconds = 0
    const once = (work: () => void): void => {
      seconds += secondsOf(work)
    }
    const inSlices = async (work: (start: number, stop: number) => void): Promise<void> => {
      for (let start = from; start < end; ) {
        const stop = Math.min(start + this.#slice.examples, end)
        seconds += this.#timed(stop - start, () => work(start, stop))
        start = stop
        await yieldToEventLoop()
      }
    }
    const bound = this.#bound
    await inSlices((start, stop) => bound.propagate(order, start, stop, start - from, scale, tally, epoch))
    if (isFused) {
      once(() => this.#engine.shrink(step))
      await inSlices((start, stop) => bound.update(order, start, stop, start - from, epoch))
    } else {
      once(() => this.#engine.clearGradient())
      await inSlices((start, stop) => bound.sumGradient(order, start, stop, start - from, epoch))
      once(() => this.#engine.descend(step))
    }
    return { to: end, seconds }
  }

  #timed(examples: number, work: () => void): number {
    const seconds = secondsOf(work)
    this.#slice.record(1000 * seconds, examples)
    return seconds
  }
}

function secondsOf(work: () => void): number {
  const start = performance.now()
  work()
  return (performance.now() - start) / 1000
}

/** Lets timers, messages and input have their turn. `setTimeout` would wait for milliseconds. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise(resolve => {
    // Node, Deno and Bun have setImmediate; browsers and edge runtimes have message channels only.
    const setImmediate: unknown = Reflect.get(globalThis, 'setImmediate')
    if (typeof setImmediate === 'function') setImmediate(resolve)
    else postToSelf(resolve)
  })
}

function postToSelf(callback: () => void): void {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port1.close()
    callback()
  }
  port2.postMessage(undefined)
}

/** A slice of work keeps the event loop waiting for about this long, in milliseconds. */
const TARGET = 8
const LARGEST = 4096
/** A mini-batch that takes no longer than this is not cut: large products of matrices are quicker whole. */
const LONGEST_WHOLE = 32

/**
 * Number of examples to take at a time, so that a slice is short whatever the network's size. It learns as it
 * goes.
 */
export class Slice {
  #examples = 1
  #millisecondsAnExample = Number.POSITIVE_INFINITY

  /** Examples to take in the next slice. */
  get examples(): number {
    return this.#examples
  }

  /** Whether so many examples that belong together may be a slice. */
  holds(examples: number): boolean {
    return examples <= this.#examples || examples * this.#millisecondsAnExample <= LONGEST_WHOLE
  }

  /**
   * Records the time of a slice, in milliseconds: the next one is at most twice as large as planned for this
   * one.
   */
  record(milliseconds: number, examples: number): void {
    this.#millisecondsAnExample = milliseconds / examples
    const fitting = milliseconds > 0 ? Math.floor((examples * TARGET) / milliseconds) : LARGEST
    this.#examples = Math.max(1, Math.min(fitting, 2 * this.#examples, LARGEST))
  }
}

/** Measures work, in seconds and examples, for rates and for the time left. Waiting does not count. */
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
