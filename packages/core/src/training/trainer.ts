import type { BoundExamples, GradientStep, Tally } from '../engine/engine.ts'
import { yieldToEventLoop } from './event-loop.ts'
import { Slice } from './slice.ts'

/** Trains on the mini-batches of an epoch's order, in slices that leave the event loop its turns. */
export class Trainer {
  readonly #bound: BoundExamples
  readonly #slice = new Slice()

  constructor(bound: BoundExamples) {
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
    step: GradientStep,
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
  async #oneInSlices(order: Uint32Array, from: number, step: GradientStep, tally: Tally) {
    const end = Math.min(from + step.miniBatchSize, order.length)
    let seconds = 0
    const inSlices = async (work: (start: number, stop: number) => void): Promise<void> => {
      for (let start = from; start < end; ) {
        const stop = Math.min(start + this.#slice.examples, end)
        seconds += this.#timed(stop - start, () => work(start, stop))
        start = stop
        await yieldToEventLoop()
      }
    }
    await inSlices((start, stop) => this.#bound.propagate(order, start, stop, start - from, step, tally))
    await inSlices((start, stop) => this.#bound.update(order, start, stop, start - from))
    return { to: end, seconds }
  }

  #timed(examples: number, work: () => void): number {
    const start = performance.now()
    work()
    const milliseconds = performance.now() - start
    this.#slice.took(milliseconds, examples)
    return milliseconds / 1000
  }
}
