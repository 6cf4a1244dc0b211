import { EXIT, exitCodeOf } from '../exit-code.ts'
import { watchInterrupts } from '../interrupts.ts'
import { onBrokenOutput } from '../output.ts'
import { jsonTranscript } from '../screen/json-transcript.ts'
import { openScreen } from '../screen/open-screen.ts'
import { textTranscript } from '../screen/transcript.ts'
import { UsageError } from '../usage-error.ts'
import { checkWritable } from './check-writable.ts'
import { conclude } from './conclude.ts'
import type { TrainEvent } from './messages.ts'
import { describeSetAside, describeStart } from './notes.ts'
import { type RunRecord, remember } from './run-record.ts'
import { FLAGS, type TrainSettings } from './settings.ts'
import { startTraining } from './training.ts'

/** Trains in a thread, shows it, and tells the exit code. @throws UsageError for a flag that is found wrong at once */
export async function runTraining(settings: TrainSettings, json: boolean): Promise<number> {
  await checkPlaces(settings)
  const screen = await openScreen(json, json ? jsonTranscript() : textTranscript)
  const record: RunRecord = {}
  const training = startTraining(settings, event => {
    const notes = notesOf(event, record, json)
    remember(record, event)
    screen.show(event)
    for (const line of notes) screen.note(line)
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
  const { lines, code } = conclude(record, death, json)
  for (const line of lines) process.stderr.write(`${line}\n`)
  interrupts.dispose()
  onBrokenOutput(undefined)
  return code === EXIT.done && record.finished?.reason === 'aborted' ? (stopCode ?? EXIT.failed) : code
}

/** Checks where the run is to save. @throws UsageError */
async function checkPlaces({ out, checkpoint, resume }: TrainSettings): Promise<void> {
  await checkWritable(FLAGS.out, out)
  if (checkpoint === undefined) return
  await checkWritable(checkpoint === resume ? FLAGS.resume : FLAGS.checkpoint, checkpoint)
  if (checkpoint === out)
    throw new UsageError(
      FLAGS.checkpoint,
      checkpoint,
      `The model goes there (${FLAGS.out}): expected another file.`,
    )
}

/** What standard error gets to read of an event: in JSON's quiet only what goes wrong, or changes files. */
function notesOf(event: TrainEvent, { loaded, checkpointProblem }: RunRecord, json: boolean): string[] {
  switch (event.type) {
    case 'loaded':
      return event.setAside === undefined ? [] : [describeSetAside(event.setAside)]
    case 'started':
      return loaded && !json ? describeStart(loaded, event) : []
    case 'checkpoint-failed':
      return event.message === checkpointProblem
        ? []
        : [`warning: ${event.message} Training goes on, and the next checkpoint is tried.`]
    default:
      return []
  }
}
