import { wrapText } from '../../terminal/text.ts'
import type { Style, Theme } from '../../terminal/theme.ts'
import type { DashboardState } from '../state.ts'

/** Styles of a verdict. */
export const HEALTH_STYLES: Readonly<Record<DashboardState['health']['status'] | 'note', Style>> = {
  unknown: 'dim',
  note: 'dim',
  healthy: 'good',
  warning: 'warning',
  alarm: 'alarm',
}

/** Lines in place of a confusion, as long as there is none. */
export function noConfusionLines({ state, columns }: Pick<ViewProps, 'state' | 'columns'>): string[] {
  return wrapText(reason(state), columns)
}

function reason({ loaded, phase, history }: DashboardState): string {
  if (loaded && loaded.test === undefined && loaded.validation === undefined) {
    return 'There are no test or validation examples to evaluate the network on.'
  }
  const set = loaded && loaded.test === undefined ? 'validation' : 'test'
  if (phase === 'over' && history.length === 0)
    return `No epoch was completed, so the network was not evaluated on the ${set} examples.`
  return `Not known yet: the network is evaluated on the ${set} examples at the end of every epoch.`
}

/** Words in place of a confusion where there is only one class, which every example is said to be of. */
export const ONE_CLASS =
  'The network has one output, and so one class: every example has the same label and prediction, and none can be misclassified. Give each class an output of its own to count mistakes.'

/** Properties that every view gets. A view fills at most so many columns and rows. */
export interface ViewProps {
  readonly state: DashboardState
  readonly theme: Theme
  readonly columns: number
  readonly rows: number
}
