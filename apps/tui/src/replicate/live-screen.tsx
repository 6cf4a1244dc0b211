import { Text } from 'ink'
import type { ReactNode } from 'react'
import { BarView, type Paint } from '../terminal/bar-view.tsx'
import { BottomFrame } from '../terminal/bottom-frame.ts'
import { type Frame, paintFor, TailFrame, type View } from '../terminal/frame.ts'
import type { Output } from '../terminal/output.ts'
import { type Glyphs, glyphsFor } from '../terminal/progress-bar.ts'
import type { ExperimentName } from './experiments.ts'
import {
  initialReplication,
  type ReplicationScreen,
  type ReplicationScreenEvent,
  type ReplicationState,
  replicationAfter,
} from './messages.ts'
import { experimentOf } from './page.ts'

/** A progress bar on a terminal, below the reports if they are shown there too. */
export class LiveScreen implements ReplicationScreen {
  readonly #output: NodeJS.WritableStream
  readonly #glyphs: Glyphs
  readonly #paint: Paint
  readonly #frame: Frame
  readonly #names: readonly ExperimentName[]
  #state = initialReplication

  /**
   * @param terminal the stream to draw on. @param output the stream for the reports, which may be the same.
   */
  constructor(terminal: Output, output: NodeJS.WritableStream, names: readonly ExperimentName[]) {
    this.#output = output
    this.#glyphs = glyphsFor(process.env, process.platform)
    this.#paint = paintFor(terminal)
    this.#names = names
    this.#frame = new (output === terminal ? TailFrame : BottomFrame)(terminal, this.#view())
  }

  show(event: ReplicationScreenEvent): void {
    this.#state = replicationAfter(this.#state, event)
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
    const part = { names: this.#names, state: this.#state, glyphs: this.#glyphs, paint: this.#paint }
    return columns => <ReplicationView {...part} columns={columns - 1} />
  }
}

interface ReplicationViewProps {
  readonly names: readonly ExperimentName[]
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
  names,
  state: { name, run },
  glyphs,
  paint,
  columns,
}: ReplicationViewProps): ReactNode {
  const say = (words: string): ReactNode => <Text wrap="truncate">{paint('dim', words)}</Text>
  if (run.phase === 'over') return null
  if (run.phase === 'stopping') return say('Stopping; Ctrl-C again quits at once')
  if (name === undefined) return say('Loading MNIST')
  const { sizes, eta } = experimentOf(name)
  const which = `Experiment ${names.indexOf(name) + 1} of ${names.length}, ${name}: ${sizes.join('-')}, eta ${eta}`
  return (
    <>
      <Text> </Text>
      <Text wrap="truncate">{which}</Text>
      {run.progress ? (
        <BarView progress={run.progress} glyphs={glyphs} paint={paint} columns={columns} />
      ) : (
        say('Starting')
      )}
    </>
  )
}
