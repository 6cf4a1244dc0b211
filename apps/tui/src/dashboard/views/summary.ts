import type { EpochRecord } from '@gradus/core'
import { accuracyOf, bestBy, meritOf } from '../../run/best.ts'
import { formatCost } from '../../terminal/format.ts'
import { lineOf, type Span } from '../../terminal/spans.ts'
import { tableLines } from '../../terminal/table.ts'
import type { Style } from '../../terminal/theme.ts'
import { shareOf } from '../../terminal/words.ts'
import { wrapText } from '../../terminal/wrap-text.ts'
import type { Analysis } from '../analysis.ts'
import type { DashboardState } from '../state.ts'
import type { Panel } from './curves.ts'

const HEALTH_STYLES: Readonly<Record<DashboardState['health']['status'], Style>> = {
  unknown: 'dim',
  healthy: 'good',
  warning: 'warning',
  alarm: 'alarm',
}

/** Rows from which on, of those that are left, the newest lines of the log are shown. */
const FEWEST_LOG_ROWS = 4

/** The last epoch and the best, the class that is read worst, the verdict on the run's health, and the newest events. */
export function summaryLines(state: DashboardState, panel: Panel): string[] {
  const { columns, rows, theme } = panel
  const { health, analysis } = state
  const label = health.status === 'healthy' ? '' : 'Health: '
  const verdict = wrapText(`${label}${health.verdict}`, columns).map((line): Span[] => [
    [HEALTH_STYLES[health.status], line],
  ])
  const worst = analysis ? wrapText(describeWorst(analysis), columns).map((line): Span[] => [line]) : []
  const isIll = health.status === 'warning' || health.status === 'alarm'
  const spans: Span[][] = [
    [['title', 'Summary']],
    ...resultLines(state, columns).map((line, i): Span[] => [i === 0 ? ['dim', line] : line]),
    ...(isIll ? [...verdict, ...worst] : [...worst, ...verdict]),
  ]
  spans.push(...newestEvents(state, rows - spans.length))
  return Array.from({ length: rows }, (_, row) => lineOf(spans[row] ?? [], columns, theme))
}

function newestEvents({ log }: DashboardState, rows: number): Span[][] {
  if (rows < FEWEST_LOG_ROWS || log.length === 0) return []
  return [[], [['title', 'Newest events']], ...log.slice(-(rows - 2)).map(({ text }): Span[] => [text])]
}

/** A table of the last epoch and the best, with what is known of them. */
function resultLines({ history }: DashboardState, columns: number): string[] {
  const last = history.at(-1)
  const best = bestBy(history, meritOf)
  if (!last || !best) return []
  const hasTest = last.test !== undefined
  const hasValidation = last.validation !== undefined
  const row = (name: string, record: EpochRecord): string[] => [
    name,
    String(record.epoch),
    ...(hasTest ? [shareOf(accuracyOf(record.test))] : []),
    ...(hasValidation ? [shareOf(accuracyOf(record.validation))] : []),
    formatCost(record.cost),
  ]
  const header = ['', 'epoch', ...(hasTest ? ['test'] : []), ...(hasValidation ? ['valid.'] : []), 'cost']
  return tableLines(header, [row('last', last), row('best', best)], columns)
}

/** The class that is recognised worst, and what it is taken for. */
function describeWorst({ confusion }: Analysis): string {
  let worst = { label: -1, recall: Number.POSITIVE_INFINITY }
  for (const [label, row] of confusion.entries()) {
    const total = row.reduce((sum, count) => sum + count, 0)
    const recall = total === 0 ? Number.POSITIVE_INFINITY : (row[label] ?? 0) / total
    if (recall < worst.recall) worst = { label, recall }
  }
  if (worst.label < 0) return 'No class has examples'
  if (worst.recall === 1) return 'Every class is always read rightly'
  const row = confusion[worst.label] ?? []
  const wrong = row.map((count, label) => (label === worst.label ? -1 : count))
  const taken = wrong.indexOf(Math.max(...wrong))
  return `Worst class: ${worst.label}, ${shareOf(worst.recall)} right, else mostly ${taken}`
}
