import type { ReactNode } from 'react'
import { Lines } from '../../terminal/lines.tsx'
import { lineOf, type Span, spansWidth } from '../../terminal/spans.ts'
import type { Theme } from '../../terminal/theme.ts'
import type { DashboardState } from '../state.ts'
import type { HeadProps } from './head.tsx'

type Hint = readonly [key: string, meaning: string]

const HELP: Hint = ['?', 'help']
const QUIT: Hint = ['q', 'quit']

/** What the last key did, and which keys there are; the most wanted first. */
export function Footer({ state, theme, columns }: HeadProps): ReactNode {
  return <Lines lines={[lineOf(footerOf(state, theme, columns), columns, theme)]} />
}

function footerOf(state: DashboardState, theme: Theme, columns: number): Span[] {
  const { phase, notice } = state
  if (phase === 'over') {
    if (notice !== undefined) return [['accent', notice], '; any key but those of views leaves']
    return ['The run is over: ', ...spansOf(hintsOfEnd(theme)), ', any other key leaves']
  }
  if (phase === 'stopping') return [['warning', 'Stopping; Ctrl-C again quits at once, without saving']]
  if (phase === 'saving') return [['dim', 'Saving the model']]
  if (notice !== undefined) return [['accent', notice], '   ', ...spansOf([HELP, QUIT])]
  let spans: Span[] = []
  for (const hint of hintsOf(state, theme)) {
    const longer = [...spans, ...(spans.length === 0 ? [] : ['   ']), ...spansOf([hint])]
    if (spansWidth(longer) > columns) break
    spans = longer
  }
  return spans
}

function hintsOfEnd({ unicode }: Theme): Hint[] {
  return [[unicode ? '1-6, Tab, ←→, ? and x' : '1-6, Tab, arrows, ? and x', 'look around']]
}

function hintsOf({ phase, view }: DashboardState, { unicode }: Theme): Hint[] {
  if (phase === 'loading') return [HELP, QUIT]
  const [upDown, leftRight] = unicode ? ['↑↓', '←→'] : ['up/down', 'left/right']
  const isPaged = view === 'mistakes' || view === 'neurons' || view === 'log'
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
    ...(isPaged ? [[leftRight, 'page'] as const] : []),
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
