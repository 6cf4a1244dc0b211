import { setTimeout as delay } from 'node:timers/promises'
import { type Instance, type Key, render, useApp, useInput, usePaste, useWindowSize } from 'ink'
import { type ReactNode, useEffect } from 'react'
import type { FindEarlierRun } from '../history/earlier-run.ts'
import type { RunControls, RunEvent, Screen } from '../run/events.ts'
import { GROUND_QUERY, groundOfAnswer } from '../terminal/ground.ts'
import { isBehind, patiently, tell } from '../terminal/output.ts'
import { type Theme, themeFor } from '../terminal/theme.ts'
import { exportView } from './export/export.tsx'
import { Keyboard } from './keyboard.ts'
import { type Action, actionOf } from './keys.ts'
import { Session } from './session.ts'
import type { DashboardState } from './state.ts'
import { DashboardView, FEWEST_COLUMNS, FEWEST_ROWS } from './views/dashboard-view.tsx'

/** Milliseconds between two frames, unless a key was pressed: at the least, and at the most. */
const FRAME = 100
const LONGEST_FRAME = 500
/**
 * Upper bound on the share of wall time spent drawing, which slows training through shared caches or the
 * core.
 */
const LARGEST_SHARE = 0.05
/** Milliseconds in which the training thread comes to stand still: some of its slices. */
const STANDSTILL = 50
/** Far above the rate of frames: at the same rate, Ink would drop some. */
const MAX_FPS = 120

/** Keys that leave a run alone. Arrows up and down, which change eta, are pressed for pages, too. */
const LOOKING: ReadonlySet<Action> = new Set<Action>([
  ...(['next-view', 'previous-view', 'page-on', 'page-back', 'eta-up', 'eta-down'] as const),
  ...(['toggle-help', 'toggle-change', 'toggle-order', 'export', 'suspend'] as const),
])

export interface DashboardOptions extends RunControls {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly theme: Theme
  /** Whether the terminal is asked for the ground of its text. */
  readonly asksForGround: boolean
  /** Absolute path of the model: what is exported goes beside it. */
  readonly out: string
  readonly keepsCheckpoints: boolean
  /** Whether to leave as soon as the run is over, instead of waiting for a key. */
  readonly exit: boolean
  /** The terminal is gone. */
  readonly hangUp: () => void
  /** Finds the run that is shown beside this one. */
  readonly findEarlier: FindEarlierRun | undefined
  /** Commands for the next steps, once the run is over. */
  readonly nextSteps: (state: DashboardState) => readonly string[]
}

/**
 * The live dashboard: a screen of its own on the terminal, which is as it was when the dashboard is closed.
 */
export class DashboardScreen implements Screen {
  readonly #options: DashboardOptions
  #theme: Theme
  readonly #session: Session
  readonly #keyboard: Keyboard
  readonly #instance: Instance
  readonly #notes: string[] = []
  #timer: NodeJS.Timeout | undefined
  #interval = FRAME
  /** Whether training stands still because the program was stopped. */
  #isStopped = false
  /** Whether the dashboard is to be left without waiting for a key. */
  #leaves: boolean
  #leave: (() => void) | undefined
  #isClosed = false

  constructor(options: DashboardOptions) {
    this.#options = options
    this.#theme = options.theme
    this.#leaves = options.exit
    this.#session = new Session({
      controls: {
        post: options.post,
        quit: signal => this.#quit(signal),
        suspend: () => process.emit('SIGTSTP', 'SIGTSTP'),
        export: async state => {
          const told = await exportView({ ...this.#picture(), state, out: options.out })
          this.note(told)
          return told
        },
      },
      theme: options.theme,
      keepsCheckpoints: options.keepsCheckpoints,
      findEarlier: options.findEarlier,
      onChange: urgent => this.#schedule(urgent),
    })
    this.#keyboard = new Keyboard(
      options.stdin,
      () => {
        this.#goWithoutKey()
        options.hangUp()
      },
      options.asksForGround ? () => options.stdout.write(GROUND_QUERY) : undefined,
      answer => this.#onAnswer(answer),
    )
    this.#instance = render(this.#root(), {
      stdout: options.stdout,
      stdin: this.#keyboard,
      alternateScreen: true,
      exitOnCtrlC: false,
      patchConsole: false,
      interactive: true,
      maxFps: MAX_FPS,
    })
  }

  show(event: RunEvent): void {
    if (event.type === 'stopping' || event.type === 'failed') this.#goWithoutKey()
    this.#session.onEvent(event)
  }

  /** Kept until the dashboard is left. */
  note(line: string): void {
    this.#notes.push(line)
  }

  /**
   * Stays until a key is pressed, unless it is to be left at once; then the terminal is as it was, with the
   * notes on standard error.
   */
  async close(): Promise<void> {
    if (!this.#leaves) {
      await new Promise<void>(resolve => {
        this.#leave = resolve
      })
    }
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#keyboard.settled()
    await patiently(this.#instance.waitUntilRenderFlush())
    this.#instance.unmount()
    await patiently(this.#instance.waitUntilExit())
    this.#keyboard.destroy()
    for (const line of this.#notes) tell(line)
  }

  #onAnswer(answer: string): void {
    const ground = groundOfAnswer(answer)
    if (ground === undefined || ground === this.#theme.ground) return
    this.#theme = themeFor({ ...this.#theme, ground })
    this.#schedule(true)
  }

  /** Time in which the program is stopped is no time of training. */
  readonly #stop = async (): Promise<void> => {
    this.#isStopped = this.#session.state.phase === 'training'
    if (!this.#isStopped) return
    this.#options.post({ type: 'pause' })
    await delay(STANDSTILL)
  }

  readonly #continue = (): void => {
    // Somebody may have paused it just before it was stopped.
    if (this.#isStopped && this.#session.state.phase === 'training') this.#options.post({ type: 'resume' })
  }

  /** Keys that are pressed quickly come as one text. */
  readonly #press = (input: string, key: Key): void => {
    const characters = input.length > 1 ? [...input] : [input]
    for (const character of characters) {
      const action = actionOf(character, key)
      if ((this.#leave || this.#session.state.phase === 'over') && !this.#looksAround(action))
        this.#goWithoutKey()
      else if (action) this.#session.press(action)
    }
  }

  /** Whether a key still means something when the run is over: any other then leaves. */
  #looksAround(action: Action | undefined): boolean {
    if (action === undefined) return false
    if (action === 'close-help') return this.#session.state.help
    return typeof action === 'object' || LOOKING.has(action)
  }

  #goWithoutKey(): void {
    this.#leaves = true
    this.#leave?.()
  }

  #quit(signal: NodeJS.Signals | undefined): void {
    this.#goWithoutKey()
    this.#options.quit(signal)
  }

  #schedule(urgent: boolean): void {
    if (this.#isClosed) return
    if (urgent) {
      clearTimeout(this.#timer)
      this.#draw()
    } else this.#timer ??= setTimeout(() => this.#draw(), this.#interval)
  }

  #draw(): void {
    this.#timer = undefined
    if (isBehind(this.#options.stdout)) {
      this.#timer = setTimeout(() => this.#draw(), LONGEST_FRAME)
      return
    }
    const start = performance.now()
    this.#instance.rerender(this.#root())
    const took = performance.now() - start
    this.#interval = Math.min(Math.max(FRAME, took / LARGEST_SHARE), LONGEST_FRAME)
  }

  #view() {
    const { nextSteps, stdout } = this.#options
    const theme = this.#theme
    const { state } = this.#session
    const { columns, rows } = stdout
    return { state, theme, nextSteps: nextSteps(state), columns, rows }
  }

  /** The view, not smaller than it can be drawn. */
  #picture() {
    const { columns, rows, ...view } = this.#view()
    return { ...view, columns: Math.max(columns, FEWEST_COLUMNS), rows: Math.max(rows, FEWEST_ROWS) }
  }

  #root(): ReactNode {
    const { state, theme, nextSteps } = this.#view()
    const handlers = { onKey: this.#press, onStop: this.#stop, onContinue: this.#continue }
    return <Root state={state} theme={theme} nextSteps={nextSteps} {...handlers} />
  }
}

interface RootProps {
  readonly state: DashboardState
  readonly theme: Theme
  readonly nextSteps: readonly string[]
  readonly onKey: (input: string, key: Key) => void
  /** Called before the program is stopped, which waits for it, and when it goes on. */
  readonly onStop: () => Promise<void>
  readonly onContinue: () => void
}

/**
 * The view at the terminal's size, its keys, and what stopping the program (Ctrl-Z) and going on do to the
 * terminal.
 */
export function Root({ state, theme, nextSteps, onKey, onStop, onContinue }: RootProps): ReactNode {
  const { suspendTerminal } = useApp()
  const { columns, rows } = useWindowSize()
  useInput(onKey)
  // Has the terminal mark what is pasted; the keyboard passes over it.
  usePaste(() => undefined)
  useEffect(() => {
    let isStopping = false
    const suspend = async (): Promise<void> => {
      if (isStopping) return
      isStopping = true
      await onStop()
      await suspendTerminal(() => {
        // The whole job, as Ctrl-Z does elsewhere: wrappers such as npx too, but not before the terminal is
        // as it was. Without the listener it stops this process as well.
        process.off('SIGTSTP', suspend)
        process.kill(0, 'SIGTSTP')
        process.on('SIGTSTP', suspend)
        // The terminal tells its size to who runs: whoever stood still asks for it.
        process.kill(process.pid, 'SIGWINCH')
      })
      isStopping = false
      onContinue()
    }
    process.on('SIGTSTP', suspend)
    return () => {
      process.off('SIGTSTP', suspend)
    }
  }, [suspendTerminal, onStop, onContinue])
  return <DashboardView state={state} theme={theme} columns={columns} rows={rows} nextSteps={nextSteps} />
}
