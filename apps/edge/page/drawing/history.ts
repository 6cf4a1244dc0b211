/** A value with the ones before it, for undo, and the ones undone, for redo. */
export class History<T> {
  #past: readonly T[] = []
  #future: readonly T[] = []
  #current: T

  constructor(start: T) {
    this.#current = start
  }

  get current(): T {
    return this.#current
  }

  get canUndo(): boolean {
    return this.#past.length > 0
  }

  get canRedo(): boolean {
    return this.#future.length > 0
  }

  /** Goes on to a new value. What was undone is forgotten. */
  change(next: T): void {
    this.#past = [...this.#past, this.#current]
    this.#future = []
    this.#current = next
  }

  /** Nothing happens if there is nothing to undo. */
  undo(): void {
    const [before] = this.#past.slice(-1)
    if (before === undefined) return
    this.#past = this.#past.slice(0, -1)
    this.#future = [this.#current, ...this.#future]
    this.#current = before
  }

  /** Nothing happens if there is nothing to redo. */
  redo(): void {
    const [next, ...later] = this.#future
    if (next === undefined) return
    this.#past = [...this.#past, this.#current]
    this.#future = later
    this.#current = next
  }
}
