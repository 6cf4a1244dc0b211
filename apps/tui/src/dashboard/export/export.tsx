import type { EpochRecord, Evaluation } from '@gradus/core'
import { renderToString } from 'ink'
import { describeError } from '../../failure.ts'
import { shortPath } from '../../terminal/printable.ts'
import { themeFor } from '../../terminal/theme.ts'
import { DashboardView } from '../views/dashboard-view.tsx'
import type { OverviewProps } from '../views/overview.tsx'
import { svgOf } from './svg.ts'
import { writeBeside } from './write-beside.ts'

/** Properties of a picture of the dashboard: it has all colours and characters, whatever the terminal has. */
export type PictureProps = Omit<OverviewProps, 'theme'>

/** The dashboard as a picture. */
export function pictureOf(props: PictureProps): string {
  const { state, columns, rows } = props
  const frame = renderToString(<DashboardView {...props} theme={themeFor({ unicode: true, depth: 24 })} />, {
    columns,
  })
  return svgOf(frame, { columns, rows, title: `Gradus, ${shownIn(state)}` })
}

function shownIn({ view, showsDoctor }: OverviewProps['state']): string {
  return showsDoctor ? 'doctor' : view
}

/**
 * Writes the present view and the history beside the model `out`. @returns where, or why not, in a sentence
 */
export async function exportView({
  out,
  ...props
}: PictureProps & { readonly out: string }): Promise<string> {
  const { history } = props.state
  try {
    const paths = [
      await writeBeside(out, `.${shownIn(props.state)}.svg`, pictureOf(props)),
      await writeBeside(out, '.history.csv', historyCsv(history)),
      await writeBeside(out, '.history.json', historyJson(history)),
    ]
    return `Wrote ${paths.map(path => shortPath(path)).join(', ')}`
  } catch (error) {
    return describeError(error)
  }
}

const SETS = ['test', 'validation'] as const
const COLUMNS = [
  'epoch',
  'cost',
  'eta',
  ...SETS.flatMap(set => [`${set}_correct`, `${set}_total`, `${set}_cost`]),
  'train_seconds',
  'evaluate_seconds',
]

/** The epochs of a run as CSV (RFC 4180): numbers with all their digits, nothing where there is none. */
export function historyCsv(history: Iterable<EpochRecord>): string {
  return [COLUMNS, ...Array.from(history, valuesOf)].map(row => `${row.join(',')}\r\n`).join('')
}

/** The epochs of a run as JSON, with all that is known of each. */
export function historyJson(history: Iterable<EpochRecord>): string {
  return `${JSON.stringify([...history], undefined, 2)}\n`
}

function valuesOf(record: EpochRecord): string[] {
  const { epoch, cost, eta, trainSeconds, evaluateSeconds } = record
  const results = SETS.flatMap(set => resultsOf(record[set]))
  return [epoch, cost, eta, ...results, trainSeconds, evaluateSeconds].map(value => String(value ?? ''))
}

function resultsOf(evaluation: Evaluation | undefined): (number | undefined)[] {
  return [evaluation?.correct, evaluation?.total, evaluation?.cost]
}
