import { styleText } from 'node:util'
import { type Instance, render } from 'ink'
import { type Glyphs, glyphsFor } from './progress-bar.ts'
import type { Screen, ScreenEvent, Transcript } from './screen.ts'
import { tidyWhenSuspended } from './suspension.ts'
import { initialState, reduce, type TrainState } from './train-state.ts'
import { type Paint, TrainView } from './train-view.tsx'

/** Far above the rate of updates: at the same rate, frames would be dropped. */
const MAX_FPS = 120

/** A progress bar on a terminal, below the transcript if that is shown there too. */
export class LiveScreen implements Screen {
  readonly #transcript: Transcript
  /** Where the transcript goes when the terminal does not show it. */
  readonly #pipe: NodeJS.WritableStream | undefined
  readonly #instance: Instance
  readonly #glyphs: Glyphs
  readonly #paint: Paint
  readonly #forgetSuspension: () => void
  #state: TrainState = initialState

  /** @param terminal the stream to draw on. @param pipe the stream for the transcript, if that is another one. */
  constructor(
    terminal: NodeJS.WritableStream,
    pipe: NodeJS.WritableStream | undefined,
    transcript: Transcript,
  ) {
    this.#transcript = transcript
    this.#pipe = pipe
    this.#glyphs = glyphsFor(process.env, process.platform)
    // Node's own styleText knows this stream, NO_COLOR and FORCE_COLOR; Ink's colours know standard output only.
    this.#paint = (style, text) => styleText(style, text, { stream: terminal })
    const options = { stdout: terminal, maxFps: MAX_FPS, interactive: true, patchConsole: false }
    this.#instance = render(this.#view(), options)
    this.#forgetSuspension = tidyWhenSuspended(terminal, () => this.#instance.clear())
  }

  show(event: ScreenEvent): void {
    this.#state = reduce(this.#state, event)
    const line = this.#transcript(event)
    if (line !== undefined && this.#pipe) {
      // The next event draws the bar again: who reads the pipe may write to this very terminal (`| tee log`).
      this.#instance.clear()
      this.#pipe.write(`${line}\n`)
      return
    }
    if (line !== undefined) this.#state = { ...this.#state, lines: [...this.#state.lines, line] }
    this.#instance.rerender(this.#view())
  }

  note(line: string): void {
    this.#instance.clear()
    process.stderr.write(`${line}\n`)
    this.#instance.rerender(this.#view())
  }

  async close(): Promise<void> {
    this.#forgetSuspension()
    await this.#instance.waitUntilRenderFlush()
    this.#instance.clear()
    this.#instance.unmount()
    await this.#instance.waitUntilExit()
  }

  #view() {
    return <TrainView state={this.#state} glyphs={this.#glyphs} paint={this.#paint} />
  }
}
