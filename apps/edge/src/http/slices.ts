/**
 * Work that is done in bits: after each it tells how much it was, or before one that cannot be divided. In units of about 10 ns: a
 * byte of pixels, ten weights of a network.
 */
export type Sliced<Result> = Generator<number, Result, undefined>

/** Work between two looks at what else there is to do. */
const SLICE = 2 ** 18

/** Counts work, and tells when a slice of it is done. */
export class SliceMeter {
  #left = SLICE

  get isFull(): boolean {
    return this.#left <= 0
  }

  count(work: number): void {
    this.#left -= work
  }

  reset(): void {
    this.#left = SLICE
  }
}

/** All of it in one go. */
export function atOnce<Result>(work: Sliced<Result>): Result {
  let bit = work.next()
  while (!bit.done) bit = work.next()
  return bit.value
}
