import type { Sliced } from '@gradus/mnist'

export type { Sliced }

/** Work of a slice, in units of about 10 ns: a byte of pixels, ten weights of a network. */
const SLICE = 2 ** 18

/** Counts work, and tells when a slice of it is done. */
export class SliceMeter {
  #left = SLICE

  /** Whether a slice ends with this work. */
  isFull(work: number): boolean {
    this.#left -= work
    if (this.#left > 0) return false
    this.#left = SLICE
    return true
  }
}

/** All slices in one go. */
export function atOnce<Result>(work: Sliced<Result>): Result {
  let slice = work.next()
  while (!slice.done) slice = work.next()
  return slice.value
}
