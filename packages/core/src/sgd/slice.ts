/** A slice of work keeps the event loop waiting for about this long, in milliseconds. */
const TARGET = 8
const LARGEST = 4096

/** How many examples to take at a time, so that a slice is short whatever the network's size; learns as it goes. */
export class Slice {
  #examples = 1

  /** Examples to take in the next slice. */
  get examples(): number {
    return this.#examples
  }

  /** Tells how long a slice of so many examples took, in milliseconds: the next is at most twice as large as planned for this. */
  took(milliseconds: number, examples: number): void {
    const fitting = milliseconds > 0 ? Math.floor((examples * TARGET) / milliseconds) : LARGEST
    this.#examples = Math.max(1, Math.min(fitting, 2 * this.#examples, LARGEST))
  }
}
