import type { Course, StudyEvent } from '@gradus/study'
import { countOf, formatCount, formatDuration, shareOf } from '../terminal/format.ts'
import { placeOfBar, tell, waitsForReader } from '../terminal/output.ts'
import { printable, printableJson } from '../terminal/printable.ts'
import { type Glyphs, glyphsFor, StatusLine } from '../terminal/progress-bar.ts'
import { clip } from '../terminal/text.ts'
import { eventJson } from './json-events.ts'
import type { StudySnapshot } from './study-snapshot.ts'
import type { StudyState } from './study-state.ts'
import { rungLine } from './transcript.ts'

/** Place where a study is shown. */
export interface StudyScreen {
  /** Shows an event that the state has taken. */
  show(event: StudyEvent): void
  /** Shows that the study stops, judges its winner or is over. */
  refresh(): void
  /** Tells of something beside the study. */
  note(line: string): void
  /** Leaves the terminal as it was. */
  close(): Promise<void>
}

/** Events as JSON on standard output, a line each. */
export class JsonScreen implements StudyScreen {
  readonly #course: Course

  constructor(course: Course) {
    this.#course = course
  }

  /** Epochs are left out as long as nobody takes what there is. */
  show(event: StudyEvent): void {
    if (event.type === 'epoch' && waitsForReader(process.stdout)) return
    process.stdout.write(`${printableJson(eventJson(this.#course, event))}\n`)
  }

  refresh(): void {}

  note(line: string): void {
    tell(line)
  }

  async close(): Promise<void> {}
}

/** Milliseconds between two lines on the progress where no terminal shows it. */
const INTERVAL = 30_000

/** A line a closed rung on standard output, and one on the progress, which a terminal shows in one place. */
export class LinesScreen implements StudyScreen {
  readonly #state: StudyState
  readonly #status: StatusLine | undefined
  readonly #glyphs = glyphsFor(process.env, process.platform)
  #last = performance.now()

  constructor(state: StudyState) {
    this.#state = state
    const { stdout, stderr, env } = process
    const place = placeOfBar({
      json: false,
      stdoutIsTerminal: stdout.isTTY,
      stderrIsTerminal: stderr.isTTY,
      env,
    })
    this.#status = place && new StatusLine(place === 'stdout' ? stdout : stderr)
  }

  show(event: StudyEvent): void {
    switch (event.type) {
      case 'rung':
        this.#print(rungLine(this.#state.course, event.rung))
        break
      case 'warning':
        this.note(`warning: ${event.message}`)
        break
      case 'lost':
        this.note(`warning: ${event.message}`)
        break
      case 'back':
        this.note('The queue is back')
        break
      default:
        this.#progress()
    }
  }

  refresh(): void {
    this.#status?.draw(columns => statusText(this.#state.snapshot(), columns, this.#glyphs), true)
  }

  note(line: string): void {
    this.#status?.clear()
    tell(line)
  }

  async close(): Promise<void> {
    this.#status?.clear()
  }

  #print(line: string): void {
    this.#status?.clear()
    process.stdout.write(`${printable(line)}\n`)
  }

  #progress(): void {
    if (this.#status) {
      this.#status.draw(columns => statusText(this.#state.snapshot(), columns, this.#glyphs))
      return
    }
    if (performance.now() - this.#last < INTERVAL) return
    this.#last = performance.now()
    tell(progressText(this.#state.snapshot()).join(', '))
  }
}

/** A line on the progress of a study: first what is wanted most. */
function progressText(snapshot: StudySnapshot): string[] {
  const { phase, plan, rung, progress, best, running, threads, secondsLeft } = snapshot
  if (phase === 'stopping') return ['Stopping; Ctrl-C again quits at once']
  if (phase === 'judging') return ['Evaluating the winner']
  const cores =
    threads === undefined
      ? countOf(running.length, 'trial')
      : `${running.length} of ${countOf(threads, 'core')}`
  return [
    `rung ${rung + 1} of ${plan.rungs.length}: ${formatCount(progress.done)} of ${formatCount(progress.total)} done`,
    ...(secondsLeft === undefined ? [] : [`${formatDuration(secondsLeft)} left`]),
    ...(best ? [`best ${shareOf(best.accuracy)}`] : []),
    threads === undefined ? `${cores} at hand` : `${cores} busy`,
  ]
}

/** Characters of the bar. */
const LENGTH = 20

/** A bar of the rung at hand, and what else there is room for. */
function statusText(snapshot: StudySnapshot, columns: number, glyphs: Glyphs): string {
  const { phase, progress } = snapshot
  const parts = progressText(snapshot)
  if (phase !== 'training') return clip(parts.join('   '), columns)
  const done = Math.floor((LENGTH * progress.done) / Math.max(1, progress.total))
  const bar = `${glyphs.done.repeat(done)}${glyphs.rest.repeat(LENGTH - done)}`
  return clip([bar, ...parts].join('   '), columns)
}
