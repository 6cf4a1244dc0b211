import type { Clocks } from '@gradus/core'
import { countOf, formatCost, formatDuration, formatRate } from './format.ts'
import { isBehind, type Output, placeOfBar, showsUnicode } from './output.ts'
import type { Span } from './text.ts'
import type { Theme } from './theme.ts'

/** The characters that a bar is made of. */
export interface Glyphs {
  readonly done: string
  readonly rest: string
}

const UNICODE: Glyphs = { done: '━', rest: '─' }
const ASCII: Glyphs = { done: '#', rest: '-' }
const LONGEST_BAR = 80

/** Lines where the locale says so; elsewhere what every terminal can show. */
export function glyphsFor(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Glyphs {
  return showsUnicode(env, platform) ? UNICODE : ASCII
}

/** Progress of a run: the epoch at hand of all, how many of its examples were trained on, and their mean cost. */
export interface Progress extends Clocks {
  readonly epoch: number
  readonly epochs: number
  readonly position: number
  readonly examples: number
  readonly cost: number
}

/** Fraction of the whole run that is done, 0 .. 1. */
export function fractionOf({ epoch, epochs, position, examples }: Progress): number {
  return (epoch + position / examples) / epochs
}

/** A line with a bar: `before`, `done`, `rest` and `after`, side by side, fill at most `columns`. */
export interface BarLine {
  readonly before: string
  readonly done: string
  readonly rest: string
  readonly after: string
}

/** The bar of the whole run, with its percentage and the number of epochs that it has trained on. */
export function barLine(progress: Progress, columns: number, glyphs: Glyphs): BarLine {
  const fraction = fractionOf(progress)
  const before = `${String(Math.floor(100 * fraction)).padStart(3)} % `
  const { epoch, epochs, position, examples } = progress
  const trained = String(position < examples ? epoch : epoch + 1).padStart(String(epochs).length)
  const after = ` ${trained} of ${countOf(epochs, 'epoch')}`
  const length = Math.min(LONGEST_BAR, Math.max(0, columns - before.length - after.length))
  const done = Math.floor(length * fraction)
  return { before, done: glyphs.done.repeat(done), rest: glyphs.rest.repeat(length - done), after }
}

/** A bar of so many columns in the colours of a theme. @param fraction that is done, 0 .. 1 */
export function barSpans(fraction: number, length: number, { unicode }: Pick<Theme, 'unicode'>): Span[] {
  const glyphs = unicode ? UNICODE : ASCII
  const filled = Math.floor(length * Math.min(1, fraction))
  return [
    ['good', glyphs.done.repeat(filled)],
    ['dim', glyphs.rest.repeat(length - filled)],
  ]
}

/** Facts of the run beside the bar: the most wanted first, as many as there is room for. */
export function statusLine(progress: Progress, columns: number): string {
  const parts = [
    `${formatDuration(progress.remainingSeconds)} left`,
    `${formatRate(progress.examplesPerSecond)} examples/s`,
    `cost ${formatCost(progress.cost)}`,
    `${formatDuration(progress.elapsedSeconds)} elapsed`,
  ]
  let line = `    ${parts[0]}`
  for (const part of parts.slice(1)) {
    if (line.length + 3 + part.length > columns) break
    line += `   ${part}`
  }
  return line
}

/** Work that takes no longer than this, in milliseconds, is not worth a word. */
const PATIENCE = 1000
const INTERVAL = 100
const ERASE_LINE = '\r\u001B[K'

/** A line of a terminal that is drawn again and again, and of which nothing is left. */
export class StatusLine {
  readonly #terminal: Output & { readonly columns?: number }
  #next: number
  #isShown = false

  /** @param patience milliseconds before it is drawn first */
  constructor(terminal: Output & { readonly columns?: number }, patience = 0) {
    this.#terminal = terminal
    this.#next = performance.now() + patience
  }

  /** Draws what fits into so many columns, unless it was drawn just now, or the terminal is behind. @param isUrgent whether it is drawn even then */
  draw(text: (columns: number) => string, isUrgent = false): void {
    if (!isUrgent && (performance.now() < this.#next || isBehind(this.#terminal))) return
    this.#next = performance.now() + INTERVAL
    this.#isShown = true
    const { columns = 80 } = this.#terminal
    this.#terminal.write(`${ERASE_LINE}${text(columns - 1)}`)
  }

  /** Leaves nothing of it on the terminal, until it is drawn again. */
  clear(): void {
    if (this.#isShown) this.#terminal.write(ERASE_LINE)
    this.#isShown = false
  }
}

/** A line that tells how much of some work is done, while it lasts. */
interface ProgressLine {
  show(done: number, total: number): void
  /** Leaves nothing of it on the terminal. */
  close(): void
}

/**
 * A line on the terminal of standard error, once the work takes more than a second; nothing where that is no
 * terminal.
 * @param what the work, such as `Evaluating`.
 */
export function openProgressLine(what: string): ProgressLine {
  const terminal = process.stderr
  const place = placeOfBar({
    json: false,
    stdoutIsTerminal: false,
    stderrIsTerminal: terminal.isTTY,
    env: process.env,
  })
  const line = place && new StatusLine(terminal, PATIENCE)
  return {
    show: (done, total) => line?.draw(() => `${what}: ${Math.floor((100 * done) / Math.max(1, total))} %`),
    close: () => line?.clear(),
  }
}
