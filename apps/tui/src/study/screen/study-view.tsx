import type { ReactNode } from 'react'
import { Lines } from '../../terminal/bar-view.tsx'
import { lineOf, wrapText } from '../../terminal/text.ts'
import { headLines, keysLine, viewsLine } from './head.ts'
import { helpLines } from './help-view.ts'
import { mapLines } from './map-view.ts'
import { resultLines } from './result-view.ts'
import { trialLines } from './trial-view.ts'
import { trialsInView, trialsLines } from './trials-view.ts'
import type { StudyViewProps } from './view.ts'
import { workersLines } from './workers-view.ts'

/** The smallest terminal on which a study can be shown. */
const FEWEST_COLUMNS = 40
const FEWEST_ROWS = 10
/** Rows from which on there is a line with the views, and empty lines between the parts. */
const ROWS_WITH_TABS = 14
const ROWS_WITH_GAPS = 30

/** The whole screen of a study, in exactly so many columns and rows. */
export function StudyView(props: StudyViewProps): ReactNode {
  const { columns, rows } = props
  return (
    <Lines lines={columns < FEWEST_COLUMNS || rows < FEWEST_ROWS ? tooSmall(props) : screenLines(props)} />
  )
}

/** Trials that the list has room for, on a terminal of this size. */
export function trialsOnScreen(props: StudyViewProps): number {
  return trialsInView(layoutOf(props).rows)
}

function layoutOf(props: StudyViewProps) {
  const { theme, columns, rows } = props
  const empty = rows >= ROWS_WITH_GAPS ? [lineOf([], columns, theme)] : []
  const tabs = rows >= ROWS_WITH_TABS ? [...empty, viewsLine(props), ...empty] : []
  const above = [...headLines(props), ...tabs]
  const below = [...empty, keysLine(props)]
  return { above, below, rows: rows - above.length - below.length }
}

function screenLines(props: StudyViewProps): string[] {
  const { theme, columns } = props
  const { above, below, rows } = layoutOf(props)
  const view = viewLines({ ...props, rows })
  const filled = Array.from({ length: rows }, (_, row) => view[row] ?? lineOf([], columns, theme))
  return [...above, ...filled, ...below]
}

function viewLines(props: StudyViewProps): string[] {
  if (props.look.help) return helpLines(props)
  switch (props.look.view) {
    case 'trials':
      return trialsLines(props)
    case 'map':
      return mapLines(props)
    case 'trial':
      return trialLines(props)
    case 'workers':
      return workersLines(props)
    case 'result':
      return resultLines(props)
  }
}

/** Message for a terminal that is too small: as much of it as there is room for. */
function tooSmall({ study, theme, columns, rows }: StudyViewProps): string[] {
  const needs = `A study needs ${FEWEST_COLUMNS} x ${FEWEST_ROWS} characters, this terminal has ${columns} x ${rows}.`
  const phase = study.phase === 'over' ? 'The study is over; q leaves.' : 'The study goes on; q stops it.'
  const lines = wrapText(`${needs} ${phase}`, columns).map(line => lineOf([line], columns, theme))
  return Array.from({ length: Math.max(1, rows) }, (_, row) => lines[row] ?? '')
}
