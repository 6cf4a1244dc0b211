import { styleText } from 'node:util'
import { type Instance, render, useWindowSize } from 'ink'
import { createElement, type ReactNode } from 'react'
import type { Paint } from './bar-view.tsx'
import { isBehind, type Output, patiently } from './output.ts'

/** Far above the rate of updates: at the same rate, frames would be dropped. */
const MAX_FPS = 120
const SHOW_CURSOR = '\u001B[?25h'
const HIDE_CURSOR = '\u001B[?25l'

/** A view for a terminal of so many columns. */
export type View = (columns: number) => ReactNode

/** Picture that is drawn again and again on a terminal, as long as the terminal accepts output. */
export interface Frame {
  /**
   * @returns whether it was drawn: a terminal that is behind gets the newest view when it is asked to draw
   * again.
   */
  draw(view: View): boolean
  /** Makes room for what this program writes to the terminal, until it is drawn again. */
  clear(): void
  /** Draws a last view, and leaves the terminal as it was. */
  close(view: View): Promise<void>
}

/** A frame below what this program alone writes to a terminal. */
export class TailFrame implements Frame {
  readonly #instance: Instance
  readonly #terminal: Output
  readonly #forgetSuspension: () => void

  constructor(terminal: Output, view: View) {
    this.#terminal = terminal
    const options = { stdout: terminal, maxFps: MAX_FPS, interactive: true, patchConsole: false }
    this.#instance = render(createElement(Sized, { view }), options)
    this.#forgetSuspension = tidyWhenSuspended(
      () => {
        this.#instance.clear()
        terminal.write(SHOW_CURSOR)
      },
      () => terminal.write(HIDE_CURSOR),
    )
  }

  draw(view: View): boolean {
    if (isBehind(this.#terminal)) return false
    this.#instance.rerender(createElement(Sized, { view }))
    return true
  }

  clear(): void {
    this.#instance.clear()
  }

  async close(view: View): Promise<void> {
    this.#forgetSuspension()
    this.#instance.rerender(createElement(Sized, { view }))
    await patiently(this.#instance.waitUntilRenderFlush())
    this.#instance.clear()
    this.#instance.unmount()
    await patiently(this.#instance.waitUntilExit())
  }
}

function Sized({ view }: { readonly view: View }): ReactNode {
  return view(useWindowSize().columns)
}

/**
 * Colours for this terminal. Node's own styleText knows it, NO_COLOR and FORCE_COLOR; Ink's colours know
 * standard output only.
 */
export function paintFor(terminal: NodeJS.WritableStream): Paint {
  return (style, text) => styleText(style, text, { stream: terminal })
}

/**
 * Lets something be tidied before Ctrl-Z stops the process, and be as it was when the process goes on.
 * @returns what ends this.
 */
export function tidyWhenSuspended(tidy: () => void, restore: () => void): () => void {
  const suspend = (): void => {
    tidy()
    process.kill(process.pid, 'SIGSTOP')
  }
  const resume = (): void => {
    restore()
    // The terminal tells its size to who runs: whoever stood still asks for it.
    process.kill(process.pid, 'SIGWINCH')
  }
  process.on('SIGTSTP', suspend)
  process.on('SIGCONT', resume)
  return () => {
    process.off('SIGTSTP', suspend)
    process.off('SIGCONT', resume)
  }
}
