import type { ReactNode } from 'react'
import { Lines } from '../../terminal/bar-view.tsx'
import { lineOf, type Span, spansWidth, wrapText } from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'
import { canBegin, examinationWord } from '../examination.ts'
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
  const { phase } = state
  const word = noticeOf(state)
  const spans = footerOf(props)
  if (word === undefined || ['stopping', 'saving'].includes(phase) || spansWidth(spans) <= columns)
    return [lineOf(spans, columns, theme)]
  const told = wrapText(word, columns).slice(0, MOST_ROWS - 1)
  const keys = spansOf(phase === 'over' ? [...hintsOfEnd(theme), ['any other key', 'leaves']] : [HELP, QUIT])
  return [...told.map((line): Span[] => [['accent', line]]), keys].map(line => lineOf(line, columns, theme))
}

/** The notice of the last key, or else a word on the examination where a view of the run is shown. */
function noticeOf({ notice, examination, showsDoctor, help }: DashboardState): string | undefined {
  return notice ?? (examination && (help || !showsDoctor) ? examinationWord(examination) : undefined)
}

function footerOf({ state, theme, columns, isPaged }: FooterProps): Span[] {
  const { phase, notice } = state
  const word = noticeOf(state)
  const told: Span[] = word === undefined ? [] : [['accent', word], '   ']
  if (phase === 'over') {
    if (word !== undefined) return [['accent', word], '; any key but those of views leaves']
    return ['The run is over: ', ...spansOf(hintsOfEnd(theme)), ', any other key leaves']
  }
  if (phase === 'stopping') return [['warning', 'Stopping; Ctrl-C again quits at once, without saving']]
  if (phase === 'saving') return [['dim', 'Saving the model']]
  if (notice !== undefined) return [...told, ...spansOf([HELP, QUIT])]
  let spans: Span[] = told
  for (const hint of hintsOf(state, isPaged, theme)) {
    const longer = [...spans, ...(spans === told ? [] : ['   ']), ...spansOf([hint])]
    if (spansWidth(longer) > columns) break
    spans = longer
  }
  return spans
}

function hintsOfEnd({ unicode }: Theme): Hint[] {
  return [[`1-${VIEWS.length}, Tab, ${unicode ? '←→' : 'arrows'}, ?, d and x`, 'look around']]
}

function hintsOf(state: DashboardState, isPaged: boolean, { unicode }: Theme): Hint[] {
  const { phase, view, help, showsDoctor } = state
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
    ...(showsDoctor && !help ? doctorHints(state) : [['d', 'doctor'] as const]),
    ...(view === 'neurons' ? [['c', 'change'] as const, ['o', 'order'] as const] : []),
    [upDown, 'eta'],
    ['s', 'save'],
    ['r', 'rewind'],
    ['x', 'export'],
    ['Tab', 'next view'],
  ]
}

function doctorHints({ examination }: DashboardState): Hint[] {
  if (canBegin(examination))
    return [
      ['d', 'go on'],
      ['Esc', 'close'],
    ]
  if (examination?.phase !== 'running') return [['d, Esc', 'close']]
  return [
    ['d', 'close'],
    ['Esc', 'stop the examination'],
  ]
}

function spansOf(hints: readonly Hint[]): Span[] {
  return hints.flatMap(([key, meaning], i): Span[] => [
    ...(i === 0 ? [] : ['   ']),
    ['key', key],
    ` ${meaning}`,
  ])
}
