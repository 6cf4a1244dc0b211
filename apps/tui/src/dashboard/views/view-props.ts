import type { Theme } from '../../terminal/theme.ts'
import type { DashboardState } from '../state.ts'

/** What every view is a function of. It fills at most so many columns and rows. */
export interface ViewProps {
  readonly state: DashboardState
  readonly theme: Theme
  readonly columns: number
  readonly rows: number
}
