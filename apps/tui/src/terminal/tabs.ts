import { lineOf, type Span, spansWidth } from './text.ts'
import type { Theme } from './theme.ts'

/** Views of a screen, each with the number that is its key. */
export interface Tabs {
  readonly views: readonly string[]
  /** The view that is shown, which stands in brackets; undefined where none of them is. */
  readonly shown: string | undefined
  /** Signs behind the names of views. */
  readonly signs?: ReadonlyMap<string, readonly Span[]>
  /** Text at the right end. */
  readonly right: Span
}

/** The views with their keys in a line: closer together, or only the shown one by name, where room is short. */
export function tabsLine(tabs: Tabs, columns: number, theme: Theme): string {
  const { right } = tabs
  const [wide, narrow, short] = [
    spansOf(tabs, '  ', true),
    spansOf(tabs, ' ', true),
    spansOf(tabs, ' ', false),
  ]
  const hasRoom = spansWidth([...wide, ' ', right]) <= columns
  const line = hasRoom ? wide : spansWidth(narrow) <= columns ? narrow : short
  const gap = ' '.repeat(Math.max(1, columns - spansWidth([...line, right])))
  return lineOf([...line, gap, right], columns, theme)
}

/** @param gap between two views, in which the brackets stand */
function spansOf({ views, shown, signs }: Tabs, gap: ' ' | '  ', areNamed: boolean): Span[] {
  const at = shown === undefined ? -1 : views.indexOf(shown)
  const tabs = views.flatMap((view, i): Span[] => {
    const before = i === 0 ? ' ' : gap
    const bracket = i === at ? `${before.slice(1)}[` : i > 0 && i - 1 === at ? `]${before.slice(1)}` : before
    const name: Span[] = areNamed || i === at ? [' ', i === at ? ['accent', view] : view] : []
    return [bracket, ['key', String(i + 1)], ...name, ...(signs?.get(view) ?? [])]
  })
  return [...tabs, at === views.length - 1 ? ']' : ' ']
}
