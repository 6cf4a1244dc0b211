import type { FinishedEvent, StartedEvent } from '@gradus/core'
import { formatSeed } from '../arguments.ts'
import { EXIT } from '../failure.ts'
import type {
  CheckpointedEvent,
  FailedEvent,
  LoadedEvent,
  SavedEvent,
  TrainEvent,
  UnsavedEvent,
} from '../run/events.ts'
import { resumeCommand } from '../run/run-paths.ts'
import type { TrainSettings } from '../run/settings.ts'
import {
  countOf,
  formatCount,
  formatDuration,
  formatEvaluation,
  formatRate,
  placeOf,
  splitCounts,
} from '../terminal/format.ts'

/** Lines for standard error and exit code of a run that is over. */
export interface Ending {
  readonly lines: readonly string[]
  readonly code: number
}

/**
 * @param death what killed the training thread, if it did not end by itself. @param json whether the lines
 * are for a program: errors only.
 */
export function endingOf(
  milestones: Milestones,
  settings: TrainSettings,
  death: Error | undefined,
  json: boolean,
): Ending {
  const { loaded, finished, kept, failed, checkpointed, checkpointProblem } = milestones
  const goOn = checkpointed ? [`Go on with: ${resumeCommand(settings, checkpointed.path)}`] : []
  if (failed) return { lines: [`error: ${failed.message}`], code: failed.usage ? EXIT.usage : EXIT.failed }
  if (!loaded || !finished || !kept) {
    const why = `error: The training thread died: ${death?.message ?? 'it ended too early'}. The model is not saved.`
    const rescue = checkpointed ? [`The last checkpoint is of ${stoppedAt(checkpointed)}.`, ...goOn] : []
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
  const earlier = checkpointed ? ` The checkpoint there is of ${stoppedAt(checkpointed)}.` : ''
  return `error: ${problem}${earlier}`
}

function stoppedAt({ epoch, position }: CheckpointedEvent): string {
  return `epoch ${epoch}, example ${formatCount(position)}`
}

/** Events of a run that decide how it ended. */
export interface Milestones {
  loaded?: LoadedEvent
  /** Whether training has begun; it may begin again. */
  hasStarted?: true
  /** The last one. */
  checkpointed?: CheckpointedEvent
  /** Why the last checkpoint could not be saved, if it could not. */
  checkpointProblem?: string | undefined
  finished?: FinishedEvent
  kept?: SavedEvent | UnsavedEvent
  failed?: FailedEvent
}

/** Adds to the milestones what an event tells. */
export function addMilestone(milestones: Milestones, event: TrainEvent): void {
  switch (event.type) {
    case 'loaded':
      milestones.loaded = event
      break
    case 'started':
      milestones.hasStarted = true
      break
    case 'checkpointed':
      milestones.checkpointed = event
      milestones.checkpointProblem = undefined
      break
    case 'checkpoint-failed':
      milestones.checkpointProblem = event.message
      break
    case 'checkpoint-gone':
      delete milestones.checkpointed
      break
    case 'finished':
      milestones.finished = event
      break
    case 'saved':
    case 'unsaved':
      milestones.kept = event
      break
    case 'failed':
      milestones.failed = event
      break
    default:
  }
}

/** Description of a run at its start in two lines; three for a resumed run. */
export function describeStart(loaded: LoadedEvent, started: StartedEvent): string[] {
  const { sizes, epochs, miniBatchSize, eta, engine, precision, epoch, position } = started
  return [
    `Network ${sizes.join('-')}, seed ${formatSeed(loaded.seed)}, engine ${engine} (${precision}); images: ${splitCounts(loaded)}`,
    `${countOf(epochs, 'epoch')}, mini-batches of ${formatCount(miniBatchSize)}, eta ${eta}`,
    ...(epoch > 0 || position > 0 ? [`Resumed after ${placeOf(epoch, position, loaded.train)}`] : []),
  ]
}

/** Notice that an earlier run's checkpoint was renamed. */
export function describeSetAside(path: string): string {
  return `Kept the checkpoint of an earlier run that is not complete: ${path}`
}

/** Description of the end of a run on so many examples, and of the files it saved. */
export function describeEnd(
  finished: FinishedEvent,
  kept: SavedEvent | UnsavedEvent,
  examples: number,
): string[] {
  const { reason, epoch, position, trainSeconds, evaluateSeconds, examplesPerSecond } = finished
  const rate = examplesPerSecond > 0 ? `, ${formatRate(examplesPerSecond)} examples/s` : ''
  const work = `${formatDuration(trainSeconds + evaluateSeconds)}${rate}`
  const stopped = reason === 'done' ? 'Done' : reason === 'aborted' ? 'Stopped' : 'Diverged'
  return [`${stopped} after ${placeOf(epoch, position, examples)}: ${work}`, ...describeKept(finished, kept)]
}

function describeKept(finished: FinishedEvent, kept: SavedEvent | UnsavedEvent): string[] {
  if (kept.type === 'unsaved') return [kept.lost ? `error: ${kept.reason}` : kept.reason]
  const { reason, position, history } = finished
  const last = reason !== 'diverged' && position === 0 ? history.at(-1) : undefined
  const results = [
    ...(last?.test ? [`test ${formatEvaluation(last.test)}`] : []),
    ...(last?.validation ? [`validation ${formatEvaluation(last.validation)}`] : []),
  ]
  return [
    ...(kept.problem === undefined ? [] : [`error: ${kept.problem}`]),
    `Saved ${kept.path}${reason === 'diverged' ? ', the last weights before it diverged' : ''}`,
    ...(results.length > 0 ? [results.join(', ')] : []),
    `sha256 ${kept.sha256}`,
  ]
}
