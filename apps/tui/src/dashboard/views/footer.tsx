import type { ReactNode } from 'react'
import { Lines } from '../../terminal/bar-view.tsx'
import { lineOf, type Span, spansWidth, wrapText } from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'
import { type DashboardState, VIEWS } from '../state.ts'
import type { HeadProps } from './head.tsx'

type Hint = readonly [key: string, meaning: string]

const HELP: Hint = ['?', 'help']
const QUIT: Hint = ['q', 'quit']

interface FooterProps extends HeadProps {
  /** Whether the view may have pages. */
  readonly isPaged: boolean
}

/** Rows of a notice at the most. */
const MOST_ROWS = 4

/** Notice of the last key, and the available keys, the most wanted first. */
export function Footer(props: FooterProps): ReactNode {
  return <Lines lines={footerLines(props)} />
}

/** One line; more for a notice that is longer than that, such as the names of files. */
export function footerLines(props: FooterProps): string[] {
  const { state, theme, columns } = props
  const { notice, phase } = state
  const spans = footerOf(props)
  if (notice === undefined || ['stopping', 'saving'].includes(phase) || spansWidth(spans) <= columns)
    return [lineOf(spans, columns, theme)]
  const told = wrapText(notice, columns).slice(0, MOST_ROWS - 1)
  const keys = spansOf(phase === 'over' ? [...hintsOfEnd(theme), ['any other key', 'leaves']] : [HELP, QUIT])
  return [...told.map((line): Span[] => [['accent', line]]), keys].map(line => lineOf(line, columns, theme))
}

function footerOf({ state, theme, columns, isPaged }: FooterProps): Span[] {
  const { phase, notice } = state
  if (phase === 'over') {
    if (notice !== undefined) return [['accent', notice], '; any key but those of views leaves']
    return ['The run is over: ', ...spansOf(hintsOfEnd(theme)), ', any other key leaves']
  }
  if (phase === 'stopping') return [['warning', 'Stopping; Ctrl-C again quits at once, without saving']]
  if (phase === 'saving') return [['dim', 'Saving the model']]
  if (notice !== undefined) return [['accent', notice], '   ', ...spansOf([HELP, QUIT])]
  let spans: Span[] = []
  for (const hint of hintsOf(state, isPaged, theme)) {
    const longer = [...spans, ...(spans.length === 0 ? [] : ['   ']), ...spansOf([hint])]
    if (spansWidth(longer) > columns) break
    spans = longer
  }
  return spans
}

function hintsOfEnd({ unicode }: Theme): Hint[] {
  return [[`1-${VIEWS.length}, Tab, ${unicode ? '←→' : 'arrows'}, ? and x`, 'look around']]
}

function hintsOf({ phase, view }: DashboardState, isPaged: boolean, { unicode }: Theme): Hint[] {
  if (phase === 'loading') return [HELP, QUIT]
  const [upDown, leftRight] = unicode ? ['↑↓', '←→'] : ['up/down', 'left/right']
  const steps: Hint[] =
    phase === 'paused'
      ? [
          ['n', 'mini-batch'],
          ['e', 'epoch'],
        ]
      : []
  return [
    ['space', phase === 'paused' ? 'go on' : 'pause'],
    ...steps,
    HELP,
    QUIT,
    ...(isPaged ? [[leftRight, view === 'example' ? 'example' : 'page'] as const] : []),
    ...(view === 'neurons' ? [['c', 'change'] as const, ['o', 'order'] as const] : []),
    [upDown, 'eta'],
    ['s', 'save'],
    ['r', 'rewind'],
    ['x', 'export'],
    ['Tab', 'next view'],
  ]
}

function spansOf(hints: readonly Hint[]): Span[] {
  return hints.flatMap(([key, meaning], i): Span[] => [
    ...(i === 0 ? [] : ['   ']),
    ['key', key],
    ` ${meaning}`,
  ])
}
