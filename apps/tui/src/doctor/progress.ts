import type { Phase, Trial } from '@gradus/doctor'
import {
  type Course,
  courseWith,
  factsOf,
  NOT_BEGUN,
  shareOf,
  spentBy,
  trialNews,
} from '../examination/course.ts'
import { countOf } from '../terminal/format.ts'
import { placeOfBar, tell } from '../terminal/output.ts'
import { type Glyphs, glyphsFor, StatusLine } from '../terminal/progress-bar.ts'
import { clip, packed } from '../terminal/text.ts'

/** Characters of the bar. */
const LENGTH = 20

/** Tells how far an examination is: a line that a terminal shows in one place, or elsewhere a line a phase. */
export class ExaminationProgress {
  readonly #status: StatusLine | undefined
  readonly #isQuiet: boolean
  readonly #glyphs: Glyphs = glyphsFor(process.env, process.platform)
  readonly #start = performance.now()
  #course: Course = NOT_BEGUN
  #isStopping = false

  constructor({ json, plain }: { readonly json: boolean; readonly plain: boolean }) {
    const { stdout, stderr, env } = process
    const surroundings = { json, stdoutIsTerminal: stdout.isTTY, stderrIsTerminal: stderr.isTTY, env }
    const place = plain ? undefined : placeOfBar(surroundings)
    this.#status = place && new StatusLine(place === 'stdout' ? stdout : stderr)
    this.#isQuiet = json || place !== undefined
  }

  /** Seconds since its beginning. */
  get seconds(): number {
    return (performance.now() - this.#start) / 1000
  }

  /** Examples that the trials which are done were trained on. */
  get spent(): number {
    return spentBy(this.#course)
  }

  /** A set of trials begins. */
  begin(phase: Phase): void {
    this.#course = courseWith(this.#course, { type: 'phase', phase })
    const { name, trials, examples } = phase
    const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
    if (!this.#isQuiet) tell(`${title}: ${countOf(trials, 'trial')} on ${countOf(examples, 'example')}`)
    this.#draw()
  }

  /** A trial is done. */
  take(trial: Trial): void {
    this.#course = courseWith(this.#course, trialNews(trial))
    this.#draw()
  }

  /** The examination is asked to stop. */
  stop(): void {
    this.#isStopping = true
    this.#draw(true)
  }

  /** Leaves nothing of it on the terminal. */
  close(): void {
    this.#status?.clear()
  }

  #draw(isUrgent = false): void {
    this.#status?.draw(
      columns => (this.#isStopping || !this.#course.phase ? clip(STOPPING, columns) : this.#text(columns)),
      isUrgent,
    )
  }

  /** A bar of the budget, and what else there is room for. */
  #text(columns: number): string {
    const done = Math.floor(LENGTH * shareOf(this.#course))
    const bar = `${this.#glyphs.done.repeat(done)}${this.#glyphs.rest.repeat(LENGTH - done)}`
    const parts = [bar, ...factsOf(this.#course, this.seconds)]
    return clip(packed(parts, '   ', columns)[0] ?? '', columns)
  }
}

const STOPPING = 'Stopping; Ctrl-C again quits at once'
