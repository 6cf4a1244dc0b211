import type { EpochRecord, FinishedEvent, Spec, StartedEvent } from '@gradus/core'
import { HealthMonitor } from '@gradus/core/health'
import { formatEtaChanges, formatSeed } from '../arguments.ts'
import { EXIT } from '../failure.ts'
import { differencesOf } from '../run/differences.ts'
import type {
  CheckpointedEvent,
  JudgedEvent,
  LoadedEvent,
  LoadingEvent,
  SavedEvent,
  UnsavedEvent,
} from '../run/events.ts'
import { resumeCommand } from '../run/run-paths.ts'
import type { RunState } from '../run/run-state.ts'
import { describeWays, FLAGS, recipeOf, type SpecFile, type TrainSettings } from '../run/settings.ts'
import { told, verdictLines, verdictOf } from '../run/verdict.ts'
import {
  countOf,
  formatCount,
  formatDuration,
  formatEvaluation,
  formatRate,
  placeOf,
  splitCounts,
} from '../terminal/format.ts'
import { faultLines } from '../terminal/output.ts'
import { shortPath } from '../terminal/printable.ts'

/** Lines for standard error and exit code of a run that is over. */
export interface Ending {
  readonly lines: readonly string[]
  readonly code: number
}

/**
 * The end of a run.
 * @param death what killed the training thread, if it did not end by itself. @param json whether the lines
 * are for a program: errors only.
 */
export function endingOf(
  { loaded, finished, kept, failed, checkpoint: { last, problem } }: RunState,
  settings: TrainSettings,
  death: Error | undefined,
  json: boolean,
): Ending {
  const goOn = last ? [`Go on with: ${resumeCommand(settings, last.path)}`] : []
  if (failed?.type === 'failed') {
    const lines = failed.stopped ? [failed.message] : faultLines(failed.message)
    return { lines, code: failed.usage ? EXIT.usage : EXIT.failed }
  }
  if (!loaded || !finished || !kept) {
    const why = `error: The training thread died: ${death?.message ?? 'it ended too early'}. The model is not saved.`
    const rescue = last ? [`The last checkpoint is of ${stoppedAt(last)}.`, ...goOn] : []
    return { lines: [why, ...rescue], code: EXIT.failed }
  }
  const ends = describeEnd(finished, kept, loaded.train)
  const errors = ends.filter(line => line.startsWith('error: '))
  const lines = [
    ...(json ? errors : [...ends, ...describeVerdict(finished)]),
    ...(finished.error ? [`error: ${finished.error.message}`] : []),
    ...(problem === undefined ? [] : [describeProblem(problem, last)]),
    ...(finished.reason === 'aborted' && !json ? goOn : []),
  ]
  const hasFailed = finished.reason === 'diverged' || errors.length > 0 || problem !== undefined
  return { lines, code: hasFailed ? EXIT.failed : EXIT.done }
}

function describeProblem(problem: string, last: CheckpointedEvent | undefined): string {
  const earlier = last ? ` The checkpoint there is of ${stoppedAt(last)}.` : ''
  return `error: ${problem}${earlier}`
}

function stoppedAt({ epoch, position }: CheckpointedEvent): string {
  if (position === 0) return countOf(epoch, 'epoch')
  return `epoch ${epoch}, example ${formatCount(position)}`
}

const COMPLETE = `The run was complete: nothing is left to train. Train on with a larger ${FLAGS.epochs}.`

/** A line on data that took their time, and the choices that were made for them. */
export function describeLoading({ notes = [] }: LoadedEvent, loading: LoadingEvent | undefined): string[] {
  if (!loading) return [...notes]
  const { total, unit, seconds } = loading
  return [`Loaded ${formatCount(total)} ${unit} in ${formatDuration(seconds)}`, ...notes]
}

/**
 * Description of a run at its start: two lines, and one each for better ways to learn, for a Spec that a file
 * gave with what flags changed of it, and for a resumed run.
 */
export function describeStart(loaded: LoadedEvent, started: StartedEvent, base?: SpecFile): string[] {
  const { spec, eta, engine, epoch, position } = started
  const { sizes, epochs, miniBatchSize, precision } = spec
  const what = loaded.cols === 1 ? 'examples' : 'images'
  return [
    `Network ${sizes.join('-')}, seed ${formatSeed(loaded.seed)}, engine ${engine} (${precision}); ${what}: ${splitCounts(loaded)}`,
    `${countOf(epochs, 'epoch')}, mini-batches of ${formatCount(miniBatchSize)}, eta ${eta}${changesText(spec)}`,
    ...describeRecipe(spec),
    ...(base ? [describeBase(base, spec)] : []),
    ...(epoch > 0 || position > 0 ? [`Resumed after ${placeOf(epoch, position, loaded.train)}`] : []),
    ...(epoch >= epochs ? [COMPLETE] : []),
  ]
}

/** Changes of eta that are planned, or were made. */
function changesText({ etaChanges }: Spec): string {
  return etaChanges.length === 0 ? '' : `, changed to ${formatEtaChanges(etaChanges)}`
}

/** The recipe, and the ways to learn that it stands for. */
function describeRecipe(spec: Spec): string[] {
  const [recipe, ways] = [recipeOf(spec), describeWays(spec)]
  return recipe === undefined ? ways : [[`Recipe ${recipe}`, ...ways].join(': ')]
}

/** The Spec that a run begins with, and all in which it is another. */
function describeBase({ file, spec }: SpecFile, now: Spec): string {
  const changes = differencesOf([spec, now])
    .filter(({ field }) => !['data.test', 'data.validation'].includes(field))
    .map(({ name, values: [then, now] }) => `${name} ${now} in place of ${then}`)
  return `As the Spec of ${file === '-' ? 'standard input' : shortPath(file)} says${changes.length > 0 ? `, but ${changes.join('; ')}` : ''}`
}

/** Faults that a run shows before it trains, with their remedies: a mini-batch that is larger than the data. */
export function warningsAtStart(started: StartedEvent): string[] {
  const monitor = new HealthMonitor()
  monitor.see({ ...started, history: [] })
  return verdictOf(monitor.health).findings.map(told)
}

/** Description of the end of a run on so many examples, and of the files it saved. */
export function describeEnd(
  finished: FinishedEvent,
  kept: SavedEvent | UnsavedEvent,
  examples: number,
): string[] {
  const {
    reason,
    epoch,
    position,
    trainSeconds,
    evaluateSeconds,
    examplesPerSecond,
    stopped: isEarly,
  } = finished
  const rate = examplesPerSecond > 0 ? `, ${formatRate(examplesPerSecond)} examples/s` : ''
  const work = `${formatDuration(trainSeconds + evaluateSeconds)}${rate}`
  const stopped = reason === 'done' ? 'Done' : reason === 'aborted' ? 'Stopped' : 'Diverged'
  return [
    `${stopped} after ${placeOf(epoch, position, examples)}: ${work}`,
    ...(isEarly ? ['Stopped early: the accuracy on the validation data did not better any more.'] : []),
    ...(finished.kept === undefined
      ? []
      : [`The weights are those of epoch ${finished.kept}, the best on the validation data.`]),
    ...describeKept(finished, kept),
  ]
}

/** Findings that a person is told at the end; the record of the run has all. */
const MOST_TOLD = 2

/** The verdict, where there is something to judge by; a run that diverged has an error that says so. */
function describeVerdict({ reason, verdict, history }: JudgedEvent): string[] {
  const isJudged = history.length > 0 || verdict.findings.length > 0
  return isJudged && reason !== 'diverged' ? verdictLines(verdict).slice(0, MOST_TOLD) : []
}

/** The record of the epoch whose weights a run ended with, where they are those of an epoch's end. */
function recordOfWeights({ kept, position, history }: FinishedEvent): EpochRecord | undefined {
  if (kept !== undefined) return history[kept]
  return position === 0 ? history.at(-1) : undefined
}

function describeKept(finished: FinishedEvent, kept: SavedEvent | UnsavedEvent): string[] {
  if (kept.type === 'unsaved') return [kept.lost ? `error: ${kept.reason}` : kept.reason]
  const { reason } = finished
  const last = reason === 'diverged' ? undefined : recordOfWeights(finished)
  const results = [
    ...(last?.test ? [`test ${formatEvaluation(last.test)}`] : []),
    ...(last?.validation ? [`validation ${formatEvaluation(last.validation)}`] : []),
    ...(last?.training ? [`training ${formatEvaluation(last.training)}`] : []),
  ]
  return [
    ...(kept.problem === undefined ? [] : [`error: ${kept.problem}`]),
    `Saved ${kept.path}${reason === 'diverged' ? ', the last weights before it diverged' : ''}`,
    ...(results.length > 0 ? [results.join(', ')] : []),
    `sha256 ${kept.sha256}`,
  ]
}
