import { setTimeout as delay } from 'node:timers/promises'
import type { Screen, ScreenEvent, Transcript } from '../run/screen.ts'
import type { Paint } from '../terminal/bar-view.tsx'
import { BottomFrame } from '../terminal/bottom-frame.ts'
import { type Frame, paintFor, TailFrame, type View } from '../terminal/frame.ts'
import { type Output, tell } from '../terminal/output.ts'
import { type Glyphs, glyphsFor } from '../terminal/progress-bar.ts'
import { initialState, reduce, type TrainState } from './train-state.ts'
import { TrainView } from './train-view.tsx'

/** Milliseconds that who reads the pipe gets to write the last lines to this very terminal (`| tee log`), before the end is told there. */
const HOLD = 60
/** Lines that are kept for a terminal that takes none. */
const MOST_LINES = 1000

/** A progress bar on a terminal, below the transcript if that is shown there too. */
export class LiveScreen implements Screen {
  readonly #transcript: Transcript
  /** Where the transcript goes when the terminal does not show it. */
  readonly #pipe: NodeJS.WritableStream | undefined
  readonly #frame: Frame
  readonly #glyphs: Glyphs
  readonly #paint: Paint
  #state: TrainState = initialState

  /** @param terminal the stream to draw on. @param pipe the stream for the transcript, if that is another one. */
  constructor(terminal: Output, pipe: NodeJS.WritableStream | undefined, transcript: Transcript) {
    this.#transcript = transcript
    this.#pipe = pipe
    this.#glyphs = glyphsFor(process.env, process.platform)
    this.#paint = paintFor(terminal)
    this.#frame = new (pipe ? BottomFrame : TailFrame)(terminal, this.#view())
  }

  show(event: ScreenEvent): void {
    this.#state = reduce(this.#state, event)
    const line = this.#transcript(event)
    if (line !== undefined && this.#pipe) this.#pipe.write(`${line}\n`)
    else if (line !== undefined) this.#add(line)
    this.#draw()
  }

  note(line: string): void {
    this.#frame.clear()
    tell(line)
    this.#draw()
  }

  async close(): Promise<void> {
    if (this.#pipe) await delay(HOLD)
    await this.#frame.close(this.#view())
  }

  #add(line: string): void {
    const { lines } = this.#state
    this.#state = { ...this.#state, lines: [...lines.slice(-MOST_LINES + 1), line] }
  }

  #draw(): void {
    if (!this.#frame.draw(this.#view()) || this.#state.lines.length === 0) return
    const { batch } = this.#state
    this.#state = { ...this.#state, lines: [], batch: batch + 1 }
  }

  #view(): View {
    const part = { state: this.#state, glyphs: this.#glyphs, paint: this.#paint }
    return columns => <TrainView {...part} columns={columns} />
  }
}
