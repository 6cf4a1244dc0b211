import type { ReactNode } from 'react'
import { factsOf, shareOf, spentBy } from '../../examination/course.ts'
import { Lines } from '../../terminal/bar-view.tsx'
import { countOf, formatDuration } from '../../terminal/format.ts'
import { barSpans } from '../../terminal/progress-bar.ts'
import { lineOf, packed, pageOf, type Span, widthOf, wrapText } from '../../terminal/text.ts'
import type { Style, Theme } from '../../terminal/theme.ts'
import type { Examination } from '../examination.ts'
import type { DashboardState } from '../state.ts'
import type { ViewProps } from './view.ts'

const TITLE_ROWS = 1
const LONGEST_BAR = 60
const SEPARATOR = '   '
/** The work before the first trial. */
const LOOK = 'a look at the data, the Spec and the first network'

const STYLES: Readonly<Record<Examination['phase'], Style>> = {
  running: 'good',
  stopping: 'warning',
  stopped: 'warning',
  failed: 'alarm',
  done: 'accent',
}

/** The examination of the run: how far it is, or its report, page by page. */
export function DoctorView(props: ViewProps): ReactNode {
  const { state, theme, columns, rows } = props
  const { items, label } = pageOf(linesOf(state, columns, theme), rows - TITLE_ROWS, state.pages.doctor)
  const { phase = 'stopped' } = state.examination ?? {}
  const title: Span[] = [
    ['title', 'Doctor'],
    '  ',
    [STYLES[phase], phase],
    ['key', label && `${SEPARATOR}${label}: arrows left and right`],
  ]
  return <Lines lines={[lineOf(title, columns, theme), ...items]} />
}

/** Whether the report has pages in so much room. */
export function hasDoctorPages({ state, columns, rows, theme }: ViewProps): boolean {
  return linesOf(state, columns, theme).length > rows - TITLE_ROWS
}

function linesOf(state: DashboardState, columns: number, theme: Theme): string[] {
  const { examination } = state
  if (!examination) return []
  const { diagnosis, changes } = examination
  if (diagnosis) {
    const lines = diagnosis.lines({ columns, theme })
    return ['', ...lines.flatMap(line => (widthOf(line) <= columns ? [line] : commandLines(line, columns)))]
  }
  const run =
    changes === 0 ? 'as it was started' : `with the ${countOf(changes, 'change')} of eta that it had by then`
  const texts = [`The run is examined ${run}.`, ...wordsOf(examination), phaseText(state)]
  const told = texts
    .flatMap(text => ['', ...wrapText(text, columns)])
    .map(line => lineOf([line], columns, theme))
  return [...told.slice(0, 2), '', ...courseLines(examination, columns, theme), ...told.slice(2)]
}

/** A bar of the budget, and the facts. */
function courseLines({ course, seconds }: Examination, columns: number, theme: Theme): string[] {
  const bar = barSpans(shareOf(course), Math.min(LONGEST_BAR, columns), theme)
  const facts = course.phase ? factsOf(course, seconds) : [LOOK, formatDuration(seconds)]
  return [bar, ...packed(facts, SEPARATOR, columns).map(line => [line])].map(line =>
    lineOf(line, columns, theme),
  )
}

/** A text on the end of an examination that has none yet, or failed. */
function wordsOf({ phase, course, problem }: Examination): string[] {
  const kept = 'No trial that was done is lost.'
  switch (phase) {
    case 'failed':
      return [`The examination failed: ${problem}`, `${kept} d tries again.`]
    case 'stopped':
      return [`It was stopped after ${countOf(spentBy(course), 'example')}. ${kept} d goes on.`]
    case 'stopping':
      return [`It is stopping. ${kept}`]
    default:
      return [
        `It trains the run again and again, each time with one thing changed, in a process of its own, which changes nothing in this run. Escape stops it. ${kept}`,
      ]
  }
}

function phaseText({ phase }: DashboardState): string {
  switch (phase) {
    case 'paused':
      return 'Training is paused.'
    case 'over':
      return 'The run is over. The examination ends when the dashboard is left.'
    default:
      return 'Training goes on.'
  }
}

/** A command in lines that a shell takes together: it is cut between words alone. */
function commandLines(command: string, columns: number): string[] {
  const lines: string[] = []
  for (const word of command.match(/(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/g) ?? []) {
    const last = lines.at(-1)
    const longer = `${last} ${word}`
    if (last !== undefined && widthOf(`${longer} \\`) <= columns) lines[lines.length - 1] = longer
    else lines.push(last === undefined ? word : `  ${word}`)
  }
  return lines.map((line, i) => (i < lines.length - 1 ? `${line} \\` : line))
}
