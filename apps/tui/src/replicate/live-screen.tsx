import type { ExperimentName } from '@gradus/fixtures/transcripts'
import type { Paint } from '../terminal/bar-view.tsx'
import { BottomFrame } from '../terminal/bottom-frame.ts'
import { type Frame, paintFor, TailFrame, type View } from '../terminal/frame.ts'
import type { Output } from '../terminal/output.ts'
import { type Glyphs, glyphsFor } from '../terminal/progress-bar.ts'
import { ReplicationView } from './replication-view.tsx'
import type { ReplicationScreen, ReplicationScreenEvent } from './screen.ts'
import { initialStateOf, type ReplicationState, reduce } from './state.ts'

/** A progress bar on a terminal, below the reports if they are shown there too. */
export class LiveScreen implements ReplicationScreen {
  readonly #output: NodeJS.WritableStream
  readonly #glyphs: Glyphs
  readonly #paint: Paint
  readonly #frame: Frame
  #state: ReplicationState

  /** @param terminal the stream to draw on. @param output the stream for the reports, which may be the same. */
  constructor(terminal: Output, output: NodeJS.WritableStream, names: readonly ExperimentName[]) {
    this.#output = output
    this.#glyphs = glyphsFor(process.env, process.platform)
    this.#paint = paintFor(terminal)
    this.#state = initialStateOf(names)
    this.#frame = new (output === terminal ? TailFrame : BottomFrame)(terminal, this.#view())
  }

  show(event: ReplicationScreenEvent): void {
    this.#state = reduce(this.#state, event)
    this.#frame.draw(this.#view())
  }

  print(text: string): void {
    this.#frame.clear()
    this.#output.write(text)
  }

  close(): Promise<void> {
    return this.#frame.close(this.#view())
  }

  #view(): View {
    const part = { state: this.#state, glyphs: this.#glyphs, paint: this.#paint }
    return columns => <ReplicationView {...part} columns={columns - 1} />
  }
}
