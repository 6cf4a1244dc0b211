import { createMiddleware } from 'hono/factory'
import { Problem } from '../problem/problem.ts'
import { type EdgeEnv, Turns } from './work.ts'

/** The capacity that all requests of a server share. Runtimes that keep requests apart need none. */
export class Capacity {
  readonly budget: Budget
  readonly turns = new Turns()

  /** @param bytes that all requests at hand may hold */
  constructor(bytes?: number) {
    this.budget = new Budget(bytes)
  }
}

/** Counts the bytes that a request holds, until its answer is out where the runtime tells of that. */
export function countHeld({ budget, turns }: Capacity) {
  return createMiddleware<EdgeEnv>(async (c, next) => {
    const share = budget.open()
    c.set('take', share.take)
    c.set('turn', turns.join())
    // Runtimes other than Node tell nothing.
    const env: EdgeEnv['Bindings'] | undefined = c.env
    const outgoing = env?.outgoing
    outgoing?.once('close', share.giveBack)
    try {
      await next()
    } finally {
      if (!outgoing || outgoing.closed) share.giveBack()
    }
  })
}

/** Bytes of all that requests at hand hold together: bodies, pictures, answers that nobody has taken yet. */
const BUDGET = 64 * 2 ** 20
/** Bytes of a request that counts as a small one. */
const SMALL = 2 ** 16
/** The part that is left to small ones. */
const RESERVE = 1 / 4

/** Bytes that the requests at hand may hold together. */
export class Budget {
  readonly #bytes: number
  #held = 0

  constructor(bytes: number = BUDGET) {
    this.#bytes = bytes
  }

  /** Bytes that are held. */
  get held(): number {
    return this.#held
  }

  /** A request comes to hand. */
  open(): Share {
    let own = 0
    return {
      take: bytes => {
        const isSmall = own + bytes <= SMALL
        if (this.#held + bytes > this.#bytes * (isSmall ? 1 : 1 - RESERVE)) throw busy()
        own += bytes
        this.#held += bytes
      },
      giveBack: () => {
        this.#held -= own
        own = 0
      },
    }
  }
}

/** The bytes that one request holds. */
interface Share {
  /** @throws Problem (503) where that is more than there is */
  take(bytes: number): void
  /** All of it. */
  giveBack(): void
}

function busy(): Problem {
  const detail =
    'The server has as much at hand as it can hold: expected fewer or smaller requests at a time. Try again in a second.'
  return new Problem(503, 'BUSY', detail, [], { 'Retry-After': '1' })
}
