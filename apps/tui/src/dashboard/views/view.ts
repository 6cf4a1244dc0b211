import { wrapText } from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'
import type { DashboardState } from '../state.ts'

/** What stands where answers would, as long as there are none. */
export function noAnalysisLines({ state, columns }: Pick<ViewProps, 'state' | 'columns'>): string[] {
  return wrapText(reason(state), columns)
}

function reason({ loaded, phase, history }: DashboardState): string {
  if (loaded && loaded.test === undefined && loaded.validation === undefined) {
    return 'There are no test or validation examples to try the network on.'
  }
  const set = loaded && loaded.test === undefined ? 'validation' : 'test'
  if (phase === 'over' && history.length === 0)
    return `No epoch was completed, so the network was not tried on the ${set} examples.`
  return `Not known yet: the network is tried on the ${set} examples at the end of every epoch.`
}

/** What every view is a function of. It fills at most so many columns and rows. */
export interface ViewProps {
  readonly state: DashboardState
  readonly theme: Theme
  readonly columns: number
  readonly rows: number
}
