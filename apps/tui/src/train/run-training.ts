import type { Spec } from '@gradus/core'
import { describeCheckpointFailure, describeSetAside } from '../dashboard/log.ts'
import { EXIT, exitCodeOf } from '../failure.ts'
import { isRecord, readRecord } from '../history/list-runs.ts'
import { RunRecorder } from '../history/run-recorder.ts'
import { defaultRunsFolder } from '../history/runs-folder.ts'
import { type Interrupts, outlivesTerminal, watchInterrupts } from '../interrupts.ts'
import { isThere } from '../run/checkpointer.ts'
import type { Screen, TrainEvent } from '../run/events.ts'
import { lock } from '../run/lock.ts'
import { checkPaths } from '../run/run-paths.ts'
import { initialRun, type RunState, runAfter } from '../run/run-state.ts'
import { FLAGS, type TrainSettings } from '../run/settings.ts'
import { startTraining, type Training } from '../run/training.ts'
import { onBrokenOutput, tell } from '../terminal/output.ts'
import { describeStart, endingOf } from './ending.ts'
import { openTrainScreen, type ScreenOptions } from './open-train-screen.ts'

/** Options for showing and listing a run. */
export interface OutputOptions extends ScreenOptions {
  /** Folder of the list of runs; the usual one without it; false for none. */
  readonly runs: string | false | undefined
}

/**
 * Trains in a thread, shows it, and tells the exit code. @throws UsageError for a flag that is found wrong at
 * once
 */
export async function runTraining(asked: TrainSettings, output: OutputOptions): Promise<number> {
  const settings = { ...asked, ...(await checkPaths(asked)), replayed: await recordedSpec(asked) }
  const { out, checkpoint, resume, takeOver } = settings
  const release = await lock(FLAGS.out, out, takeOver)
  const flag = checkpoint === resume ? FLAGS.resume : FLAGS.checkpoint
  try {
    const releaseCheckpoint = checkpoint === undefined ? undefined : await lock(flag, checkpoint, takeOver)
    return await showTraining(settings, output).finally(() => releaseCheckpoint?.())
  } finally {
    release()
  }
}

/** The Spec in the record of the run to repeat, where that is named in place of a checkpoint. @throws UsageError */
async function recordedSpec({ replay }: TrainSettings): Promise<Spec | undefined> {
  return replay !== undefined && isRecord(replay) ? (await readRecord(FLAGS.replay, replay)).spec : undefined
}

async function showTraining(asked: TrainSettings, output: OutputOptions): Promise<number> {
  const run = new StoppableRun()
  const interrupts = watchInterrupts(
    signal => run.quit(exitCodeOf(signal)),
    () => run.quit(EXIT.done),
  )
  const { screen, isDashboard } = await openTrainScreen(asked, output, {
    post: command => run.training?.post(command),
    quit: interrupts.ask,
    hangUp: () => {
      if (!outlivesTerminal) interrupts.ask('SIGHUP')
    },
  })
  const settings = { ...asked, watched: isDashboard }
  const recorder = recorderFor(output.runs, settings, screen)
  let state = initialRun
  run.training = startTraining(settings, process.stdout, event => {
    const messages = messagesOf(event, state, output.json)
    state = runAfter(state, event)
    recorder?.onEvent(event)
    screen.show(event)
    for (const line of messages) screen.note(line)
  })
  run.onQuit = () => screen.show({ type: 'stopping' })
  if (run.exitCode !== undefined) run.stop()
  return await finish(run, run.training, screen, interrupts, async death => {
    await recorder?.close(death?.message)
    if (death) screen.show({ type: 'died', message: death.message })
    await screen.close()
    // Meanwhile somebody may have looked at the dashboard for hours.
    const { last } = state.checkpoint
    if (last && !(await isThere(last.path))) state = runAfter(state, { type: 'checkpoint-gone' })
    const { lines, code } = endingOf(state, settings, death, output.json)
    for (const line of lines) tell(line)
    return state.finished?.reason === 'aborted' && code === EXIT.done ? undefined : code
  })
}

function recorderFor(
  runs: OutputOptions['runs'],
  settings: TrainSettings,
  screen: Screen,
): RunRecorder | undefined {
  if (runs === false) return undefined
  return new RunRecorder(runs ?? defaultRunsFolder(process.env), settings, line => screen.note(line))
}

/** Waits for the end of the training thread, by itself or by a signal, and tells the exit code. */
async function finish(
  run: StoppableRun,
  training: Training,
  screen: Screen,
  interrupts: Interrupts,
  close: (death: Error | undefined) => Promise<number | undefined>,
): Promise<number> {
  let outputCode: number | undefined
  onBrokenOutput(code => {
    outputCode = code
    screen.show({ type: 'stopping' })
    training.post({ type: 'abort' })
  })
  const code = await close(await training.ended)
  interrupts.dispose()
  onBrokenOutput(undefined)
  if (code === EXIT.done) return outputCode ?? code
  return code ?? run.exitCode ?? outputCode ?? EXIT.failed
}

/** A run that signals, keys and broken pipes can stop. */
class StoppableRun {
  training: Training | undefined
  onQuit: (() => void) | undefined
  /** Exit code of a run that was asked to end. */
  exitCode: number | undefined

  /** Ends the run, which is saved. */
  quit(exitCode: number): void {
    this.exitCode = exitCode
    this.stop()
  }

  /** Tells the run to stop; called again once the run exists. */
  stop(): void {
    this.onQuit?.()
    this.training?.post({ type: 'abort' })
  }
}

/**
 * Lines that an event adds to standard error; with --json only problems and changes of files. @param state of
 * the run before it
 */
function messagesOf(event: TrainEvent, { loaded, started, checkpoint }: RunState, json: boolean): string[] {
  switch (event.type) {
    case 'set-aside':
      return [describeSetAside(event)]
    case 'started':
      return loaded && !started && !json ? describeStart(loaded, event) : []
    case 'checkpoint-failed':
      return event.message === checkpoint.problem ? [] : [`warning: ${describeCheckpointFailure(event)}`]
    default:
      return []
  }
}
