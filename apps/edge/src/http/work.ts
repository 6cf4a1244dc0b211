import type { Context } from 'hono'
import type { RequestIdVariables } from 'hono/request-id'
import { Problem } from '../problem/problem.ts'

/** The state of a request while the app answers it. */
export interface EdgeEnv {
  /** The answer on its way out, as Node's adaptor shows it. */
  Bindings: {
    readonly outgoing?: { readonly closed: boolean; once(event: 'close', listener: () => void): unknown }
  }
  Variables: RequestIdVariables & {
    /** Images that were predicted. */
    images?: number
    /** Whether the request took too long. */
    isLate?: boolean
    /** Counts bytes that it holds. */
    take?: (bytes: number) => void
    /** Its turns among the work of others. */
    turn?: Turn
  }
}

/**
 * The result of a request's work, done bit by bit. Other requests have their turn in between; and it ends
 * there once nobody waits for it any more.
 * @throws whatever the work throws
 */
export async function worked<Result>(c: Context<EdgeEnv>, work: Sliced<Result>): Promise<Result> {
  const turn = turnOf(c)
  let bit = work.next()
  while (!bit.done) {
    const pause = turn.spend(bit.value)
    if (pause) {
      await pause
      if (isGivenUp(c)) throw new Problem(400, 'BAD_REQUEST', 'The request was given up before its answer.')
    }
    bit = work.next()
  }
  return bit.value
}

/** One for all that a request does. */
function turnOf(c: Context<EdgeEnv>): Turn {
  const turn = c.get('turn') ?? turnAlone()
  c.set('turn', turn)
  return turn
}

/** Whether its time is over, or its client gone. */
function isGivenUp(c: Context<EdgeEnv>): boolean {
  // Not every runtime has it.
  const { signal }: { readonly signal?: AbortSignal | null } = c.req.raw
  return c.get('isLate') === true || signal?.aborted === true
}

/** Counts bytes that a request holds. @throws Problem (503) where there is no room for them */
export function hold(c: Context<EdgeEnv>, bytes: number): void {
  c.get('take')?.(bytes)
}

/**
 * Work that is done in bits: after each it tells how much it was, or before one that cannot be divided. In
 * units of about 10 ns: a byte of pixels, ten weights of a network.
 */
export type Sliced<Result> = Generator<number, Result, undefined>

/** Work between two looks at what else there is to do. */
const SLICE = 2 ** 18

/** Counts work, and tells when a slice of it is done. */
class SliceMeter {
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

/** A piece of work among others. */
export interface Turn {
  /**
   * Counts work, and waits where a slice is done until others had their turn: what has arrived is read, and
   * timers run.
   */
  spend(work: number): Promise<void> | undefined
}

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
 * Gives work its turns: what is done between two looks at what else there is to do is one slice at the most,
 * whoever does it. Short work goes first, whoever had the fewest turns; long work is finished in the order in
 * which it came, or nothing would be finished in time where there is much of it.
 */
export class Turns {
  readonly #meter = new SliceMeter()
  #count = 0
  #waiting: Waiting[] = []
  #isLooking = false

  /** A piece of work joins. */
  join(): Turn {
    const work: Work = { turns: 0, number: this.#count++ }
    return {
      spend: amount => {
        this.#meter.count(amount)
        this.#look()
        if (!this.#meter.isFull) return undefined
        return new Promise(resume => this.#waiting.push({ work, resume }))
      },
    }
  }

  /** Looks, soon, at what else there is to do, and then gives the next turn. */
  #look(): void {
    if (this.#isLooking) return
    this.#isLooking = true
    afterOthers(() => {
      this.#isLooking = false
      this.#meter.reset()
      const [first, ...others] = this.#waiting
      if (!first) return
      const next = others.reduce((best, each) => (isBefore(each.work, best.work) ? each : best), first)
      this.#waiting = this.#waiting.filter(each => each !== next)
      if (this.#waiting.length > 0) this.#look()
      next.work.turns++
      next.resume()
    })
  }
}

function isBefore(one: Work, other: Work): boolean {
  const [turns, otherTurns] = [Math.min(one.turns, SHORT), Math.min(other.turns, SHORT)]
  return turns === otherTurns ? one.number < other.number : turns < otherTurns
}

/** A turn of its own, for runtimes that keep requests apart. */
function turnAlone(): Turn {
  const meter = new SliceMeter()
  return {
    spend: amount => {
      meter.count(amount)
      if (!meter.isFull) return undefined
      meter.reset()
      return new Promise(resume => afterOthers(() => resume()))
    },
  }
}

function afterOthers(go: () => void): void {
  // Timers wait for a millisecond at least: where there is something sooner, it is taken.
  if (typeof setImmediate === 'function') setImmediate(go)
  else setTimeout(go, 0)
}
