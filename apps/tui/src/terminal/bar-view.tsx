import { Text } from 'ink'
import type { ReactNode } from 'react'
import { barLine, type Glyphs, type Progress, statusLine } from './progress-bar.ts'

/** Colours a text where the terminal shows colours. */
export type Paint = (style: 'green' | 'dim', text: string) => string

export interface BarViewProps {
  readonly progress: Progress
  readonly glyphs: Glyphs
  readonly paint: Paint
  readonly columns: number
}

/** The bar of a run, and a line with what else is known of it. */
export function BarView({ progress, glyphs, paint, columns }: BarViewProps): ReactNode {
  const { before, done, rest, after } = barLine(progress, columns, glyphs)
  return (
    <>
      <Text wrap="truncate">{`${before}${paint('green', done)}${paint('dim', rest)}${after}`}</Text>
      <Text wrap="truncate">{statusLine(progress, columns)}</Text>
    </>
  )
}

/** Lines that are as wide as they are meant to be. */
export function Lines({ lines }: { readonly lines: readonly string[] }): ReactNode {
  return lines.length === 0 ? null : <Text wrap="truncate">{lines.join('\n')}</Text>
}
