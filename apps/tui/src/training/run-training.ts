import type { FinishedEvent, StartedEvent } from '@gradus/core'
import { EXIT, exitCodeOf } from '../exit-code.ts'
import { watchInterrupts } from '../interrupts.ts'
import { onBrokenOutput } from '../output.ts'
import { jsonTranscript } from '../screen/json-transcript.ts'
import { openScreen } from '../screen/open-screen.ts'
import type { Screen } from '../screen/screen.ts'
import { textTranscript } from '../screen/transcript.ts'
import { checkOut } from './check-out.ts'
import type { FailedEvent, LoadedEvent, SavedEvent, TrainEvent, UnsavedEvent } from './messages.ts'
import { describeEnd, describeStart } from './notes.ts'
import type { TrainSettings } from './settings.ts'
import { startTraining } from './training.ts'

/** What is to be remembered of a run. */
interface Record {
  loaded?: LoadedEvent
  finished?: FinishedEvent
  kept?: SavedEvent | UnsavedEvent
  failed?: FailedEvent
}

/** Trains in a thread, shows it, and tells the exit code. @throws UsageError for a flag that is found wrong at once */
export async function runTraining(settings: TrainSettings, json: boolean): Promise<number> {
  await checkOut(settings.out)
  const screen = await openScreen(json, json ? jsonTranscript() : textTranscript)
  const record: Record = {}
  const training = startTraining(settings, event => {
    remember(record, event)
    screen.show(event)
    if (event.type === 'started' && !json) noteStart(screen, record, event)
  })
  let stopCode: number | undefined
  const stop = (code: number): void => {
    stopCode ??= code
    training.abort()
  }
  onBrokenOutput(stop)
  const interrupts = watchInterrupts(signal => {
    screen.show({ type: 'stopping' })
    stop(exitCodeOf(signal))
  })
  const death = await training.ended
  await screen.close()
  const code = conclude(record, death, json)
  interrupts.dispose()
  onBrokenOutput(undefined)
  return code === EXIT.done && record.finished?.reason === 'aborted' ? (stopCode ?? EXIT.failed) : code
}

function remember(record: Record, event: TrainEvent): void {
  if (event.type === 'loaded') record.loaded = event
  else if (event.type === 'finished') record.finished = event
  else if (event.type === 'saved' || event.type === 'unsaved') record.kept = event
  else if (event.type === 'failed') record.failed = event
}

function noteStart(screen: Screen, { loaded }: Record, started: StartedEvent): void {
  if (loaded) for (const line of describeStart(loaded, started)) screen.note(line)
}

/** Tells how the run ended, on standard error, and whether it is a failure. */
function conclude(
  { loaded, finished, kept, failed }: Record,
  death: Error | undefined,
  json: boolean,
): number {
  const tell = (line: string): boolean => process.stderr.write(`${line}\n`)
  if (failed) {
    tell(`error: ${failed.message}`)
    return failed.usage ? EXIT.usage : EXIT.failed
  }
  if (!loaded || !finished || !kept) {
    tell(
      `error: The training thread died: ${death?.message ?? 'it ended too early'}. The model is not saved.`,
    )
    return EXIT.failed
  }
  if (!json) for (const line of describeEnd(finished, kept, loaded.train)) tell(line)
  if (finished.error) tell(`error: ${finished.error.message}`)
  const lost = kept.type === 'saved' ? kept.problem !== undefined : kept.lost
  return finished.reason === 'diverged' || lost ? EXIT.failed : EXIT.done
}
