/** A slice of work keeps the event loop waiting for about this long, in milliseconds. */
const TARGET = 6
const LARGEST = 4096

/** How many examples to take at a time, so that a slice is short whatever the network's size; learns as it goes. */
export class Slice {
  #examples = 1

  /** Examples to take in the next slice. */
  get examples(): number {
    return this.#examples
  }

  /** Tells how long a slice of so many examples took, in milliseconds. */
  took(milliseconds: number, examples: number): void {
    if (milliseconds > TARGET) this.#examples = Math.max(1, Math.floor((examples * TARGET) / milliseconds))
    else if (examples >= this.#examples) this.#examples = Math.min(LARGEST, this.#examples * 2)
  }
}
