import type { Context } from 'hono'
import { Problem } from '../problem/problem.ts'
import type { EdgeEnv } from './env.ts'
import { type Sliced, type Turn, turnAlone } from './turns.ts'

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
