import { type Confusion, classFigures, type EpochRecord } from '@gradus/core'
import type { ReactNode } from 'react'
import { accuracyOf, bestBy } from '../../run/epochs.ts'
import { Lines } from '../../terminal/bar-view.tsx'
import { chartLines, legendLine, sideWidthOf } from '../../terminal/charts/line-chart.ts'
import { formatCost, shareOf } from '../../terminal/format.ts'
import { tableLines } from '../../terminal/table.ts'
import { lineOf, pageAt, type Span, wrapText } from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'
import { type ClassNames, classNames } from '../class-names.ts'
import type { DashboardState } from '../state.ts'
import {
  accuracyChart,
  comparedSet,
  costChart,
  miniBatchCostChart,
  type Panel,
  scheduleSpans,
} from './curves.ts'
import { endingLines } from './ending.ts'
import { shownLines } from './shown-images.ts'
import { HEALTH_STYLES, type ViewProps } from './view.ts'

/** Columns between two panels. */
const GAP = 2
/** Share of the rows that the upper curves take. */
const UPPER_SHARE = 0.58
/** Share of the columns that the panels on the left take: sentences stand on the right. */
const LEFT_SHARE = 0.45
/** Row that names the lines of both upper charts. */
const LEGEND_ROWS = 1
const FEWEST_CURVE_ROWS = 7
/** Columns of the name of a class. */
const LONGEST_NAME = 24
/** Rows from which on there is room for a strip of training images, and its share of them. */
const ROWS_WITH_STRIP = 28
const STRIP_SHARE = 0.26
/** Pages with augmentation: the second one is of the training images alone. */
const PAGES = 2

export interface OverviewProps extends ViewProps {
  /** Commands that go on from the end of the run. */
  readonly nextSteps: readonly string[]
}

/**
 * Above, accuracy and cost after each epoch; below, the cost of the last mini-batches and a summary, or at
 * the end of the run its result. With augmentation, a strip of what the network was just shown is at the bottom
 * where there is room, and has a page of its own.
 */
export function OverviewView(props: OverviewProps): ReactNode {
  const { state, theme, columns, rows } = props
  if (!hasOverviewPages(state)) return <Lines lines={chartedLines(props)} />
  if (pageAt(state.pages.overview, PAGES) > 0)
    return <Lines lines={filled(shownLines(state, { columns, rows, theme }, true), columns, rows, theme)} />
  if (state.phase === 'over' || rows < ROWS_WITH_STRIP) return <Lines lines={chartedLines(props)} />
  const strip = Math.round(STRIP_SHARE * rows)
  const shown = shownLines(state, { columns, rows: strip, theme }, false)
  const lines = [...chartedLines({ ...props, rows: rows - strip }), ...shown]
  return <Lines lines={filled(lines, columns, rows, theme)} />
}

/** Whether the overview has a page of training images. */
export function hasOverviewPages({ started }: DashboardState): boolean {
  return started?.spec.augment !== undefined
}

function chartedLines(props: OverviewProps): string[] {
  const { state, theme, columns, rows } = props
  const isOver = state.phase === 'over'
  const ending = isOver ? endingLines(props) : []
  const lower = isOver ? ending.length : rows - Math.round(rows * UPPER_SHARE)
  // The result of the run is always shown whole, if need be without the curves.
  const hasCurves = !isOver || (state.history.length > 0 && rows - lower >= FEWEST_CURVE_ROWS)
  const upper = hasCurves ? rows - lower : 0
  const width = Math.floor((columns - GAP) * LEFT_SHARE)
  const left = (rows: number): Panel => ({ columns: width, rows, theme })
  const right = (rows: number): Panel => ({ columns: columns - GAP - width, rows, theme })
  const accuracy = accuracyChart(state, left(upper - LEGEND_ROWS))
  const miniBatchCosts = miniBatchCostChart(state, left(lower))
  // Upper and lower plots begin in the same column.
  const side = Math.max(sideWidthOf(accuracy), isOver ? 0 : sideWidthOf(miniBatchCosts))
  const curves = hasCurves
    ? [
        legendLine({ ...accuracy, columns }),
        ...besides(chartLines(accuracy, side), chartLines(costChart(state, right(upper - LEGEND_ROWS)))),
      ]
    : []
  const below = isOver ? ending : besides(chartLines(miniBatchCosts, side), summaryLines(state, right(lower)))
  return filled([...curves, ...below], columns, rows, theme)
}

function besides(left: readonly string[], right: readonly string[]): string[] {
  return left.map((line, row) => `${line}${' '.repeat(GAP)}${right[row] ?? ''}`)
}

function filled(lines: readonly string[], columns: number, rows: number, theme: Theme): string[] {
  return Array.from({ length: rows }, (_, row) => lines[row] ?? lineOf([], columns, theme))
}

const SUMMARY_GAP = '   '
const SUMMARY_COLUMNS = 'Summary   '.length

/** Rows from which on, of those that are left, the newest lines of the log are shown. */
const FEWEST_LOG_ROWS = 4

/**
 * The last epoch and the best, the class with the lowest recall, the verdict on the run's health, and the
 * newest events.
 */
function summaryLines(state: DashboardState, panel: Panel): string[] {
  const { columns, rows, theme } = panel
  const { health, confusion } = state
  const label = health.status === 'healthy' ? '' : 'Health: '
  const verdict = wrapText(`${label}${health.verdict}`, columns).map((line): Span[] => [
    [HEALTH_STYLES[health.status], line],
  ])
  const worst = confusion
    ? wrapText(describeWorst(confusion, classNames(state, theme)), columns).map((line): Span[] => [line])
    : []
  const isIll = health.status === 'warning' || health.status === 'alarm'
  const spans: Span[][] = [
    [
      ['title', 'Summary'],
      SUMMARY_GAP,
      ...scheduleSpans(state, { ...panel, columns: columns - SUMMARY_COLUMNS }),
    ],
    ...resultLines(state, columns).map((line, i): Span[] => [i === 0 ? ['dim', line] : line]),
    ...(isIll ? [...verdict, ...worst] : [...worst, ...verdict]),
    ...describeLead(state),
  ]
  spans.push(...newestEvents(state, rows - spans.length))
  return Array.from({ length: rows }, (_, row) => lineOf(spans[row] ?? [], columns, theme))
}

function newestEvents({ log }: DashboardState, rows: number): Span[][] {
  if (rows < FEWEST_LOG_ROWS || log.length === 0) return []
  return [[], [['title', 'Newest events']], ...log.slice(-(rows - 2)).map(({ text }): Span[] => [text])]
}

/** A table of the last epoch and the best, or the one whose weights are kept, with what is known of them. */
function resultLines({ history, best, started }: DashboardState, columns: number): string[] {
  const { last } = history
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
  const keepsBest = started?.spec.keep === 'best'
  const kept = keepsBest ? bestBy(history, ({ validation }) => accuracyOf(validation)) : undefined
  const chosen = kept ? row('kept', kept) : row('best', best)
  const header = ['', 'epoch', ...(hasTest ? ['test'] : []), ...(hasValidation ? ['valid.'] : []), 'cost']
  return tableLines(header, [row('last', last), chosen], columns)
}

/** Percentage points of accuracy that a run is ahead of the earlier one, after the last epoch that both have. */
function describeLead(state: DashboardState): Span[][] {
  const { earlier, history } = state
  const set = comparedSet(state)
  const epoch = Math.min(history.last?.epoch ?? -1, (earlier?.history.length ?? 0) - 1)
  const before = accuracyOf(earlier?.history[epoch]?.[set])
  const now = accuracyOf([...history].find(record => record.epoch === epoch)?.[set])
  if (!earlier || before === undefined || now === undefined) return []
  const lead = (100 * (now - before)).toFixed(2)
  return [[`against ${earlier.id.slice(-4)}: ${now < before ? '' : '+'}${lead} points at epoch ${epoch}`]]
}

/** Class with the lowest recall, and the class that it is mostly mistaken for. */
function describeWorst(confusion: Confusion, names: ClassNames): string {
  const known = classFigures(confusion).filter(({ recall }) => recall !== undefined)
  const [worst] = known.toSorted((a, b) => (a.recall ?? 1) - (b.recall ?? 1))
  if (!worst) return 'No class has examples'
  if (confusion.correct.length === 1) return 'There is one class, so that no example can be misclassified'
  const most = confusion.confused.find(({ label }) => label === worst.label)
  if (!most) return 'Every class is always predicted correctly'
  const [label, prediction] = [worst.label, most.prediction].map(each => names.of(each, LONGEST_NAME))
  return `Worst class: ${label}, ${shareOf(worst.recall)}, mistaken for ${prediction}`
}
