import type { Competitor, Program } from './competitors/competitor.ts'
import type { Job } from './jobs.ts'
import { runProgram } from './run-program.ts'
import type { Outcome } from './tasks.ts'

/** A competitor that takes part in a job, and what runs its program. */
export interface Entrant {
  readonly competitor: Competitor
  readonly program: Program
  readonly interpreter: string
}

export interface Run {
  readonly competitor: Competitor
  readonly warmUp: number
  /** One a round. */
  readonly outcomes: readonly Outcome[]
  /** Why it left, if it did. */
  readonly failure?: string
}

/** Rounds in which all have their turn, each in a process of its own. Who fails once has no further turn. */
export async function runRounds(
  job: Job,
  entrants: readonly Entrant[],
  rounds: number,
  tell: (line: string) => void,
): Promise<Run[]> {
  const outcomes = new Map<Entrant, Outcome[]>(entrants.map(entrant => [entrant, []]))
  const failures = new Map<Entrant, string>()
  for (let round = 1; round <= rounds; round++) {
    for (const entrant of entrants) {
      if (failures.has(entrant)) continue
      tell(`${job.name}: round ${round} of ${rounds}: ${entrant.competitor.name}`)
      try {
        outcomes.get(entrant)?.push(await runProgram(entrant.interpreter, entrant.program.args))
      } catch (error) {
        const failure = error instanceof Error ? error.message : String(error)
        failures.set(entrant, failure)
        tell(`${entrant.competitor.name} failed: ${failure}`)
      }
    }
  }
  return entrants.map(entrant => {
    const { competitor, program } = entrant
    const failure = failures.get(entrant)
    const run = { competitor, warmUp: program.warmUp, outcomes: outcomes.get(entrant) ?? [] }
    return failure === undefined ? run : { ...run, failure }
  })
}
