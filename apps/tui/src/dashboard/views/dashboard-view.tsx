import { Box } from 'ink'
import type { ReactNode } from 'react'
import { Lines } from '../../terminal/bar-view.tsx'
import { lineOf, wrapText } from '../../terminal/text.ts'
import { examinationWord } from '../examination.ts'
import type { DashboardState } from '../state.ts'
import { ConfusionView, hasConfusionPages } from './confusion.tsx'
import { DoctorView, hasDoctorPages } from './doctor-view.tsx'
import { ExampleView } from './example.tsx'
import { Footer, footerLines } from './footer.tsx'
import { Head, headLines, Tabs } from './head.tsx'
import { HealthView, hasHealthPages } from './health-view.tsx'
import { HelpView, hasHelpPages } from './help-view.tsx'
import { LogView } from './log-view.tsx'
import { MistakesView } from './mistakes.tsx'
import { NeuronsView } from './neurons.tsx'
import { hasOverviewPages, type OverviewProps, OverviewView } from './overview.tsx'
import { ProgressRows } from './progress-rows.tsx'
import type { ViewProps } from './view.ts'

/** The smallest terminal that has room for every view. */
export const FEWEST_COLUMNS = 80
export const FEWEST_ROWS = 24
/** Rows from which on there are empty lines between the parts. */
const ROWS_WITH_GAPS = 30
const PROGRESS_ROWS = 2
const TABS_ROWS = 1

/** The whole dashboard, in exactly so many columns and rows. */
export function DashboardView(props: OverviewProps): ReactNode {
  const { state, theme, columns, rows } = props
  if (columns < FEWEST_COLUMNS || rows < FEWEST_ROWS) return <TooSmall {...props} />
  const gap = rows >= ROWS_WITH_GAPS ? 1 : 0
  const head = headLines({ state, theme, columns }).length
  const part = { state, theme, columns }
  const footer = footerLines({ ...part, isPaged: false }).length
  const viewRows = rows - head - PROGRESS_ROWS - TABS_ROWS - footer - 3 * gap
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Head {...part} />
      <ProgressRows {...part} />
      <Box marginTop={gap} marginBottom={gap}>
        <Tabs {...part} />
      </Box>
      <Box width={columns} height={viewRows}>
        <View {...props} rows={viewRows} />
      </Box>
      <Box marginTop={gap}>
        <Footer {...part} isPaged={isPaged({ ...part, rows: viewRows })} />
      </Box>
    </Box>
  )
}

/** Whether the view that is shown may have pages. */
function isPaged(props: ViewProps): boolean {
  const { state, columns, rows } = props
  const { view, help, showsDoctor } = state
  if (help) return hasHelpPages(props)
  if (showsDoctor) return hasDoctorPages(props)
  if (view === 'confusion') return hasConfusionPages(state, columns, rows)
  if (view === 'health') return hasHealthPages(props)
  if (view === 'overview') return hasOverviewPages(state)
  return view === 'mistakes' || view === 'neurons' || view === 'log' || view === 'example'
}

function View(props: OverviewProps): ReactNode {
  if (props.state.help) return <HelpView {...props} />
  if (props.state.showsDoctor) return <DoctorView {...props} />
  switch (props.state.view) {
    case 'overview':
      return <OverviewView {...props} />
    case 'confusion':
      return <ConfusionView {...props} />
    case 'mistakes':
      return <MistakesView {...props} />
    case 'neurons':
      return <NeuronsView {...props} />
    case 'health':
      return <HealthView {...props} />
    case 'log':
      return <LogView {...props} />
    case 'example':
      return <ExampleView {...props} />
  }
}

/** Message for a terminal that is too small: as much of it as there is room for. */
function TooSmall({ state, theme, columns, rows }: OverviewProps): ReactNode {
  const needs = `The dashboard needs ${FEWEST_COLUMNS} x ${FEWEST_ROWS} characters, this terminal has ${columns} x ${rows}.`
  const { examination } = state
  const doctor = examination ? ` ${examinationWord(examination)}` : ''
  const lines = wrapText(`${needs} ${phaseText(state)}${doctor}`, columns).map(line =>
    lineOf([line], columns, theme),
  )
  return <Lines lines={Array.from({ length: Math.max(1, rows) }, (_, row) => lines[row] ?? '')} />
}

function phaseText({ phase }: DashboardState): string {
  switch (phase) {
    case 'loading':
      return 'The data are loading; q stops.'
    case 'training':
      return 'Training goes on; q stops and saves.'
    case 'paused':
      return 'Training is paused; space goes on, q stops and saves.'
    case 'stopping':
    case 'saving':
      return 'The run is stopping, and its model will be saved.'
    case 'over':
      return 'The run is over; q leaves.'
  }
}
