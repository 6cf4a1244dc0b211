import { stripVTControlCharacters } from 'node:util'
import { renderToString } from 'ink'
import type { ReactNode } from 'react'
import stringWidth from 'string-width'
import { expect } from 'vitest'
import type { DashboardState } from '../src/dashboard/state.ts'
import type { ViewProps } from '../src/dashboard/views/view.ts'
import { type Theme, themeFor } from '../src/terminal/theme.ts'
import { ASCII, COLOURED, PLAIN } from './frames.ts'

/** Area for a view on the smallest sufficient terminal, on the usual one, and on a large one. */
const ROOMS = [
  { columns: 80, rows: 20 },
  { columns: 120, rows: 34 },
  { columns: 200, rows: 54 },
] as const

const THEMES = {
  plain: PLAIN,
  ASCII,
  'true colour': COLOURED,
  '256 colours': themeFor({ unicode: true, depth: 8 }),
  '16 colours': themeFor({ unicode: true, depth: 4 }),
  'colours without Unicode': themeFor({ unicode: false, depth: 24 }),
}

interface Place {
  readonly columns: number
  readonly rows: number
  readonly theme: Theme
}

/** Every size in every theme, as the arguments of a test. */
export const PLACES = ROOMS.flatMap(room =>
  Object.entries(THEMES).map(
    ([name, theme]) => [`${room.columns} x ${room.rows}, ${name}`, { ...room, theme }] as const,
  ),
)

/** The smallest, without colours. */
export const SMALLEST: Place = { ...ROOMS[0], theme: PLAIN }
export const USUAL: Place = { ...ROOMS[1], theme: PLAIN }
export const LARGE: Place = { ...ROOMS[2], theme: PLAIN }

/** Text of a view, line by line: all lines fit, and have no escape codes where there are no colours. */
export function readView(
  View: (props: ViewProps) => ReactNode,
  state: DashboardState,
  { columns, rows, theme }: Place,
): string[] {
  const text = renderToString(<View state={state} theme={theme} columns={columns} rows={rows} />, { columns })
  const lines = stripVTControlCharacters(text).split('\n')
  if (theme.depth === 1) expect(text).toBe(lines.join('\n'))
  expect(lines.length).toBeLessThanOrEqual(rows)
  // Ink would cut what is longer, and say so by an ellipsis.
  for (const line of lines) {
    expect(stringWidth(line), line).toBeLessThanOrEqual(columns)
    expect(line).not.toContain('…')
    if (!theme.unicode) expect(line).toMatch(/^[ -~]*$/)
  }
  return lines
}
