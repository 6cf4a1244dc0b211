import { EXIT, exitCodeOf } from '../failure.ts'
import { type FindEarlierRun, lastComparable, namedRun } from '../history/earlier-run.ts'
import { isRecord, readRecord } from '../history/list-runs.ts'
import { defaultRunsFolder, runsFolderOf } from '../history/runs-folder.ts'
import { watchInterrupts } from '../interrupts.ts'
import { checkPaths } from '../run/run-paths.ts'
import { FLAGS, namesIn, type TrainedAs, type TrainSettings } from '../run/settings.ts'
import { tell } from '../terminal/output.ts'
import { endingOf } from './ending.ts'
import { nextSteps, type ScreenOptions } from './open-train-screen.ts'
import { ShownRun, withLocks } from './shown-run.ts'

/** Options for showing and listing a run. */
export interface OutputOptions extends Omit<ScreenOptions, 'nextSteps' | 'findEarlier'> {
  /** Folder of the list of runs; the usual one without it; false for none. */
  readonly runs: string | false | undefined
  /** The run beside which the dashboard shows this one; `none`; or without it the last comparable one. */
  readonly against: string | undefined
}

/**
 * Trains in a thread, shows it, and tells the exit code. @throws UsageError for a flag that is found wrong at
 * once
 */
export async function runTraining(asked: TrainSettings, output: OutputOptions): Promise<number> {
  const settings = { ...asked, ...(await checkPaths(asked)), replayed: await recordedRun(asked) }
  const findEarlier = await earlierRunOf(asked, output)
  return withLocks(settings, FLAGS, release => showTraining(settings, { ...output, findEarlier }, release))
}

/** Finds the run beside which the dashboard shows this one. @throws UsageError if the one that is named is none */
async function earlierRunOf(
  { resume }: TrainSettings,
  { runs, against }: OutputOptions,
): Promise<FindEarlierRun | undefined> {
  if (against === 'none') return undefined
  if (against !== undefined) {
    const run = await namedRun(FLAGS.against, against, runsFolderOf(runs || undefined, process.env))
    return async () => run
  }
  const folder = runs ?? defaultRunsFolder(process.env)
  if (!folder || resume !== undefined) return undefined
  const now = new Date().toISOString()
  return spec => lastComparable(folder, spec, now)
}

/** The Spec in the record of the run to repeat, where that is named in place of a checkpoint. @throws UsageError */
export async function recordedRun({ replay }: TrainSettings): Promise<TrainedAs | undefined> {
  if (replay === undefined || !isRecord(replay)) return undefined
  const run = await readRecord(FLAGS.replay, replay)
  return { spec: run.spec, ...namesIn(run) }
}

async function showTraining(
  settings: TrainSettings,
  output: OutputOptions & Pick<ScreenOptions, 'findEarlier'>,
  onSaved: () => void,
): Promise<number> {
  const run = new ShownRun()
  const interrupts = watchInterrupts(
    signal => run.quit(exitCodeOf(signal)),
    () => run.quit(EXIT.done),
  )
  const { runs = defaultRunsFolder(process.env) } = output
  const { state, death } = await run.show(settings, {
    ...{ ...output, runs, onSaved, ask: interrupts.ask },
    nextSteps: state => nextSteps(state, settings, output.runs),
  })
  const { lines, code } = endingOf(state, settings, death, output.json)
  for (const line of lines) tell(line)
  interrupts.dispose()
  if (state.failed?.type === 'failed' && state.failed.stopped) return run.exitCode ?? run.outputCode ?? code
  if (code !== EXIT.done) return code
  if (state.finished?.reason !== 'aborted') return run.outputCode ?? code
  return run.exitCode ?? run.outputCode ?? EXIT.failed
}
