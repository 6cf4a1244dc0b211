import { createMiddleware } from 'hono/factory'
import { Budget } from './budget.ts'
import type { EdgeEnv } from './env.ts'
import { Turns } from './turns.ts'

/** What a server has for all of its requests together. Not for runtimes that keep requests apart. */
export class Capacity {
  readonly budget: Budget
  readonly turns = new Turns()

  /** @param bytes that all requests at hand may hold */
  constructor(bytes?: number) {
    this.budget = new Budget(bytes)
  }
}

/** Has what a request holds count, until its answer is out where the runtime tells of that. */
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
