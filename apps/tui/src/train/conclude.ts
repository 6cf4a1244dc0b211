import { EXIT } from '../exit-code.ts'
import type { CheckpointedEvent } from '../run/messages.ts'
import { resumeCommand } from '../run/resume-command.ts'
import type { TrainSettings } from '../run/settings.ts'
import { formatCount } from '../terminal/format.ts'
import { describeEnd } from './notes.ts'
import type { RunRecord } from './run-record.ts'

/** What to tell of a run that is over, on standard error, and its exit code. */
export interface Conclusion {
  readonly lines: readonly string[]
  readonly code: number
}

/** @param death what killed the training thread, if it did not end by itself. @param json whether the lines are for a program: errors only. */
export function conclude(
  record: RunRecord,
  settings: TrainSettings,
  death: Error | undefined,
  json: boolean,
): Conclusion {
  const { loaded, finished, kept, failed, checkpointed, checkpointProblem } = record
  const goOn = checkpointed ? [`Go on with: ${resumeCommand(settings, checkpointed.path)}`] : []
  if (failed) return { lines: [`error: ${failed.message}`], code: failed.usage ? EXIT.usage : EXIT.failed }
  if (!loaded || !finished || !kept) {
    const why = `error: The training thread died: ${death?.message ?? 'it ended too early'}. The model is not saved.`
    const rescue = checkpointed ? [`The last checkpoint is of ${placeOf(checkpointed)}.`, ...goOn] : []
    return { lines: [why, ...rescue], code: EXIT.failed }
  }
  const ends = describeEnd(finished, kept, loaded.train)
  const errors = ends.filter(line => line.startsWith('error: '))
  const lines = [
    ...(json ? errors : ends),
    ...(finished.error ? [`error: ${finished.error.message}`] : []),
    ...(checkpointProblem === undefined ? [] : [describeProblem(checkpointProblem, checkpointed)]),
    ...(finished.reason === 'aborted' && !json ? goOn : []),
  ]
  const hasFailed = finished.reason === 'diverged' || errors.length > 0 || checkpointProblem !== undefined
  return { lines, code: hasFailed ? EXIT.failed : EXIT.done }
}

function describeProblem(problem: string, checkpointed: CheckpointedEvent | undefined): string {
  const earlier = checkpointed ? ` The checkpoint there is of ${placeOf(checkpointed)}.` : ''
  return `error: ${problem}${earlier}`
}

function placeOf({ epoch, position }: CheckpointedEvent): string {
  return `epoch ${epoch}, example ${formatCount(position)}`
}
