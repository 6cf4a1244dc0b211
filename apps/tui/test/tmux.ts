import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CLI } from './gradus.ts'

const run = promisify(execFile)

/** Milliseconds after which a screen is not expected any more: far more than a busy machine needs. */
export const PATIENCE = 240_000

/** A real terminal, as tmux gives it, with a shell in it. */
export class Terminal {
  readonly #socket = `gradus-${randomUUID()}`
  readonly #cwd: string

  private constructor(cwd: string) {
    this.#cwd = cwd
  }

  static async open(cwd: string, columns: number, rows: number): Promise<Terminal> {
    const terminal = new Terminal(cwd)
    const size = ['-x', String(columns), '-y', String(rows)]
    const shell = `env -u CI -u FORCE_COLOR -u NO_COLOR LANG=C.UTF-8 XDG_STATE_HOME='${join(cwd, 'state')}' PS1='$ ' bash --norc`
    await terminal.#tmux('-f', '/dev/null', 'new-session', '-d', '-c', cwd, ...size, shell)
    await terminal.until(screen => screen.includes('$'))
    return terminal
  }

  /**
   * Types a command line with `gradus` in it, and then prints its exit code as `code=N`. What the screen
   * showed before is gone at once, whenever the shell gets to read the line: it says nothing of this command.
   */
  async run(before: string, args: readonly string[], after = ''): Promise<void> {
    const command = `clear; ${before} ${process.execPath} ${CLI} ${args.join(' ')} ${after}; echo code=$?`
    await this.#tmux('send-keys', '-R')
    await this.#tmux('send-keys', '-l', command)
    await this.press('Enter')
  }

  async press(...keys: string[]): Promise<void> {
    await this.#tmux('send-keys', ...keys)
  }

  /** Visible screen; with `colours` it includes their escape codes. */
  async screen(colours = false): Promise<string> {
    return (await this.#tmux('capture-pane', '-p', ...(colours ? ['-e'] : []))).trimEnd()
  }

  /** The visible screen, below what has scrolled out of it. */
  async history(): Promise<string> {
    return (await this.#tmux('capture-pane', '-p', '-S', '-')).trimEnd()
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux('resize-window', '-x', String(columns), '-y', String(rows))
  }

  /**
   * Whether it shows the screen that programs get for themselves, instead of the one with the shell's
   * history.
   */
  async showsAlternateScreen(): Promise<boolean> {
    return (await this.#tmux('display-message', '-p', '#{alternate_on}')).trim() === '1'
  }

  async cursorIsVisible(): Promise<boolean> {
    return (await this.#tmux('display-message', '-p', '#{cursor_flag}')).trim() === '1'
  }

  /** The last row that scrolls, from 0 on. */
  async lastScrollingRow(): Promise<number> {
    return Number(await this.#tmux('display-message', '-p', '#{scroll_region_lower}'))
  }

  /** The first screen of which this is true. */
  async until(isReached: (screen: string) => boolean, colours = false): Promise<string> {
    const deadline = Date.now() + PATIENCE
    for (;;) {
      const screen = await this.screen(colours)
      if (isReached(screen)) return screen
      if (Date.now() > deadline) throw new Error(`expected another screen than this:\n${screen}`)
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }

  /** The first screen that stays as it is for so many milliseconds. */
  async untilStill(milliseconds: number): Promise<string> {
    const deadline = Date.now() + PATIENCE
    for (let before = await this.screen(); ; ) {
      await new Promise(resolve => setTimeout(resolve, milliseconds))
      const screen = await this.screen()
      if (screen === before) return screen
      if (Date.now() > deadline)
        throw new Error(`expected a screen that stands still, but it became:\n${screen}`)
      before = screen
    }
  }

  async close(): Promise<void> {
    await this.#tmux('kill-server')
  }

  async #tmux(...args: string[]): Promise<string> {
    return (await run('tmux', ['-L', this.#socket, ...args], { cwd: this.#cwd })).stdout
  }
}
