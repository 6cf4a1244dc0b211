import { type Instance, type Key, render, useApp, useInput, usePaste, useWindowSize } from 'ink'
import { type ReactNode, useEffect } from 'react'
import { GROUND_QUERY, groundOfAnswer } from './ground.ts'
import { Keyboard } from './keyboard.ts'
import { isBehind, patiently, tell } from './output.ts'
import { type FullTerminal, type Theme, themeFor } from './theme.ts'

/** Milliseconds between two frames, unless a key was pressed: at the least, and at the most. */
const FRAME = 100
const LONGEST_FRAME = 500
/**
 * Upper bound on the share of wall time spent drawing, which slows training through shared caches or the
 * core.
 */
const LARGEST_SHARE = 0.05
/** Far above the rate of frames: at the same rate, Ink would drop some. */
const MAX_FPS = 120

/** Colours and size of a frame. */
export interface Surface {
  readonly theme: Theme
  readonly columns: number
  readonly rows: number
}

/** Contents of a screen, and what it is told. */
export interface FullScreenOptions extends FullTerminal {
  /** Whether `close` waits for no key. */
  readonly exit: boolean
  readonly view: (surface: Surface) => ReactNode
  /** Called with each key, one character at a time. */
  readonly onKey: (input: string, key: Key) => void
  /** The terminal is gone. */
  readonly onGone: () => void
  /** Called before the program is stopped, which waits for it, and when it goes on. */
  readonly onStop?: () => Promise<void>
  readonly onContinue?: () => void
}

/**
 * A screen of its own on the terminal, which is as it was when the screen is closed. It is drawn again when it is
 * told to, as often as the terminal takes it and a twentieth of the time allows.
 */
export class FullScreen {
  readonly #options: FullScreenOptions
  #theme: Theme
  readonly #keyboard: Keyboard
  readonly #instance: Instance
  readonly #notes: string[] = []
  #timer: NodeJS.Timeout | undefined
  #interval = FRAME
  /** Whether the screen is to be left without waiting for a key. */
  #leaves: boolean
  #leave: (() => void) | undefined
  #isClosed = false

  constructor(options: FullScreenOptions) {
    this.#options = options
    this.#theme = options.theme
    this.#leaves = options.exit
    this.#keyboard = new Keyboard(
      options.stdin,
      () => {
        this.leave()
        options.onGone()
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

  /** Colours and size of the next frame. */
  get surface(): Surface {
    const { columns, rows } = this.#options.stdout
    return { theme: this.#theme, columns, rows }
  }

  /** Whether all that is left to do is to wait for a key. */
  get isWaiting(): boolean {
    return this.#leave !== undefined
  }

  /** There is something new to show. @param urgent whether a person waits for it */
  draw(urgent: boolean): void {
    if (this.#isClosed) return
    if (urgent) {
      clearTimeout(this.#timer)
      this.#draw()
    } else this.#timer ??= setTimeout(() => this.#draw(), this.#interval)
  }

  /** Kept until the screen is left. */
  note(line: string): void {
    this.#notes.push(line)
  }

  /** Ends the waiting for a key, or that there will be any. */
  leave(): void {
    this.#leaves = true
    this.#leave?.()
  }

  /**
   * Stays until it is left; then the terminal is as it was, with the notes on standard error.
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
    this.draw(true)
  }

  /** Keys that are pressed quickly come as one text. */
  readonly #press = (input: string, key: Key): void => {
    const characters = input.length > 1 ? [...input] : [input]
    for (const character of characters) this.#options.onKey(character, key)
  }

  readonly #stop = async (): Promise<void> => this.#options.onStop?.()

  readonly #continue = (): void => this.#options.onContinue?.()

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

  #root(): ReactNode {
    const theme = this.#theme
    const view = (columns: number, rows: number) => this.#options.view({ theme, columns, rows })
    return <Root view={view} onKey={this.#press} onStop={this.#stop} onContinue={this.#continue} />
  }
}

interface RootProps {
  readonly view: (columns: number, rows: number) => ReactNode
  readonly onKey: (input: string, key: Key) => void
  /** Called before the program is stopped, which waits for it, and when it goes on. */
  readonly onStop: () => Promise<void>
  readonly onContinue: () => void
}

/**
 * A view at the terminal's size, its keys, and what stopping the program (Ctrl-Z) and going on do to the
 * terminal.
 */
export function Root({ view, onKey, onStop, onContinue }: RootProps): ReactNode {
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
  return view(columns, rows)
}
