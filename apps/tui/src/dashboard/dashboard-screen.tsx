import { setTimeout as delay } from 'node:timers/promises'
import type { Key } from 'ink'
import type { Examine } from '../examination/examine.ts'
import type { FindEarlierRun } from '../history/earlier-run.ts'
import type { RunControls, RunEvent, Screen } from '../run/events.ts'
import { FullScreen } from '../terminal/full-screen.tsx'
import type { FullTerminal } from '../terminal/theme.ts'
import { exportView } from './export/export.tsx'
import { type Action, actionOf } from './keys.ts'
import { Session } from './session.ts'
import type { DashboardState } from './state.ts'
import { DashboardView, FEWEST_COLUMNS, FEWEST_ROWS } from './views/dashboard-view.tsx'

/** Milliseconds in which the training thread comes to stand still: some of its slices. */
const STANDSTILL = 50

/** Keys that leave a run alone. Arrows up and down, which change eta, are pressed for pages, too. */
const LOOKING: ReadonlySet<Action> = new Set<Action>([
  ...(['next-view', 'previous-view', 'page-on', 'page-back', 'eta-up', 'eta-down'] as const),
  ...(['toggle-help', 'examine', 'toggle-change', 'toggle-order', 'export', 'suspend'] as const),
])

export interface DashboardOptions extends RunControls, FullTerminal {
  /** Absolute path of the model: what is exported goes beside it. */
  readonly out: string
  readonly keepsCheckpoints: boolean
  /** Whether to leave as soon as the run is over, instead of waiting for a key. */
  readonly exit: boolean
  /** The terminal is gone. */
  readonly hangUp: () => void
  /** Finds the run that is shown beside this one. */
  readonly findEarlier: FindEarlierRun | undefined
  /** Examines the run; undefined of one that a program trains by itself. */
  readonly examine: Examine | undefined
  /** Commands for the next steps, once the run is over. */
  readonly nextSteps: (state: DashboardState) => readonly string[]
}

/**
 * The live dashboard: a screen of its own on the terminal, which is as it was when the dashboard is closed.
 */
export class DashboardScreen implements Screen {
  readonly #options: DashboardOptions
  readonly #session: Session
  readonly #screen: FullScreen
  /** Whether training stands still because the program was stopped. */
  #isStopped = false

  constructor(options: DashboardOptions) {
    this.#options = options
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
      examine: options.examine && this.#noting(options.examine),
      onChange: urgent => this.#screen.draw(urgent),
    })
    this.#screen = new FullScreen({
      ...options,
      view: surface => <DashboardView {...this.#view()} {...surface} />,
      onKey: this.#press,
      onGone: options.hangUp,
      onStop: this.#stop,
      onContinue: this.#continue,
    })
  }

  show(event: RunEvent): void {
    if (event.type === 'stopping' || event.type === 'failed') {
      this.#screen.leave()
      void this.#session.endExamination()
    }
    this.#session.onEvent(event)
  }

  /** Kept until the dashboard is left. */
  note(line: string): void {
    this.#screen.note(line)
  }

  /**
   * Stays until a key is pressed, unless it is to be left at once; then the terminal is as it was, with the
   * notes on standard error. An examination that goes on ends with it.
   */
  async close(): Promise<void> {
    await this.#screen.close()
    await this.#session.endExamination()
  }

  /** Keeps what an examination finds until the dashboard is left: from there a command can be copied. */
  #noting(examine: Examine): Examine {
    return (run, onNews) =>
      examine(run, news => {
        if (news.type === 'diagnosis')
          for (const line of [`Doctor: ${news.report.sentence}`, ...news.commands]) this.note(line)
        onNews(news)
      })
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

  readonly #press = (input: string, key: Key): void => {
    const action = actionOf(input, key)
    const isOver = this.#screen.isWaiting || this.#session.state.phase === 'over'
    if (isOver && !this.#looksAround(action)) this.#screen.leave()
    else if (action) this.#session.press(action)
  }

  /** Whether a key still means something when the run is over: any other then leaves. */
  #looksAround(action: Action | undefined): boolean {
    if (action === undefined) return false
    const { help, showsDoctor } = this.#session.state
    if (action === 'close') return help || showsDoctor
    return typeof action === 'object' || LOOKING.has(action)
  }

  #quit(signal: NodeJS.Signals | undefined): void {
    this.#screen.leave()
    this.#options.quit(signal)
  }

  #view() {
    const { state } = this.#session
    return { state, nextSteps: this.#options.nextSteps(state) }
  }

  /** The view, not smaller than it can be drawn. */
  #picture() {
    const { columns, rows } = this.#screen.surface
    return {
      ...this.#view(),
      columns: Math.max(columns, FEWEST_COLUMNS),
      rows: Math.max(rows, FEWEST_ROWS),
    }
  }
}
