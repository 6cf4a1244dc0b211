import type { Key } from 'ink'
import { FullScreen } from '../../terminal/full-screen.tsx'
import type { FullTerminal } from '../../terminal/theme.ts'
import type { StudyState } from '../study-state.ts'
import { initialLook, type Look, lookAfter, studyActionOf } from './look.ts'
import { StudyView, trialsOnScreen } from './study-view.tsx'

/** Milliseconds after which the clocks are drawn again. */
const TICK = 1000

/** A study, and what keys ask of the program. */
export interface StudyScreenOptions {
  /** The state, which takes each event before the screen is told of it. */
  readonly state: StudyState
  /** Whether to leave the screen as soon as the study is over, instead of waiting for a key. */
  readonly exit: boolean
  /** A key asks to end: with the signal that it stands for, if it stands for one. */
  readonly quit: (signal?: NodeJS.Signals) => void
  /** The terminal is gone. */
  readonly hangUp: () => void
}

/** A study on a screen of its own on the terminal, which is as it was when the screen is closed. */
export class LiveStudyScreen {
  readonly #options: StudyScreenOptions
  readonly #screen: FullScreen
  readonly #ticking: NodeJS.Timeout
  #look: Look = initialLook

  constructor(options: StudyScreenOptions & FullTerminal) {
    this.#options = options
    this.#screen = new FullScreen({
      ...options,
      view: surface => <StudyView study={options.state.snapshot()} look={this.#look} {...surface} />,
      onKey: this.#press,
      onGone: options.hangUp,
    })
    this.#ticking = setInterval(() => this.#screen.draw(false), TICK)
  }

  /** Shows an event that the state has taken. */
  show(): void {
    this.#screen.draw(false)
  }

  /** Shows another phase. A study that was asked to stop is left without waiting for a key. */
  refresh(): void {
    const { phase } = this.#options.state
    if (phase === 'stopping') this.#screen.leave()
    if (phase === 'over') this.#look = { ...this.#look, view: 'result', help: false }
    this.#screen.draw(true)
  }

  /** Tells something on standard error, when the screen is left. */
  note(line: string): void {
    this.#screen.note(line)
  }

  /** Waits for a key, unless it is to be left at once; then the terminal is as it was. */
  async close(): Promise<void> {
    await this.#screen.close()
    clearInterval(this.#ticking)
  }

  readonly #press = (input: string, key: Key): void => {
    const action = studyActionOf(input, key)
    if (action === undefined) return
    if (action === 'suspend') process.emit('SIGTSTP', 'SIGTSTP')
    else if (action === 'quit' || action === 'interrupt')
      this.#quit(action === 'interrupt' ? 'SIGINT' : undefined)
    else {
      const study = this.#options.state.snapshot()
      const look = lookAfter(
        this.#look,
        action,
        study,
        trialsOnScreen({ study, look: this.#look, ...this.#screen.surface }),
      )
      if (look === this.#look) return
      this.#look = look
      this.#screen.draw(true)
    }
  }

  #quit(signal: NodeJS.Signals | undefined): void {
    const isOver = this.#screen.isWaiting || this.#options.state.phase === 'over'
    this.#screen.leave()
    if (!isOver) this.#options.quit(signal)
  }
}
