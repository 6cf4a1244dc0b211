import type { Context } from 'hono'
import type { EdgeEnv } from '../env.ts'
import { Problem } from '../problem/problem.ts'
import type { Sliced } from './slices.ts'
import { pauseAlone } from './turns.ts'

/**
 * The result of a request's work, done slice by slice. Other requests have their turn in between; and it ends there once nobody waits
 * for it any more. @throws whatever the work throws
 */
export async function worked<Result>(c: Context<EdgeEnv>, work: Sliced<Result>): Promise<Result> {
  let slice = work.next()
  if (slice.done) return slice.value
  const pause = c.get('join')?.() ?? pauseAlone
  while (!slice.done) {
    await pause()
    if (isGivenUp(c)) throw new Problem(400, 'BAD_REQUEST', 'The request was given up before its answer.')
    slice = work.next()
  }
  return slice.value
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
