import { EXIT, exitCodeOf } from '../exit-code.ts'
import { watchInterrupts } from '../interrupts.ts'
import { onBrokenOutput } from '../output.ts'
import { jsonTranscript } from '../screen/json-transcript.ts'
import { openScreen } from '../screen/open-screen.ts'
import { textTranscript } from '../screen/transcript.ts'
import { checkPlaces } from './check-places.ts'
import { conclude } from './conclude.ts'
import { lock } from './lock.ts'
import type { TrainEvent } from './messages.ts'
import { describeSetAside, describeStart } from './notes.ts'
import { type RunRecord, remember } from './run-record.ts'
import { FLAGS, type TrainSettings } from './settings.ts'
import { startTraining } from './training.ts'

/** Trains in a thread, shows it, and tells the exit code. @throws UsageError for a flag that is found wrong at once */
export async function runTraining(asked: TrainSettings, json: boolean): Promise<number> {
  const settings = { ...asked, ...(await checkPlaces(asked)) }
  const { out, checkpoint, resume } = settings
  const release = await lock(FLAGS.out, out)
  const flag = checkpoint === resume ? FLAGS.resume : FLAGS.checkpoint
  try {
    const releaseCheckpoint = checkpoint === undefined ? undefined : await lock(flag, checkpoint)
    return await showTraining(settings, json).finally(() => releaseCheckpoint?.())
  } finally {
    release()
  }
}

async function showTraining(settings: TrainSettings, json: boolean): Promise<number> {
  const screen = await openScreen(json, json ? jsonTranscript() : textTranscript)
  const record: RunRecord = {}
  const training = startTraining(settings, event => {
    const notes = notesOf(event, record, json)
    remember(record, event)
    screen.show(event)
    for (const line of notes) screen.note(line)
  })
  let signalCode: number | undefined
  let outputCode: number | undefined
  onBrokenOutput(code => {
    outputCode = code
    training.abort()
  })
  const interrupts = watchInterrupts(signal => {
    screen.show({ type: 'stopping' })
    signalCode = exitCodeOf(signal)
    training.abort()
  })
  const death = await training.ended
  await screen.close()
  const { lines, code } = conclude(record, settings, death, json)
  for (const line of lines) process.stderr.write(`${line}\n`)
  interrupts.dispose()
  onBrokenOutput(undefined)
  if (code !== EXIT.done) return code
  if (record.finished?.reason !== 'aborted') return outputCode ?? code
  return signalCode ?? outputCode ?? EXIT.failed
}

/** What standard error gets to read of an event: in JSON's quiet only what goes wrong, or changes files. */
function notesOf(event: TrainEvent, { loaded, checkpointProblem }: RunRecord, json: boolean): string[] {
  switch (event.type) {
    case 'set-aside':
      return [describeSetAside(event.path)]
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
