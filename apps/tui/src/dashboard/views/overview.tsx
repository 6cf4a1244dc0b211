import type { ReactNode } from 'react'
import { Lines } from '../../terminal/lines.tsx'
import { lineOf } from '../../terminal/spans.ts'
import type { Theme } from '../../terminal/theme.ts'
import { accuracyChart, costChart, fineChart, type Panel } from './curves.ts'
import { endingSpans } from './ending.ts'
import { summaryLines } from './summary.ts'
import type { ViewProps } from './view-props.ts'

/** Columns between two panels. */
const GAP = 2
/** Of the rows, the share of the curves above. */
const UPPER_SHARE = 0.58
/** Of the columns, the share of the fine curve: sentences stand beside it. */
const FINE_SHARE = 0.4
const FEWEST_CURVE_ROWS = 6

export interface OverviewProps extends ViewProps {
  /** Commands that go on from the end of the run. */
  readonly nextSteps: readonly string[]
}

/**
 * Above, accuracy and cost after each epoch; below, the cost of the last mini-batches and a summary, or at the end of the run what came of it.
 */
export function OverviewView(props: OverviewProps): ReactNode {
  const { state, theme, columns, rows } = props
  const isOver = state.phase === 'over'
  const ending = isOver ? endingLines(props) : []
  const lower = isOver ? ending.length : rows - Math.round(rows * UPPER_SHARE)
  // What came of the run can be read whole, if need be without the curves.
  const hasCurves = !isOver || (state.history.length > 0 && rows - lower >= FEWEST_CURVE_ROWS)
  const upper = hasCurves ? rows - lower : 0
  const pair = (share: number, rows: number): readonly [Panel, Panel] => {
    const left = Math.floor((columns - GAP) * share)
    return [
      { columns: left, rows, theme },
      { columns: columns - GAP - left, rows, theme },
    ]
  }
  const [accuracy, cost] = pair(1 / 2, upper)
  const [fine, summary] = pair(FINE_SHARE, lower)
  const curves = hasCurves ? besides(accuracyChart(state, accuracy), costChart(state, cost)) : []
  const below = isOver ? ending : besides(fineChart(state, fine), summaryLines(state, summary))
  return <Lines lines={filled([...curves, ...below], columns, rows, theme)} />
}

function endingLines({ state, theme, columns, nextSteps }: OverviewProps): string[] {
  return endingSpans(state, nextSteps, columns).map(spans => lineOf(spans, columns, theme))
}

function besides(left: readonly string[], right: readonly string[]): string[] {
  return left.map((line, row) => `${line}${' '.repeat(GAP)}${right[row] ?? ''}`)
}

function filled(lines: readonly string[], columns: number, rows: number, theme: Theme): string[] {
  return Array.from({ length: rows }, (_, row) => lines[row] ?? lineOf([], columns, theme))
}
