import { type ReactNode, useMemo } from 'react'
import { Lines } from '../../terminal/bar-view.tsx'
import { countOf, formatDuration } from '../../terminal/format.ts'
import { lineOf, pageAt, type Span, wrapText } from '../../terminal/text.ts'
import type { Style } from '../../terminal/theme.ts'
import type { LogEntry } from '../state.ts'
import type { ViewProps } from './view.ts'

const HEADER_ROWS = 2
const INDENT = 2

const STYLES: Readonly<Record<LogEntry['kind'], Style | undefined>> = {
  event: undefined,
  command: 'accent',
  warning: 'warning',
  alarm: 'alarm',
}
const PREFIXES: Readonly<Record<LogEntry['kind'], string>> = {
  event: '',
  command: '> ',
  warning: 'Warning: ',
  alarm: 'Alarm: ',
}

/** Events of the run, page by page: the newest page first, on each page the oldest line first. */
export function LogView({ state, theme, columns, rows }: ViewProps): ReactNode {
  const { log, pages } = state
  const lines = useMemo(() => linesOf(log, columns), [log, columns])
  const perPage = Math.max(1, rows - HEADER_ROWS)
  const count = Math.max(1, Math.ceil(lines.length / perPage))
  const page = pageAt(pages.log, count)
  const end = lines.length - page * perPage
  const shown = lines.slice(Math.max(0, end - perPage), end)
  const title = `${countOf(log.length, 'event')}, page ${page + 1} of ${count}`
  const header: Span[][] = [
    [['title', 'Log'], `   ${title}${count > 1 ? ', the newest on page 1' : ''}`],
    [['dim', clocksHeader(clockWidth(log))]],
  ]
  const all = [...header, ...shown]
  return <Lines lines={Array.from({ length: rows }, (_, row) => lineOf(all[row] ?? [], columns, theme))} />
}

function linesOf(log: readonly LogEntry[], columns: number): Span[][] {
  const width = clockWidth(log)
  return log.flatMap(entry => {
    const { seconds, epoch, kind, text } = entry
    const place = `${formatDuration(seconds).padStart(width)} ${String(epoch).padStart(6)}  `
    const style = STYLES[kind]
    const room = Math.max(1, columns - place.length - INDENT)
    return wrapText(`${PREFIXES[kind]}${text}`, room).map((line, i): Span[] => {
      const words = i === 0 ? line : `${' '.repeat(INDENT)}${line}`
      return [
        ['dim', i === 0 ? place : ' '.repeat(place.length)],
        style === undefined ? words : [style, words],
      ]
    })
  })
}

/** The clock never runs back but for a rewind. */
function clockWidth(log: readonly LogEntry[]): number {
  return log.reduce((width, { seconds }) => Math.max(width, formatDuration(seconds).length), 4)
}

function clocksHeader(width: number): string {
  return `${'time'.padStart(width)}  epoch`
}
