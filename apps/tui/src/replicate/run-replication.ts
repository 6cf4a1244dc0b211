import { EXIT, exitCodeOf } from '../failure.ts'
import { watchInterrupts } from '../interrupts.ts'
import { startThread } from '../run/training.ts'
import { listOf } from '../terminal/format.ts'
import { onBrokenOutput, tell } from '../terminal/output.ts'
import { printableJson } from '../terminal/printable.ts'
import type { ExperimentName } from './experiments.ts'
import type { ReplicationEvent, ReplicationScreen, ReplicationSettings, StopCommand } from './messages.ts'
import { openScreen } from './open-screen.ts'
import { pageOfOutput } from './page.ts'
import { openingOf, reportOf, summaryOf } from './report.ts'
import { type Result, resultOf } from './verdict.ts'
import { asleepIn, sleepsOf } from './wakefulness.ts'

/** Runs the experiments in a thread, prints what comes out as soon as it does, and tells the exit code. */
export async function runReplication(settings: ReplicationSettings, json: boolean): Promise<number> {
  const { names, epochs } = settings
  const env = environment()
  const screen = await openScreen(names, json)
  const record: ReplicationRecord = { results: [] }
  if (!json) screen.print(openingOf(names, epochs, pageOfOutput()))
  const thread = startThread(worker(), { workerData: settings, env }, (event: ReplicationEvent) => {
    screen.show(event)
    onEvent(event, record, screen, json)
  })
  const stop = (code: number): void => {
    record.stopCode ??= code
    thread.post({ type: 'stop' } satisfies StopCommand)
  }
  onBrokenOutput(stop)
  const interrupts = watchInterrupts(signal => {
    screen.show({ type: 'stopping' })
    stop(exitCodeOf(signal))
  })
  const death = await thread.ended
  if (death) record.failure ??= `The training thread died: ${death.message}.`
  const isComplete = record.results.length === names.length
  if (isComplete && names.length > 1 && !json) screen.print(summaryOf(record.results, pageOfOutput()))
  await screen.close()
  const { code, message } = endingOf(record, names)
  if (message !== undefined) tell(message)
  interrupts.dispose()
  onBrokenOutput(undefined)
  return code
}

/** Relative to the built command, where all modules are in one folder. */
function worker(): URL {
  return new URL('./replicate-worker.js', import.meta.url)
}

/** The experiments are defined on MNIST, whatever data are wanted otherwise. */
function environment(): NodeJS.ProcessEnv {
  const { GRADUS_DATA: data, ...others } = process.env
  if (data) tell('GRADUS_DATA is set aside: the experiments are defined on MNIST.')
  return others
}

function onEvent(
  event: ReplicationEvent,
  record: ReplicationRecord,
  screen: ReplicationScreen,
  json: boolean,
): void {
  if (event.type === 'failed') record.failure = event.message
  if (event.type !== 'ended') return
  const result = resultOf(event.outcome)
  record.results.push(result)
  screen.print(json ? jsonLineOf(result) : reportOf(result, pageOfOutput()))
}

/** A result as a line of JSON. */
export function jsonLineOf(result: Result): string {
  const { experiment, evaluations, correct, verdicts, agrees, sha256, problem } = result
  const { name, sizes, eta, numpy, printed, prose } = experiment
  const sleeps = sleepsOf(result)
  const line = {
    ...{ name, sizes, eta, epochs: correct.length, correct, numpy, printed, prose },
    known: verdicts.map(({ from, to, min, max, verdict }) => ({
      from,
      to,
      min,
      max,
      verdict,
    })),
    predictions: evaluations.map(({ predictions }) => predictions),
    hardlyPredicted: asleepIn(result),
    neverWakes: sleeps.flatMap(({ digit, epochs }) => (epochs.length === correct.length ? [digit] : [])),
    wakes: sleeps.flatMap(({ digit, wakes }) => (wakes ? [{ digit, epoch: wakes.epoch }] : [])),
    ...{ sha256, agrees, error: problem },
  }
  return `${printableJson(line)}\n`
}

/** Results of a replication so far. */
export interface ReplicationRecord {
  readonly results: Result[]
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

export function endingOf(record: ReplicationRecord, names: readonly ExperimentName[]): Ending {
  const { results, failure, stopCode } = record
  const finished = results.map(({ experiment }) => experiment.name)
  const missing = names.filter(name => !finished.includes(name))
  if (failure !== undefined) return { code: EXIT.failed, message: `error: ${failure}` }
  if (stopCode !== undefined && missing.length === 0) return { code: stopCode }
  if (stopCode !== undefined) {
    const done = finished.length === 0 ? 'nothing' : listOf(finished)
    return { code: stopCode, message: `Stopped. Finished: ${done}; not finished: ${listOf(missing)}.` }
  }
  if (missing.length > 0)
    return { code: EXIT.failed, message: 'error: The training thread died: it ended too early.' }
  return { code: results.every(({ agrees }) => agrees) ? EXIT.done : EXIT.failed }
}
