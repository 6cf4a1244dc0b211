import { exitCodeOf } from '../exit-code.ts'
import { watchInterrupts } from '../interrupts.ts'
import { onBrokenOutput, tell } from '../terminal/output.ts'
import { startThread } from '../thread.ts'
import { conclude, type ReplicationRecord } from './conclude.ts'
import { jsonLineOf } from './json-line.ts'
import type { ReplicationEvent, ReplicationSettings, StopCommand } from './messages.ts'
import { openScreen } from './open-screen.ts'
import { pageOfOutput } from './page.ts'
import { openingOf, reportOf } from './report.ts'
import { resultOf } from './result.ts'
import type { ReplicationScreen } from './screen.ts'
import { summaryOf } from './summary.ts'

/** Runs the experiments in a thread, prints what comes out as soon as it does, and tells the exit code. */
export async function runReplication(settings: ReplicationSettings, json: boolean): Promise<number> {
  const { names, epochs } = settings
  const env = environment()
  const screen = await openScreen(names, json)
  const record: ReplicationRecord = { results: [] }
  if (!json) screen.print(openingOf(names, epochs, pageOfOutput()))
  const thread = startThread(worker(), { workerData: settings, env }, (event: ReplicationEvent) => {
    screen.show(event)
    take(event, record, screen, json)
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
  const { code, message } = conclude(record, names)
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

function take(
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
