import { resumeCommand } from '../run/resume-command.ts'
import { formatCount, formatEvaluation, formatRate } from '../terminal/format.ts'
import { brief, printable } from '../terminal/printable.ts'
import type { FileState } from './files-of.ts'
import type { Run } from './run.ts'
import { networkWords, seedWords, timeWords, workWords } from './run-words.ts'
import { type Score, scoresOf } from './scores.ts'
import { type Standing, standingOf } from './standing.ts'

/** What became of the files that a run saved. */
export interface RunFiles {
  readonly model: FileState
  readonly checkpoint: FileState
}

/** Runs that have ended before they were done, and not by what would happen again. */
const RESUMABLE: ReadonlySet<Standing> = new Set<Standing>(['aborted', 'interrupted', 'failed'])

/** All that is kept of a run, but for its curves, printable. */
export function runLines(run: Run, files: RunFiles): string[] {
  return [
    `Run ${run.id}: ${standingOf(run)}`,
    ...courseLines(run),
    ...optionLines(run),
    ...resultLines(run),
    ...fileLines(run, files),
  ].map(printable)
}

function courseLines(run: Run): string[] {
  const { started, result, epoch, position, rewinds, resumedFrom } = run
  const rate = result.examplesPerSecond
  const speed = rate === undefined ? '' : `, ${formatRate(rate)} examples/s`
  const partly = position > 0 ? ` and ${formatCount(position)} examples of the next` : ''
  const { pid, host } = run.process
  return [
    `Started ${timeWords(started)}, ${workWords(run)} of work${speed}`,
    ...(standingOf(run) === 'running' ? [`In process ${pid} on ${brief(host)}`] : []),
    `Epochs complete: ${formatCount(epoch)} of ${formatCount(run.options.epochs)}${partly}`,
    ...(resumedFrom === undefined ? [] : [`Went on from ${resumedFrom}`]),
    ...(rewinds === 0 ? [] : [`Begun anew ${rewinds === 1 ? 'once' : `${formatCount(rewinds)} times`}`]),
  ]
}

function optionLines(run: Run): string[] {
  const { options, data, etaChanges } = run
  const { engine, precision, miniBatchSize, eta } = options
  const counts = [
    `${formatCount(data.train)} training`,
    data.validation === undefined ? 'no validation' : `${formatCount(data.validation)} validation`,
    data.test === undefined ? 'no test' : `${formatCount(data.test)} test`,
  ]
  return [
    `Network ${networkWords(run)}, seed ${seedWords(run)}, engine ${engine} (${precision})`,
    `Mini-batches of ${formatCount(miniBatchSize)}, eta ${eta}`,
    ...etaChanges.map(
      change =>
        `  changed to ${change.eta} in epoch ${change.epoch} after ${formatCount(change.position)} examples`,
    ),
    `Images: ${counts.join(', ')}`,
    ...(data.folder === undefined ? [] : [`Data in ${data.folder}`]),
    ...(data.hash === undefined ? [] : [`Training data: ${brief(data.hash)}`]),
  ]
}

function resultLines({ history, result }: Run): string[] {
  const scores = scoresOf(history)
  const words = ({ epoch, ...score }: Score): string => `${formatEvaluation(score)} after epoch ${epoch}`
  return [
    ...(scores ? [`Best ${scores.set}: ${words(scores.best)}`] : []),
    ...(scores ? [`Last ${scores.set}: ${words(scores.last)}`] : []),
    ...(result.reason === undefined ? [] : [result.reason]),
    ...(result.problem === undefined ? [] : [result.problem]),
  ]
}

function fileLines(run: Run, files: RunFiles): string[] {
  const { model, checkpoint, result } = run
  return [
    ...(model === undefined ? [] : [`Model: ${model}${remark(files.model)}`]),
    ...(result.sha256 === undefined ? [] : [`sha256 ${brief(result.sha256)}`]),
    ...(checkpoint === undefined ? [] : [`Checkpoint: ${checkpoint}${remark(files.checkpoint)}`]),
    ...(checkpoint !== undefined && files.checkpoint === 'kept' && RESUMABLE.has(standingOf(run))
      ? [`Go on with: ${resumeCommand(settingsOf(run), checkpoint)}`]
      : []),
  ]
}

function settingsOf({ out, data: { folder, test } }: Run): Parameters<typeof resumeCommand>[0] {
  return { out, test: test !== undefined, ...(folder !== undefined && { data: folder }) }
}

function remark(state: FileState): string {
  if (state === 'kept') return ''
  return state === 'missing' ? ' (no longer there)' : ' (holds that of another run now)'
}
