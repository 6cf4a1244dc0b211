/** Waits until others had their turn: what has arrived was read, and timers that are due have run. */
export type Pause = () => Promise<void>

/** Turns that a piece of work has before it counts as a long one. */
const SHORT = 32

/** Work that is done in slices, beside other work. */
interface Work {
  /** Turns that it had. */
  turns: number
  /** The order in which it came. */
  readonly number: number
}

interface Waiting {
  readonly work: Work
  readonly resume: () => void
}

/**
 * Gives slices of work their turns, one slice between two looks at what else there is to do. Short work goes first, whoever had the
 * fewest turns; long work is finished in the order in which it came, or nothing would be finished in time where there is much of it.
 */
export class Turns {
  #count = 0
  #waiting: Waiting[] = []

  /** A piece of work joins. */
  join(): Pause {
    const work: Work = { turns: 0, number: this.#count++ }
    return () =>
      new Promise(resume => {
        this.#waiting.push({ work, resume })
        if (this.#waiting.length === 1) afterOthers(() => this.#next())
      })
  }

  #next(): void {
    const next = this.#waiting.reduce((best, each) => (isBefore(each.work, best.work) ? each : best))
    this.#waiting = this.#waiting.filter(each => each !== next)
    if (this.#waiting.length > 0) afterOthers(() => this.#next())
    next.work.turns++
    next.resume()
  }
}

function isBefore(one: Work, other: Work): boolean {
  const [turns, otherTurns] = [Math.min(one.turns, SHORT), Math.min(other.turns, SHORT)]
  return turns === otherTurns ? one.number < other.number : turns < otherTurns
}

/** For runtimes that keep requests apart: each waits for itself. */
export const pauseAlone: Pause = () => new Promise(resume => afterOthers(resume))

function afterOthers(go: () => void): void {
  // Timers wait for a millisecond at least: where there is something sooner, it is taken.
  if (typeof setImmediate === 'function') setImmediate(go)
  else setTimeout(go, 0)
}
