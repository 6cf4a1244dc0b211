import type { Run } from './run.ts'
import { scoresOf } from './scores.ts'
import { standingOf } from './standing.ts'

/** A run for programs: all that is kept of it, how it stands, and how well it did. */
export function runJson(run: Run): object {
  const { result, history, ...rest } = run
  const scores = scoresOf(history)
  return { ...rest, result: { ...result, status: standingOf(run) }, scores: scores ?? null, history }
}
