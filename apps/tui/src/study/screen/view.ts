import type { Theme } from '../../terminal/theme.ts'
import type { StudySnapshot } from '../study-snapshot.ts'
import type { Look } from './look.ts'

/** Properties of a part of the screen, which has so many columns and rows. */
export interface StudyViewProps {
  readonly study: StudySnapshot
  readonly look: Look
  readonly theme: Theme
  readonly columns: number
  readonly rows: number
}
