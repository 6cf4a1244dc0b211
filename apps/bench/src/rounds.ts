import type { Competitor, Program } from './competitors/competitor.ts'
import type { Job } from './jobs.ts'
import { runProgram } from './runtimes.ts'
import type { Outcome } from './tasks.ts'

/** A competitor that takes part in a job, and what runs its program. */
export interface Entrant {
  readonly competitor: Competitor
  /** One a round. */
  readonly programs: readonly Program[]
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

/**
 * Rounds in which all have their turn, each in a process of its own; those of a job that is watched take
 * theirs bit by bit. Who fails once has no further turn.
 */
export async function runRounds(
  job: Job,
  entrants: readonly Entrant[],
  rounds: number,
  tell: (line: string) => void,
): Promise<Run[]> {
  const outcomes = new Map<Entrant, Outcome[]>(entrants.map(entrant => [entrant, []]))
  const failures = new Map<Entrant, string>()
  const run = async (entrant: Entrant, args: readonly string[]): Promise<void> => {
    try {
      outcomes.get(entrant)?.push(await runProgram(entrant.interpreter, args))
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error)
      failures.set(entrant, failure)
      tell(`${entrant.competitor.name} failed: ${failure}`)
    }
  }
  for (let round = 1; round <= rounds; round++) {
    const turns: Promise<void>[] = []
    for (const entrant of entrants) {
      const program = entrant.programs[round - 1]
      if (failures.has(entrant) || !program) continue
      tell(`${job.name}: round ${round} of ${rounds}: ${entrant.competitor.name}`)
      turns.push(run(entrant, program.args))
      if (job.kind !== 'watch') await turns.at(-1)
    }
    await Promise.all(turns)
  }
  return entrants.map(entrant => {
    const { competitor, programs } = entrant
    const failure = failures.get(entrant)
    const warmUp = programs[0]?.warmUp ?? 0
    const run = { competitor, warmUp, outcomes: outcomes.get(entrant) ?? [] }
    return failure === undefined ? run : { ...run, failure }
  })
}
