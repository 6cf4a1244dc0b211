import { stripVTControlCharacters } from 'node:util'
import { renderToString } from 'ink'
import type { ReactNode } from 'react'
import stringWidth from 'string-width'
import { expect } from 'vitest'
import { type Theme, themeFor } from '../src/terminal/theme.ts'

/** Sizes of terminals: the smallest that is enough, the usual, and a large one. */
export const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
] as const

export const PLAIN: Theme = themeFor({ unicode: true, depth: 1 })
export const ASCII: Theme = themeFor({ unicode: false, depth: 1 })
export const COLOURED: Theme = themeFor({ unicode: true, depth: 24 })

/** Every size in every theme, as the arguments of a test. */
export const FRAMES = SIZES.flatMap(({ columns, rows }) =>
  Object.entries({ plain: PLAIN, ASCII, coloured: COLOURED }).map(
    ([name, theme]) => [`${columns} x ${rows}, ${name}`, { columns, rows, theme }] as const,
  ),
)

/** Text of a view, line by line: it has exactly so many rows, none wider than the columns. */
export function readFrame(node: ReactNode, columns: number, rows: number): string[] {
  const lines = stripVTControlCharacters(renderToString(node, { columns })).split('\n')
  expect(lines).toHaveLength(rows)
  for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(columns)
  return lines
}
