import type { ProgressEvent } from '@gradus/core'
import { Text } from 'ink'
import type { ReactNode } from 'react'
import { BarView, type Paint } from '../terminal/bar-view.tsx'
import { BottomFrame } from '../terminal/bottom-frame.ts'
import { type Frame, paintFor, TailFrame, type View } from '../terminal/frame.ts'
import type { Output } from '../terminal/output.ts'
import { type Glyphs, glyphsFor } from '../terminal/progress-bar.ts'
import type { ExperimentName } from './experiments.ts'
import type { ReplicationScreen, ReplicationScreenEvent } from './messages.ts'
import { experimentOf } from './page.ts'

/** A progress bar on a terminal, below the reports if they are shown there too. */
export class LiveScreen implements ReplicationScreen {
  readonly #output: NodeJS.WritableStream
  readonly #glyphs: Glyphs
  readonly #paint: Paint
  readonly #frame: Frame
  #state: ReplicationState

  /**
   * @param terminal the stream to draw on. @param output the stream for the reports, which may be the same.
   */
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

/** State that the view of a replication shows. */
export interface ReplicationState {
  readonly names: readonly ExperimentName[]
  readonly phase: 'loading' | 'training' | 'stopping' | 'over'
  /** The experiment that runs. */
  readonly name: ExperimentName | undefined
  /** Its latest. */
  readonly progress: ProgressEvent | undefined
}

export function initialStateOf(names: readonly ExperimentName[]): ReplicationState {
  return { names, phase: 'loading', name: undefined, progress: undefined }
}

/** The state after an event. */
export function reduce(state: ReplicationState, event: ReplicationScreenEvent): ReplicationState {
  switch (event.type) {
    case 'begun': {
      const phase = state.phase === 'loading' ? 'training' : state.phase
      return { ...state, phase, name: event.name, progress: undefined }
    }
    case 'progress':
      return { ...state, progress: event }
    case 'stopping':
      return { ...state, phase: 'stopping' }
    case 'failed':
      return { ...state, phase: 'over' }
    default:
      return state
  }
}

interface ReplicationViewProps {
  readonly state: ReplicationState
  readonly glyphs: Glyphs
  readonly paint: Paint
  readonly columns: number
}

/**
 * At the bottom of a terminal, below an empty line, the experiment that runs, with a bar of two lines; a few
 * words before and after.
 */
export function ReplicationView({
  state: { names, phase, name, progress },
  glyphs,
  paint,
  columns,
}: ReplicationViewProps): ReactNode {
  const say = (words: string): ReactNode => <Text wrap="truncate">{paint('dim', words)}</Text>
  if (phase === 'over') return null
  if (phase === 'stopping') return say('Stopping; Ctrl-C again quits at once')
  if (name === undefined) return say('Loading MNIST')
  const { sizes, eta } = experimentOf(name)
  const which = `Experiment ${names.indexOf(name) + 1} of ${names.length}, ${name}: ${sizes.join('-')}, eta ${eta}`
  return (
    <>
      <Text> </Text>
      <Text wrap="truncate">{which}</Text>
      {progress ? (
        <BarView progress={progress} glyphs={glyphs} paint={paint} columns={columns} />
      ) : (
        say('Starting')
      )}
    </>
  )
}
