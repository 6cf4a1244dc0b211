import type { ReactNode } from 'react'
import { Lines } from '../../terminal/lines.tsx'
import { lineOf, type Span } from '../../terminal/spans.ts'
import { wrapText } from '../../terminal/wrap-text.ts'
import { ETA_FACTOR } from '../eta-step.ts'
import type { ViewProps } from './view-props.ts'

const KEYS: readonly (readonly [keys: string, meaning: string])[] = [
  ['space', 'pause, and go on: a paused run stands still, clocks included'],
  ['n, e', 'one mini-batch more, one epoch more, while paused'],
  ['up, down', `eta times ${ETA_FACTOR}, eta divided by ${ETA_FACTOR}`],
  ['s', 'save a checkpoint now'],
  ['r', 'rewind to the same initial weights'],
  ['x', 'export: this view as SVG, the history as CSV and JSON'],
  ['left, right', 'the page before, the next page; PageUp and PageDown too'],
  ['1 .. 6', 'overview, confusion, mistakes, neurons, health, log'],
  ['Tab, Shift-Tab', 'the next view, the view before'],
  ['?', 'this help; Escape closes it'],
  ['q, Ctrl-C', 'finish the mini-batch, save, and leave'],
  ['Ctrl-Z', 'suspend; the command fg of the shell goes on'],
  ['any other key', 'leaves, once the run is over: 1 .. 6, Tab, arrows, ? and x look around'],
]

const VIEWS: readonly (readonly [view: string, meaning: string])[] = [
  ['overview', 'accuracy and cost after each epoch, and the cost of the last mini-batches'],
  ['confusion', 'how often each class was taken for each other one'],
  ['mistakes', 'what was misread, the worst first'],
  ['neurons', 'the weights into each hidden neuron, as a picture of what it looks at'],
  ['health', 'whether the network learns, by which evidence, and what to do if not'],
  ['log', 'what happened so far'],
]

const NAMES = 16

/** All keys, and below them what the views show where there is room. */
export function HelpView({ theme, columns, rows }: ViewProps): ReactNode {
  const entry = ([name, meaning]: readonly [string, string]): Span[][] =>
    wrapText(meaning, Math.max(1, columns - NAMES)).map((line, i) => [
      ['key', (i === 0 ? name : '').padEnd(NAMES)],
      line,
    ])
  const keys: Span[][] = [[['title', 'Keys']], ...KEYS.flatMap(entry)]
  const views: Span[][] = [[], [['title', 'Views']], ...VIEWS.flatMap(entry)]
  const spans = keys.length + views.length <= rows ? [...keys, ...views] : keys
  return <Lines lines={Array.from({ length: rows }, (_, row) => lineOf(spans[row] ?? [], columns, theme))} />
}
