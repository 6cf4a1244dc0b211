import { EXIT, exitCodeOf } from '../failure.ts'
import { watchInterrupts } from '../interrupts.ts'
import { countOf, listOf } from '../terminal/format.ts'
import { onBrokenOutput, tell } from '../terminal/output.ts'
import { startCrew } from './crew.ts'
import { isOfArticle, jobsOf, type ReplicationName } from './jobs.ts'
import { KeptRuns, keptRunsPath } from './kept-runs.ts'
import type { ReplicationSettings } from './messages.ts'
import { openScreen } from './open-screen.ts'
import { type AnyResult, Reporter } from './reporter.ts'
import { trialOf } from './trials.ts'

/** Runs the experiments in threads, prints what comes out as soon as it does, and tells the exit code. */
export async function runReplication(settings: ReplicationSettings, json: boolean): Promise<number> {
  const { names, engine, threads } = settings
  const env = environment()
  const jobs = jobsOf(settings)
  const kept = await KeptRuns.open(keptRunsPath(process.env))
  const waiting = jobs.filter(({ spec }) => !kept.get(spec))
  if (kept.problem !== undefined) tell(kept.problem)
  if (waiting.length < jobs.length) {
    tell(
      `Going on: ${jobs.length - waiting.length} of ${countOf(jobs.length, 'run')} are kept in ${kept.path}.`,
    )
  }
  const screen = await openScreen(jobs, waiting, json)
  const reporter = new Reporter(settings, jobs, kept, text => screen.print(text), json)
  const record: ReplicationRecord = { results: reporter.results }
  reporter.open()
  const crew = startCrew(waiting, {
    ...{ engine, threads, env },
    onEvent: event => screen.show(event),
    onOutcome: (job, outcome) => {
      if (isOfArticle(job.name)) reporter.outcomes.set(job, outcome)
      else kept.add(trialOf(job.spec, outcome))
      reporter.report()
    },
  })
  const stop = (code: number): void => {
    record.stopCode ??= code
    crew.stop()
  }
  onBrokenOutput(stop)
  const interrupts = watchInterrupts(signal => {
    screen.show({ type: 'stopping' })
    stop(exitCodeOf(signal))
  })
  const failure = await crew.ended
  if (failure !== undefined) record.failure = failure
  reporter.close()
  await screen.close()
  await kept.written
  record.kept = { runs: jobs.filter(({ spec }) => kept.get(spec)).length, problem: kept.problem }
  const { code, message } = endingOf(record, names)
  if (message !== undefined) tell(message)
  interrupts.dispose()
  onBrokenOutput(undefined)
  return code
}

/** The experiments are defined on MNIST, whatever data are wanted otherwise. */
function environment(): NodeJS.ProcessEnv {
  const { GRADUS_DATA: data, ...others } = process.env
  if (data) tell('GRADUS_DATA is set aside: the experiments are defined on MNIST.')
  return others
}

/** Results of a replication so far. */
export interface ReplicationRecord {
  readonly results: readonly AnyResult[]
  /** Number of runs that are kept for the next time, and why they cannot be, if they cannot. */
  kept?: { readonly runs: number; readonly problem: string | undefined }
  /** Why it could not be done. */
  failure?: string
  /** Exit code of a replication that was asked to stop early. */
  stopCode?: number
}

/** The exit code, and what is to be told on standard error. */
export interface Ending {
  readonly code: number
  readonly message?: string
}

export function endingOf(record: ReplicationRecord, names: readonly ReplicationName[]): Ending {
  const { results, failure, stopCode } = record
  const finished = results.map(({ experiment }) => experiment.name)
  const missing = names.filter(name => !finished.includes(name))
  if (failure !== undefined) return { code: EXIT.failed, message: `error: ${failure}` }
  if (stopCode !== undefined && missing.length === 0) return { code: stopCode }
  if (stopCode !== undefined) {
    const done = finished.length === 0 ? 'nothing' : listOf(finished)
    const message = `Stopped. Finished: ${done}; not finished: ${listOf(missing)}.${keptOf(record)}`
    return { code: stopCode, message }
  }
  if (missing.length > 0)
    return { code: EXIT.failed, message: 'error: The training thread died: it ended too early.' }
  return { code: results.every(({ agrees }) => agrees) ? EXIT.done : EXIT.failed }
}

function keptOf({ kept }: ReplicationRecord): string {
  if (kept?.problem !== undefined) return ` ${kept.problem}`
  if (kept === undefined || kept.runs === 0) return ''
  return ` ${countOf(kept.runs, 'run')} kept: the same command goes on.`
}
