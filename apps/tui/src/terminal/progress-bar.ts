import type { ProgressEvent } from '@gradus/core'
import { formatCost, formatDuration, formatRate } from './format.ts'
import { showsUnicode } from './unicode.ts'

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

/** How much of the whole run is done, 0 .. 1. */
export function fractionOf({ epoch, epochs, position, examples }: ProgressEvent): number {
  return (epoch + position / examples) / epochs
}

/** A line with a bar: `before`, `done`, `rest` and `after`, side by side, fill at most `columns`. */
export interface BarLine {
  readonly before: string
  readonly done: string
  readonly rest: string
  readonly after: string
}

/** The bar of the whole run, with its percentage and the epoch at hand, counted from 1. */
export function barLine(progress: ProgressEvent, columns: number, glyphs: Glyphs): BarLine {
  const fraction = fractionOf(progress)
  const before = `${String(Math.floor(100 * fraction)).padStart(3)} % `
  const after = ` epoch ${progress.epoch + 1}/${progress.epochs}`
  const length = Math.min(LONGEST_BAR, Math.max(0, columns - before.length - after.length))
  const done = Math.floor(length * fraction)
  return { before, done: glyphs.done.repeat(done), rest: glyphs.rest.repeat(length - done), after }
}

/** What is known of the run beside the bar: of the most wanted first, as much as there is room for. */
export function statusLine(progress: ProgressEvent, columns: number): string {
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
