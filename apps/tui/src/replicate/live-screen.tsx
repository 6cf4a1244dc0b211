import { Text } from 'ink'
import type { ReactNode } from 'react'
import { BarView, type Paint } from '../terminal/bar-view.tsx'
import { BottomFrame } from '../terminal/bottom-frame.ts'
import { formatDuration } from '../terminal/format.ts'
import { type Frame, paintFor, TailFrame, type View } from '../terminal/frame.ts'
import type { Output } from '../terminal/output.ts'
import { type Glyphs, glyphsFor } from '../terminal/progress-bar.ts'
import type { Job } from './jobs.ts'
import {
  initialReplication,
  type ReplicationScreen,
  type ReplicationScreenEvent,
  type ReplicationState,
  type RunningJob,
  replicationAfter,
  secondsLeft,
} from './messages.ts'

/** A progress bar on a terminal, below the reports if they are shown there too. */
export class LiveScreen implements ReplicationScreen {
  readonly #output: NodeJS.WritableStream
  readonly #glyphs: Glyphs
  readonly #paint: Paint
  readonly #frame: Frame
  readonly #jobs: readonly Job[]
  readonly #waiting: readonly Job[]
  #state = initialReplication

  /**
   * @param terminal the stream to draw on. @param output the stream for the reports, which may be the same.
   * @param waiting those of the jobs that are not done already
   */
  constructor(
    terminal: Output,
    output: NodeJS.WritableStream,
    jobs: readonly Job[],
    waiting: readonly Job[],
  ) {
    this.#output = output
    this.#glyphs = glyphsFor(process.env, process.platform)
    this.#paint = paintFor(terminal)
    this.#jobs = jobs
    this.#waiting = waiting
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
    const part = {
      jobs: this.#jobs,
      waiting: this.#waiting,
      state: this.#state,
      glyphs: this.#glyphs,
      paint: this.#paint,
    }
    return columns => <ReplicationView {...part} columns={columns - 1} />
  }
}

interface ReplicationViewProps {
  /** Every run, and those of them that are to be run now. */
  readonly jobs: readonly Job[]
  readonly waiting: readonly Job[]
  readonly state: ReplicationState
  readonly glyphs: Glyphs
  readonly paint: Paint
  readonly columns: number
}

/**
 * At the bottom of a terminal the runs at hand, each below an empty line, with a bar of two lines; a few
 * words when they are to stop.
 */
export function ReplicationView(props: ReplicationViewProps): ReactNode {
  const { jobs, state, paint } = props
  if (state.running.length === 0) return null
  if (state.isStopping) return <Words text="Stopping; Ctrl-C again quits at once" paint={paint} />
  return (
    <>
      {state.running.map(running => (
        <RunningView key={jobs.indexOf(running.job)} {...props} {...running} />
      ))}
      {jobs.length > 1 && <Words text={overallOf(props)} paint={paint} />}
    </>
  )
}

/** Number of runs that are done, and the time that the others take. */
function overallOf({ jobs, waiting, state }: ReplicationViewProps): string {
  const done = `${jobs.length - waiting.length + state.done} of ${jobs.length} runs done`
  const seconds = secondsLeft(state, waiting)
  return seconds === undefined ? done : `${done}, about ${formatDuration(seconds)} left`
}

function RunningView({
  jobs,
  job,
  run,
  glyphs,
  paint,
  columns,
}: ReplicationViewProps & RunningJob): ReactNode {
  const names = [...new Set(jobs.map(({ name }) => name))]
  const which = `Experiment ${names.indexOf(job.name) + 1} of ${names.length}, ${job.name}: ${job.title}`
  return (
    <>
      <Text> </Text>
      <Text wrap="truncate">{which}</Text>
      {run.progress ? (
        <BarView progress={run.progress} glyphs={glyphs} paint={paint} columns={columns} />
      ) : (
        <Words text="Starting" paint={paint} />
      )}
    </>
  )
}

function Words({ text, paint }: { readonly text: string; readonly paint: Paint }): ReactNode {
  return <Text wrap="truncate">{paint('dim', text)}</Text>
}
