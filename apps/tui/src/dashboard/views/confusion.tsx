import { type ConfusedPair, type Confusion, classFigures, neverPredicted, sumOf } from '@gradus/core'
import type { ReactNode } from 'react'
import { Lines } from '../../terminal/bar-view.tsx'
import { countOf, formatCount, formatEvaluation } from '../../terminal/format.ts'
import { tableLines } from '../../terminal/table.ts'
import { firstThatFits, lineOf, type Span } from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'
import type { EpochConfusion } from '../state.ts'
import { matrixLines, matrixNeeds } from './confusion-matrix.ts'
import { noConfusionLines, type ViewProps } from './view.ts'

const HEAD_ROWS = 1
const GAP = 3
/** Columns of a sentence such as `8 predicted as 7: 123 times, 12.3 % of label 8`. */
const SENTENCE_COLUMNS = 46
/** Sentences below the matrix for which its cells are lower. */
const WANTED_SENTENCES = 6
const MOST_PAIRS = 12
/** Columns of the table of classes. */
const TABLE_COLUMNS = 38

interface Room {
  readonly columns: number
  readonly rows: number
  readonly theme: Theme
}

/** Number of examples of each class that were predicted as each class. */
export function ConfusionView(props: ViewProps): ReactNode {
  const { state, rows } = props
  const lines = state.confusion ? confusionLines(state.confusion, props) : noConfusionLines(props)
  return <Lines lines={lines.slice(0, rows)} />
}

function confusionLines(confusion: EpochConfusion, { columns, rows, theme }: ViewProps): string[] {
  const room = { columns, rows: rows - HEAD_ROWS, theme }
  const needs = matrixNeeds(confusion)
  const hasRoom = needs.columns <= columns && needs.rows <= room.rows
  return [
    headLine(confusion, columns, theme),
    ...(hasRoom ? matrixWithSentences(confusion, room) : tableWithSentences(confusion, room)),
  ]
}

function headLine(confusion: EpochConfusion, columns: number, theme: Theme): string {
  const { set, epoch } = confusion
  const title: Span = ['title', 'Confusion']
  const result = formatEvaluation({ correct: sumOf(confusion.correct), total: sumOf(confusion.examples) })
  const texts = [`${set} examples after epoch ${epoch}: ${result} correct`, `epoch ${epoch}: ${result}`]
  return firstThatFits(
    texts.map(text => [title, `  ${text}`]),
    columns,
    theme,
  )
}

/** The matrix, with the most frequent confusions beside or below it. */
function matrixWithSentences(confusion: Confusion, { columns, rows, theme }: Room): string[] {
  const beside = columns - SENTENCE_COLUMNS - GAP
  if (matrixNeeds(confusion).columns <= beside) {
    const lines = matrixLines(confusion, { columns: beside, rows }, theme)
    return sideBySide(
      lines,
      sentenceLines(confusion, { columns: SENTENCE_COLUMNS, rows: lines.length, theme }),
    )
  }
  const lines = matrixLines(confusion, { columns, rows: rows - WANTED_SENTENCES - 1 }, theme)
  const left = rows - lines.length - 1
  return left > 0 ? [...lines, '', ...sentenceLines(confusion, { columns, rows: left, theme })] : lines
}

/**
 * Table for more classes than the matrix has room for: the lowest recalls, and the most frequent confusions.
 */
function tableWithSentences(confusion: Confusion, { columns, rows, theme }: Room): string[] {
  const needs = matrixNeeds(confusion)
  const what = `The matrix of ${confusion.correct.length} classes needs ${needs.columns} x ${needs.rows + HEAD_ROWS} characters`
  // These are the sizes of the view, not of the terminal.
  const why = [`${what}, not ${columns} x ${rows + HEAD_ROWS}; the worst:`, `${what}; the worst:`]
  const share = (value: number | undefined): string => (value === undefined ? '-' : (100 * value).toFixed(1))
  const worst = classFigures(confusion).toSorted((a, b) => (a.recall ?? 1) - (b.recall ?? 1))
  const cells = worst
    .slice(0, rows - 2)
    .map(({ label, examples, recall, precision, predictions }) => [
      String(label),
      formatCount(examples),
      share(recall),
      predictions === 0 && examples > 0 ? 'never' : share(precision),
    ])
  const table = tableLines(['label', 'examples', 'recall %', 'precision %'], cells, TABLE_COLUMNS)
  const words = sentenceLines(confusion, { columns: columns - TABLE_COLUMNS - GAP, rows: rows - 1, theme })
  return [
    firstThatFits(
      why.map((text): Span[] => [['dim', text]]),
      columns,
      theme,
    ),
    ...sideBySide(
      table.map(line => line.padEnd(TABLE_COLUMNS)),
      words,
    ),
  ]
}

/** Sentences on the most frequent confusions. */
function sentenceLines(confusion: Confusion, { columns, rows, theme }: Room): string[] {
  const { examples, confused } = confusion
  const never = neverPredicted(confusion)
  const isComplete = examples.every(count => count > 0)
  const first: Span =
    never.length === 0
      ? ['good', `Every label${isComplete ? '' : ' that occurs'} is predicted.`]
      : ['alarm', `Never predicted: ${never.join(', ')}`]
  const pairs = confused.slice(0, Math.min(MOST_PAIRS, rows - 1))
  return [
    lineOf([first], columns, theme),
    ...pairs.map(pair => firstThatFits(pairSpans(pair, examples[pair.label] ?? 1), columns, theme)),
  ]
}

/** Sentences on a pair, the longest first. @param examples of its label */
function pairSpans({ label, prediction, count }: ConfusedPair, examples: number): Span[][] {
  const what: Span[] = [['good', String(label)], ' predicted as ', ['alarm', String(prediction)]]
  const [times, percent] = [countOf(count, 'time'), `${((100 * count) / examples).toFixed(1)} %`]
  return [
    [...what, `: ${times}, ${percent} of label ${label}`],
    [...what, `: ${times} (${percent})`],
  ]
}

function sideBySide(left: readonly string[], right: readonly string[]): string[] {
  return left.map((line, i) => `${line}${' '.repeat(GAP)}${right[i] ?? ''}`)
}
