import type { Context } from 'hono'
import { Problem } from '../problem/problem.ts'
import { respond } from '../problem/respond.ts'

/** The answer to a method that a path does not have (405). */
export function refuseMethod(c: Context, methods: readonly string[]): Response {
  const allowed = methods.join(', ')
  return respond(c, new Problem(405, 'METHOD', `This path does not have this method: expected ${allowed}.`), {
    Allow: allowed,
  })
}
