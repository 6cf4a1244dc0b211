import { setTimeout as delay } from 'node:timers/promises'
import { Static, Text } from 'ink'
import type { ReactNode } from 'react'
import { loadingText } from '../run/data.ts'
import type { RunEvent, Screen, Transcript } from '../run/events.ts'
import { initialRun, type RunState, runAfter } from '../run/run-state.ts'
import { BarView, type Paint } from '../terminal/bar-view.tsx'
import { BottomFrame } from '../terminal/bottom-frame.ts'
import { type Frame, paintFor, TailFrame, type View } from '../terminal/frame.ts'
import { type Output, tell } from '../terminal/output.ts'
import { type Glyphs, glyphsFor } from '../terminal/progress-bar.ts'

/**
 * Milliseconds that who reads the pipe gets to write the last lines to this very terminal (`| tee log`),
 * before the end is told there.
 */
const HOLD = 60
/** Lines that are kept for a terminal that takes none. */
const MOST_LINES = 1000

/** A progress bar on a terminal, below the transcript if that is shown there too. */
export class LiveScreen implements Screen {
  readonly #transcript: Transcript
  /** Stream of the transcript where the terminal does not show it. */
  readonly #pipe: NodeJS.WritableStream | undefined
  readonly #frame: Frame
  readonly #glyphs: Glyphs
  readonly #paint: Paint
  #state: TrainState = initialState

  /**
   * @param terminal the stream to draw on. @param pipe the stream for the transcript, if that is another one.
   */
  constructor(terminal: Output, pipe: NodeJS.WritableStream | undefined, transcript: Transcript) {
    this.#transcript = transcript
    this.#pipe = pipe
    this.#glyphs = glyphsFor(process.env, process.platform)
    this.#paint = paintFor(terminal)
    this.#frame = new (pipe ? BottomFrame : TailFrame)(terminal, this.#view())
  }

  show(event: RunEvent): void {
    this.#state = runAfter(this.#state, event)
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

/** State that the view of a run shows. */
export interface TrainState extends RunState {
  /** Lines that are new, and stay on the screen. */
  readonly lines: readonly string[]
  /** Number of these among all that were. */
  readonly batch: number
}

export const initialState: TrainState = { ...initialRun, lines: [], batch: 0 }

interface TrainViewProps {
  readonly state: TrainState
  readonly glyphs: Glyphs
  readonly paint: Paint
  readonly columns: number
}

const PHASE_TEXTS = {
  loading: 'Loading the data',
  training: 'Starting',
  paused: 'Paused',
  stopping: 'Stopping; Ctrl-C again quits at once, without saving',
  saving: 'Saving the model',
} as const

/** A run on a terminal: the transcript, and below it what is going on until the run is over. */
export function TrainView({ state, glyphs, paint, columns }: TrainViewProps): ReactNode {
  return (
    <>
      <Static key={state.batch} items={[...state.lines]}>
        {line => <Text key={line}>{line}</Text>}
      </Static>
      <Activity state={state} glyphs={glyphs} paint={paint} columns={columns - 1} />
    </>
  )
}

/** Two lines with a bar while training; a few words before and after; nothing in the end. */
export function Activity({ state, glyphs, paint, columns }: TrainViewProps): ReactNode {
  const { phase, loading, progress } = state
  if (phase === 'over') return null
  if (phase !== 'training' || !progress) {
    const share = phase === 'loading' && loading ? `: ${loadingText(loading)}` : ''
    return <Text wrap="truncate">{paint('dim', `${PHASE_TEXTS[phase]}${share}`)}</Text>
  }
  return <BarView progress={progress} glyphs={glyphs} paint={paint} columns={columns} />
}
