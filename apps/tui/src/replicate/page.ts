import { styleText } from 'node:util'
import { columnsOfOutput } from '../terminal/columns.ts'

/** What a report is written on. */
export interface Page {
  readonly columns: number
  /** Colours a text where the page shows colours. */
  readonly paint: (style: 'bold' | 'green' | 'red', text: string) => string
}

/** Longer lines are hard to read. */
const MOST_COLUMNS = 80

/** Standard output, as it is now. */
export function pageOfOutput(): Page {
  return {
    columns: Math.min(MOST_COLUMNS, columnsOfOutput()),
    paint: (style, text) => styleText(style, text, { stream: process.stdout }),
  }
}
