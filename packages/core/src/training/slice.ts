/** A slice of work keeps the event loop waiting for about this long, in milliseconds. */
const TARGET = 8
const LARGEST = 4096
/** A mini-batch that takes no longer than this is not cut: large products of matrices are quicker whole. */
const LONGEST_WHOLE = 32

/** How many examples to take at a time, so that a slice is short whatever the network's size; learns as it goes. */
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

  /** Tells how long a slice of so many examples took, in milliseconds: the next is at most twice as large as planned for this. */
  took(milliseconds: number, examples: number): void {
    this.#millisecondsAnExample = milliseconds / examples
    const fitting = milliseconds > 0 ? Math.floor((examples * TARGET) / milliseconds) : LARGEST
    this.#examples = Math.max(1, Math.min(fitting, 2 * this.#examples, LARGEST))
  }
}
