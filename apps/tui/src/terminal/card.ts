import { lineOf, type Span, spansWidth } from './spans.ts'
import type { Theme } from './theme.ts'

/** The first of these lines for which there is room, filled up with blanks; of the last one as much as there is room for. */
export function firstThatFits(lines: readonly (readonly Span[])[], columns: number, theme: Theme): string {
  const line = lines.find(spans => spansWidth(spans) <= columns) ?? lines.at(-1) ?? []
  return lineOf(line, columns, theme)
}

/** The picture's lines, which are `side` wide, as wide as the card, and the caption below. */
export function cardOf(
  picture: readonly string[],
  side: number,
  caption: readonly string[],
  columns: number,
): string[] {
  const blanks = ' '.repeat(Math.max(0, columns - side))
  return [...picture.map(line => `${line}${blanks}`), ...caption]
}
