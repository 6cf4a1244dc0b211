import { type Checkpoint, diffSpecs, GradusError } from '@gradus/core'
import { loadCheckpoint, loadModel } from '@gradus/core/node'
import { describeNames, takesImages } from '../run/data.ts'
import { resumeCommand } from '../run/run-paths.ts'
import { describeWays } from '../run/settings.ts'
import { verdictLines } from '../run/verdict.ts'
import { formatCount, formatEvaluation, formatRate, splitCounts } from '../terminal/format.ts'
import { brief, printable } from '../terminal/printable.ts'
import { type Run, type Standing, standingOf } from './run.ts'
import { networkText, type Score, scoresOf, seedText, timeText, workText } from './run-cells.ts'

/** States of the files that a run saved. */
export interface RunFiles {
  readonly model: FileState
  readonly checkpoint: FileState
}

/** Runs that have ended before they were done, and not by what would happen again. */
const RESUMABLE: ReadonlySet<Standing> = new Set<Standing>(['aborted', 'interrupted', 'failed'])

/** Description of a run without its curves, printable. */
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
    `Started ${timeText(started)}, ${workText(run)} of work${speed}`,
    ...(standingOf(run) === 'running' ? [`In process ${pid} on ${brief(host)}`] : []),
    `Epochs complete: ${formatCount(epoch)} of ${formatCount(run.spec.epochs)}${partly}`,
    ...(resumedFrom === undefined ? [] : [`Went on from ${resumedFrom}`]),
    ...(rewinds === 0 ? [] : [`Begun anew ${rewinds === 1 ? 'once' : `${formatCount(rewinds)} times`}`]),
  ]
}

function optionLines(run: Run): string[] {
  const { engine, folder } = run
  const { precision, miniBatchSize, eta, etaChanges, data } = run.spec
  return [
    `Network ${networkText(run)}, seed ${seedText(run)}, engine ${engine} (${precision})`,
    `Mini-batches of ${formatCount(miniBatchSize)}, eta ${eta}`,
    ...etaChanges.map(
      change =>
        `  changed to ${change.eta} in epoch ${change.epoch} after ${formatCount(change.position)} examples`,
    ),
    ...describeWays(run.spec),
    `${takesImages(run.spec.sizes, run) ? 'Images' : 'Examples'}: ${splitCounts(data)}`,
    ...describeNames(run),
    ...(folder === undefined ? [] : [`Data in ${folder}`]),
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
    ...(result.verdict ? verdictLines(result.verdict) : []),
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

function settingsOf({ out, folder, spec }: Run): Parameters<typeof resumeCommand>[0] {
  return { out, test: spec.data.test !== undefined, ...(folder !== undefined && { data: folder }) }
}

function remark(state: FileState): string {
  if (state === 'kept') return ''
  return state === 'missing' ? ' (no longer there)' : ' (holds that of another run now)'
}

/** State of a file that a run saved: another run may have saved there since. */
type FileState = 'kept' | 'replaced' | 'missing'

/** Whether the model that a run saved is still there. */
export async function modelState({ model, result }: Run): Promise<FileState> {
  if (model === undefined) return 'missing'
  try {
    const { network } = await loadModel(model)
    return (await network.sha256()) === result.sha256 ? 'kept' : 'replaced'
  } catch (error) {
    if (error instanceof GradusError) return stateOf(error)
    throw error
  }
}

/** Whether the checkpoint that a run saved is still there, for it to go on from. */
export async function checkpointState(run: Run): Promise<FileState> {
  if (run.checkpoint === undefined) return 'missing'
  try {
    return isOf(run, await loadCheckpoint(run.checkpoint)) ? 'kept' : 'replaced'
  } catch (error) {
    if (error instanceof GradusError) return stateOf(error)
    throw error
  }
}

/** A file that cannot be read as what it was has been replaced. */
function stateOf({ code }: GradusError): FileState {
  return code === 'FILE' ? 'missing' : 'replaced'
}

/** Fields in which a run may differ from its own checkpoint, which is older or newer. */
const MAY_DIFFER = ['epochs', 'etaChanges', 'data.validation', 'data.test']

/** Whether a checkpoint has the run's Spec and its epochs: their seconds are of one run alone. */
function isOf({ spec, history }: Run, { progress }: Checkpoint): boolean {
  const both = Math.min(history.length, progress.history.length)
  const fingerprint = (records: Run['history']): string =>
    JSON.stringify(
      records.slice(0, both).map(({ cost, trainSeconds, evaluateSeconds }) => {
        return [cost, trainSeconds, evaluateSeconds]
      }),
    )
  return (
    diffSpecs([spec, progress.spec]).every(({ field }) => MAY_DIFFER.includes(field)) &&
    fingerprint(history) === fingerprint(progress.history)
  )
}
