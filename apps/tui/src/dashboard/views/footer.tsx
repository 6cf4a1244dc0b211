import type { ReactNode } from 'react'
import { Lines } from '../../terminal/bar-view.tsx'
import { pictureSize } from '../../terminal/pictures/picture.ts'
import { lineOf, type Span, spansWidth, wrapText } from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'
import { ETA_FACTOR } from '../keys.ts'
import type { DashboardState } from '../state.ts'
import type { HeadProps } from './head.tsx'
import type { ViewProps } from './view.ts'

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
  return [[unicode ? '1-7, Tab, ←→, ? and x' : '1-7, Tab, arrows, ? and x', 'look around']]
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

const KEYS: readonly (readonly [keys: string, meaning: string])[] = [
  ['space', 'pause, and go on: a paused run stands still, clocks included'],
  ['n, e', 'one mini-batch more, one epoch more, while paused'],
  ['up, down', `eta times ${ETA_FACTOR}, eta divided by ${ETA_FACTOR}`],
  ['s', 'save a checkpoint now'],
  ['r', 'rewind to the same initial weights'],
  ['x', 'export: this view as SVG, the history as CSV and JSON'],
  ['left, right', 'the page before, the next page; PageUp and PageDown too'],
  ['1 .. 7', 'overview, confusion, mistakes, neurons, health, log, example'],
  ['c, o', 'of neurons: weights or their change; the strongest first, or by number'],
  ['Tab, Shift-Tab', 'the next view, the view before'],
  ['?', 'this help; Escape closes it'],
  ['q, Ctrl-C', 'finish the mini-batch, save, and leave'],
  ['Ctrl-Z', 'suspend; the command fg of the shell goes on'],
  ['any other key', 'leaves, once the run is over: 1 .. 7, Tab, arrows, ?, x look around'],
]

const VIEWS: readonly (readonly [view: string, meaning: string])[] = [
  ['overview', 'accuracy and cost after each epoch, and the cost of the last mini-batches'],
  ['confusion', 'how often each class was predicted as each other one'],
  ['mistakes', 'the misclassified examples, the worst first'],
  ['neurons', 'the weights into each hidden neuron'],
  ['health', 'whether the network learns, by which evidence, and what to do if not'],
  ['log', 'the events so far'],
  ['example', 'one example on its way through the network; the arrows take another'],
]

const NAMES = 16

/** All keys, and below them what the views show where there is room. */
export function HelpView({ state, theme, columns, rows }: ViewProps): ReactNode {
  const entry = ([name, meaning]: readonly [string, string]): Span[][] =>
    wrapText(meaning, Math.max(1, columns - NAMES)).map((line, i) => [
      ['key', (i === 0 ? name : '').padEnd(NAMES)],
      line,
    ])
  const keys: Span[][] = [[['title', 'Keys']], ...KEYS.flatMap(entry)]
  const meanings = VIEWS.map(([view, meaning]): [string, string] => {
    return [
      view,
      view === 'neurons' ? `${meaning}, as ${hasPictures(state) ? 'a picture' : 'bars'}` : meaning,
    ]
  })
  const views: Span[][] = [[], [['title', 'Views']], ...meanings.flatMap(entry)]
  const spans = keys.length + views.length <= rows ? [...keys, ...views] : keys
  return <Lines lines={Array.from({ length: rows }, (_, row) => lineOf(spans[row] ?? [], columns, theme))} />
}

/** Whether the inputs are pictures, as far as is known. */
function hasPictures({ started, loaded }: DashboardState): boolean {
  const [inputs] = started?.spec.sizes ?? []
  return inputs === undefined || pictureSize(inputs, loaded?.cols) !== undefined
}
