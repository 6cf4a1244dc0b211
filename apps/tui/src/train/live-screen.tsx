import type { Screen, ScreenEvent, Transcript } from '../run/screen.ts'
import type { Paint } from '../terminal/bar-view.tsx'
import { Frame, paintFor } from '../terminal/frame.ts'
import { tell } from '../terminal/output.ts'
import { type Glyphs, glyphsFor } from '../terminal/progress-bar.ts'
import { initialState, reduce, type TrainState } from './train-state.ts'
import { TrainView } from './train-view.tsx'

/** Milliseconds that who reads the pipe gets to write a line to this very terminal (`| tee log`), before the bar is drawn again. */
const HOLD = 60

/** A progress bar on a terminal, below the transcript if that is shown there too. */
export class LiveScreen implements Screen {
  readonly #transcript: Transcript
  /** Where the transcript goes when the terminal does not show it. */
  readonly #pipe: NodeJS.WritableStream | undefined
  readonly #frame: Frame
  readonly #glyphs: Glyphs
  readonly #paint: Paint
  #state: TrainState = initialState
  #heldUntil = 0

  /** @param terminal the stream to draw on. @param pipe the stream for the transcript, if that is another one. */
  constructor(
    terminal: NodeJS.WritableStream,
    pipe: NodeJS.WritableStream | undefined,
    transcript: Transcript,
  ) {
    this.#transcript = transcript
    this.#pipe = pipe
    this.#glyphs = glyphsFor(process.env, process.platform)
    this.#paint = paintFor(terminal)
    this.#frame = new Frame(terminal, this.#view())
  }

  show(event: ScreenEvent): void {
    this.#state = reduce(this.#state, event)
    const line = this.#transcript(event)
    if (line !== undefined && this.#pipe) {
      this.#frame.clear()
      this.#pipe.write(`${line}\n`)
      this.#heldUntil = performance.now() + HOLD
    }
    if (performance.now() < this.#heldUntil) return
    if (line !== undefined && !this.#pipe)
      this.#state = { ...this.#state, lines: [...this.#state.lines, line] }
    this.#frame.draw(this.#view())
  }

  note(line: string): void {
    this.#frame.clear()
    tell(line)
    this.#frame.draw(this.#view())
  }

  close(): Promise<void> {
    return this.#frame.close()
  }

  #view() {
    return <TrainView state={this.#state} glyphs={this.#glyphs} paint={this.#paint} />
  }
}
