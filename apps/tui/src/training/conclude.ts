import { relative } from 'node:path'
import { EXIT } from '../exit-code.ts'
import { formatCount } from '../screen/format.ts'
import type { CheckpointedEvent } from './messages.ts'
import { describeEnd } from './notes.ts'
import type { RunRecord } from './run-record.ts'

/** What to tell of a run that is over, on standard error, and its exit code. */
export interface Conclusion {
  readonly lines: readonly string[]
  readonly code: number
}

/** @param death what killed the training thread, if it did not end by itself. @param json whether the lines are for a program: errors only. */
export function conclude(record: RunRecord, death: Error | undefined, json: boolean): Conclusion {
  const { loaded, finished, kept, failed, checkpointed, checkpointProblem } = record
  if (failed) return { lines: [`error: ${failed.message}`], code: failed.usage ? EXIT.usage : EXIT.failed }
  if (!loaded || !finished || !kept) {
    const why = `error: The training thread died: ${death?.message ?? 'it ended too early'}. The model is not saved.`
    const rescue = checkpointed
      ? [`The last checkpoint is of ${placeOf(checkpointed)}.`, goOn(checkpointed)]
      : []
    return { lines: [why, ...rescue], code: EXIT.failed }
  }
  const isLost = kept.type === 'saved' ? kept.problem !== undefined : kept.lost
  const hasFailed = finished.reason === 'diverged' || isLost || checkpointProblem !== undefined
  const lines = [
    ...(json ? [] : describeEnd(finished, kept, loaded.train)),
    ...(finished.error ? [`error: ${finished.error.message}`] : []),
    ...(checkpointProblem === undefined ? [] : [describeProblem(checkpointProblem, checkpointed)]),
    ...(checkpointed && finished.reason === 'aborted' && !json ? [goOn(checkpointed)] : []),
  ]
  return { lines, code: hasFailed ? EXIT.failed : EXIT.done }
}

function describeProblem(problem: string, checkpointed: CheckpointedEvent | undefined): string {
  const earlier = checkpointed ? ` The checkpoint there is of ${placeOf(checkpointed)}.` : ''
  return `error: ${problem}${earlier}`
}

function goOn({ path }: CheckpointedEvent): string {
  const fromHere = relative('', path)
  return `Go on with: gradus train --resume ${fromHere.startsWith('..') ? path : fromHere}`
}

function placeOf({ epoch, position }: CheckpointedEvent): string {
  return `epoch ${epoch}, example ${formatCount(position)}`
}
