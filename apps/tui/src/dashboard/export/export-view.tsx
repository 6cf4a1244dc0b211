import { renderToString } from 'ink'
import { describeError } from '../../failure.ts'
import { shortPath } from '../../terminal/shell-words.ts'
import { themeFor } from '../../terminal/terminal-theme.ts'
import { DashboardView } from '../views/dashboard-view.tsx'
import type { OverviewProps } from '../views/overview.tsx'
import { historyCsv, historyJson } from './history.ts'
import { svgOf } from './svg.ts'
import { writeBeside } from './write-beside.ts'

/** What a picture of the dashboard needs: it has all colours and characters, whatever the terminal has. */
export type PictureProps = Omit<OverviewProps, 'theme'>

/** The dashboard as a picture. */
export function pictureOf(props: PictureProps): string {
  const { state, columns, rows } = props
  const frame = renderToString(<DashboardView {...props} theme={themeFor({ unicode: true, depth: 24 })} />, {
    columns,
  })
  return svgOf(frame, { columns, rows, title: `Gradus, ${state.view}` })
}

/** Writes the present view and the history beside the model `out`. @returns where, or why not, in a sentence */
export async function exportView({
  out,
  ...props
}: PictureProps & { readonly out: string }): Promise<string> {
  const { view, history } = props.state
  try {
    const paths = [
      await writeBeside(out, `.${view}.svg`, pictureOf(props)),
      await writeBeside(out, '.history.csv', historyCsv(history)),
      await writeBeside(out, '.history.json', historyJson(history)),
    ]
    return `Wrote ${paths.map(path => shortPath(path)).join(', ')}`
  } catch (error) {
    return describeError(error)
  }
}
