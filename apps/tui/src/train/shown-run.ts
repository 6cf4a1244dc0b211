import { describeCheckpointFailure, describeSetAside } from '../dashboard/log.ts'
import { RunRecorder } from '../history/run-recorder.ts'
import { outlivesTerminal, withdrawSignals } from '../interrupts.ts'
import { isThere } from '../run/checkpointer.ts'
import type { RunControls, Screen, TrainEvent } from '../run/events.ts'
import { lock } from '../run/lock.ts'
import type { Provided } from '../run/provided.ts'
import { initialRun, type RunState, runAfter } from '../run/run-state.ts'
import type { SpecFile, TrainSettings } from '../run/settings.ts'
import { startTraining, type Training } from '../run/training.ts'
import { onBrokenOutput } from '../terminal/output.ts'
import { describeLoading, describeStart, warningsAtStart } from './ending.ts'
import { openTrainScreen, type ScreenOptions } from './open-train-screen.ts'

/** Choices on how a run is shown and listed. */
export interface ShowOptions extends ScreenOptions {
  /** Folder of the list of runs; undefined where there is none, which is told; false for no list. */
  readonly runs: string | false | undefined
  /** Takes a signal that a key of the dashboard stands for, or the wish to end without one. */
  readonly ask: RunControls['quit']
  /** Network and data, where a program provides them. */
  readonly provided?: Provided | undefined
  /** Called when nothing will be saved any more, though the screen may stay for long. */
  readonly onSaved: () => void
  /** Called with each event of the training thread, once it is shown. Never throws. */
  readonly onEvent?: (event: TrainEvent) => void
}

/** End of a run that was shown. */
export interface ShownEnd {
  readonly state: RunState
  /** Error that killed the training thread, if it did not end by itself. */
  readonly death: Error | undefined
}

/** A run in a thread, on a screen and in the list of runs, that signals, keys and broken pipes can stop. */
export class ShownRun {
  #training: Training | undefined
  #screen: Screen | undefined
  #isStopped = false
  /** Exit code of a run that was asked to end. */
  exitCode: number | undefined
  /** Exit code of a run whose output nobody takes any more. */
  outputCode: number | undefined

  /** Ends the run, which is saved. */
  quit(exitCode: number): void {
    this.exitCode = exitCode
    this.#stop()
  }

  /** Trains, and shows it until the screen is closed. The terminal is then as it was. */
  async show(asked: TrainSettings, options: ShowOptions): Promise<ShownEnd> {
    const { screen, isDashboard } = await openTrainScreen(asked, options, {
      post: command => this.#training?.post(command),
      quit: options.ask,
      hangUp: () => {
        if (!outlivesTerminal) options.ask('SIGHUP')
      },
    })
    this.#screen = screen
    onBrokenOutput(code => {
      this.outputCode = code
      this.#stop()
    })
    try {
      return await this.#follow(screen, { ...asked, watched: isDashboard }, options)
    } finally {
      onBrokenOutput(undefined)
      withdrawSignals()
    }
  }

  async #follow(screen: Screen, settings: TrainSettings, options: ShowOptions): Promise<ShownEnd> {
    const { json, runs, provided, onSaved, onEvent } = options
    const recorder =
      runs === false
        ? undefined
        : new RunRecorder(runs, settings, line => screen.note(line), provided !== undefined)
    let state = initialRun
    const training = startTraining({ settings, provided }, process.stdout, event => {
      const messages = messagesOf(event, state, { json, base: settings.base })
      state = runAfter(state, event)
      recorder?.onEvent(event)
      screen.show(event)
      for (const line of messages) screen.note(line)
      onEvent?.(event)
    })
    this.#training = training
    if (this.#isStopped) this.#stop()
    const death = await training.ended
    onSaved()
    await recorder?.close(death?.message)
    if (death) screen.show({ type: 'died', message: death.message })
    await screen.close()
    // Meanwhile somebody may have looked at the dashboard for hours.
    const { last } = state.checkpoint
    if (last && !(await isThere(last.path))) state = runAfter(state, { type: 'checkpoint-gone' })
    return { state, death }
  }

  /** Tells the run to stop, as soon as it exists. */
  #stop(): void {
    this.#isStopped = true
    this.#screen?.show({ type: 'stopping' })
    this.#training?.post({ type: 'abort' })
  }
}

/**
 * Lines that an event adds to standard error; with --json only problems and changes of files. @param state of
 * the run before it
 */
function messagesOf(
  event: TrainEvent,
  { loading, loaded, started, checkpoint }: RunState,
  { json, base }: { readonly json: boolean; readonly base: SpecFile | undefined },
): string[] {
  switch (event.type) {
    case 'loaded':
      return json ? [] : describeLoading(event, loading)
    case 'set-aside':
      return [describeSetAside(event)]
    case 'started':
      if (!loaded || started) return []
      return [...(json ? [] : describeStart(loaded, event, base)), ...warningsAtStart(event)]
    case 'checkpoint-failed':
      return event.message === checkpoint.problem ? [] : [`warning: ${describeCheckpointFailure(event)}`]
    default:
      return []
  }
}

/**
 * Result of some work while no other run saves to the files of this one. @param names of the paths in
 * messages. @param work gets a function that lets others save to them before it ends. @throws UsageError
 */
export async function withLocks<T>(
  { out, checkpoint, resume, takeOver }: TrainSettings,
  names: Readonly<Record<'out' | 'checkpoint' | 'resume' | 'takeOver', string>>,
  work: (release: () => void) => Promise<T>,
): Promise<T> {
  const flag = checkpoint === resume ? names.resume : names.checkpoint
  const releases: (() => void)[] = []
  const release = (): void => {
    for (const each of releases.splice(0)) each()
  }
  try {
    if (out !== undefined) releases.push(await lock(names.out, out, takeOver, names))
    if (checkpoint !== undefined) releases.push(await lock(flag, checkpoint, takeOver, names))
    return await work(release)
  } finally {
    release()
  }
}
