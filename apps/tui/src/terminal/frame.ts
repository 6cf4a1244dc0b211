import { styleText } from 'node:util'
import { type Instance, render } from 'ink'
import type { ReactNode } from 'react'
import type { Paint } from './bar-view.tsx'
import { tidyWhenSuspended } from './suspension.ts'

/** Far above the rate of updates: at the same rate, frames would be dropped. */
const MAX_FPS = 120

/** What is drawn again and again at the bottom of a terminal. */
export class Frame {
  readonly #instance: Instance
  readonly #forgetSuspension: () => void

  constructor(terminal: NodeJS.WritableStream, view: ReactNode) {
    const options = { stdout: terminal, maxFps: MAX_FPS, interactive: true, patchConsole: false }
    this.#instance = render(view, options)
    this.#forgetSuspension = tidyWhenSuspended(terminal, () => this.#instance.clear())
  }

  draw(view: ReactNode): void {
    this.#instance.rerender(view)
  }

  /** Makes room for what others write to the terminal, until it is drawn again. */
  clear(): void {
    this.#instance.clear()
  }

  /** Leaves the terminal as it was. */
  async close(): Promise<void> {
    this.#forgetSuspension()
    await this.#instance.waitUntilRenderFlush()
    this.#instance.clear()
    this.#instance.unmount()
    await this.#instance.waitUntilExit()
  }
}

/** Colours for this terminal. Node's own styleText knows it, NO_COLOR and FORCE_COLOR; Ink's colours know standard output only. */
export function paintFor(terminal: NodeJS.WritableStream): Paint {
  return (style, text) => styleText(style, text, { stream: terminal })
}
