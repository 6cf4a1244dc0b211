import { type ConfusedPair, type Confusion, classFigures, neverPredicted, sumOf } from '@gradus/core'
import { neverCorrect } from '@gradus/core/health'
import type { ReactNode } from 'react'
import { Lines } from '../../terminal/bar-view.tsx'
import { countOf, formatCount, formatEvaluation, shortList } from '../../terminal/format.ts'
import { tableLines } from '../../terminal/table.ts'
import { firstThatFits, pageOf, type Span, widthOf, wrapText } from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'
import { type ClassNames, classNames } from '../class-names.ts'
import type { DashboardState, EpochConfusion } from '../state.ts'
import { matrixColumns, matrixLines, matrixNeeds } from './confusion-matrix.ts'
import { noConfusionLines, ONE_CLASS, type ViewProps } from './view.ts'

const HEAD_ROWS = 1
/** Rows of a page of the table beside its classes: two headings, and that of its columns. */
const TABLE_FRAME_ROWS = 3
const GAP = 3
/** Columns of a sentence such as `8 predicted as 7: 123 times, 12.3 % of label 8`. */
const SENTENCE_COLUMNS = 46
/** Sentences below the matrix for which its cells are lower. */
const WANTED_SENTENCES = 6
/** Sentences for which names in full are worth more than sentences beside the matrix. */
const FEWEST_SENTENCES = 3
const MOST_PAIRS = 12
/** Columns of a name in the table of classes. */
const WIDEST_NAME = 20
/** Classes that are never predicted, of which a sentence names the first. */
const NAMED = [40, 20, 10, 5, 3, 1]

interface Room {
  readonly columns: number
  readonly rows: number
  readonly theme: Theme
  readonly names: ClassNames
}

/** Number of examples of each class that were predicted as each class. */
export function ConfusionView(props: ViewProps): ReactNode {
  const { state, rows } = props
  const lines = state.confusion ? confusionLines(state.confusion, props) : noConfusionLines(props)
  return <Lines lines={lines.slice(0, rows)} />
}

function confusionLines(confusion: EpochConfusion, props: ViewProps): string[] {
  const { state, columns, rows, theme } = props
  if (confusion.correct.length === 1) return wrapText(ONE_CLASS, columns)
  const room = { columns, rows: rows - HEAD_ROWS, theme, names: classNames(state, theme) }
  if (hasMatrix(confusion, columns, rows))
    return [headLine(confusion, '', props), ...matrixWithSentences(confusion, room)]
  const { lines, label } = tableWithSentences(confusion, room, state.pages.confusion)
  return [headLine(confusion, label, props), ...lines]
}

/** Whether the view has pages in so much room: those of the table, for which there is no matrix. */
export function hasConfusionPages(
  { confusion }: Pick<DashboardState, 'confusion'>,
  columns: number,
  rows: number,
): boolean {
  return (
    confusion !== undefined &&
    !hasMatrix(confusion, columns, rows) &&
    confusion.correct.length > rows - TABLE_FRAME_ROWS
  )
}

function hasMatrix(confusion: Confusion, columns: number, rows: number): boolean {
  const needs = matrixNeeds(confusion)
  return needs.columns <= columns && needs.rows <= rows - HEAD_ROWS
}

function headLine(confusion: EpochConfusion, page: string, { columns, theme }: ViewProps): string {
  const { set, epoch } = confusion
  const right: Span[] = page === '' ? [] : ['   ', ['key', page]]
  const title: Span = ['title', 'Confusion']
  const result = formatEvaluation({ correct: sumOf(confusion.correct), total: sumOf(confusion.examples) })
  const texts = [`${set} examples after epoch ${epoch}: ${result} correct`, `epoch ${epoch}: ${result}`]
  return firstThatFits(
    texts.map(text => [title, `  ${text}`, ...right]),
    columns,
    theme,
  )
}

/** The matrix, with the most frequent confusions beside or below it. */
function matrixWithSentences(confusion: Confusion, { columns, rows, ...rest }: Room): string[] {
  const { theme, names } = rest
  const beside = columns - SENTENCE_COLUMNS - GAP
  const { rows: least, columns: narrowest } = matrixNeeds(confusion)
  const hasRoomBelow = rows - least - 1 >= FEWEST_SENTENCES
  if (matrixColumns(confusion, names) <= beside || (narrowest <= beside && !hasRoomBelow)) {
    const lines = matrixLines(confusion, { columns: beside, rows }, theme, names)
    const words = sentenceLines(confusion, { columns: SENTENCE_COLUMNS, rows: lines.length, ...rest })
    return sideBySide(lines, words)
  }
  const lines = matrixLines(confusion, { columns, rows: rows - WANTED_SENTENCES - 1 }, theme, names)
  const left = rows - lines.length - 1
  return left > 0 ? [...lines, '', ...sentenceLines(confusion, { columns, rows: left, ...rest })] : lines
}

/** A page of the table of classes for which the matrix has no room, and which page it is. */
interface TablePage {
  readonly lines: readonly string[]
  readonly label: string
}

/**
 * Table for more classes than the matrix has room for: the lowest recalls, and the most frequent confusions,
 * page by page.
 */
function tableWithSentences(confusion: Confusion, room: Room, page: number): TablePage {
  const { columns, rows, theme, names } = room
  const needs = matrixNeeds(confusion)
  const what = `The matrix of ${confusion.correct.length} classes needs ${needs.columns} x ${needs.rows + HEAD_ROWS} characters`
  // These are the sizes of the view, not of the terminal.
  const why = [`${what}, not ${columns} x ${rows + HEAD_ROWS}; the worst:`, `${what}; the worst:`]
  const share = (value: number | undefined): string => (value === undefined ? '-' : (100 * value).toFixed(1))
  const worst = classFigures(confusion).toSorted((a, b) => (a.recall ?? 1) - (b.recall ?? 1))
  const size = Math.max(1, rows + HEAD_ROWS - TABLE_FRAME_ROWS)
  const { items, first, label } = pageOf(worst, size, page)
  const cells = items.map(({ label, examples, recall, precision, predictions }) => [
    names.of(label, WIDEST_NAME),
    formatCount(examples),
    share(recall),
    predictions === 0 && examples > 0 ? 'never' : share(precision),
  ])
  const table = tableLines(['label', 'examples', 'recall %', 'precision %'], cells, columns)
  const left = columns - widthOf(table[0] ?? '') - GAP
  const words = sentenceLines(confusion, { ...room, columns: left, rows: size + 1 }, first / size)
  const reason = why.map((text): Span[] => [['dim', text]])
  return { lines: [firstThatFits(reason, columns, theme), ...sideBySide(table, words)], label }
}

/** Sentences on the most frequent confusions. @param page of those, from 0 */
function sentenceLines(confusion: Confusion, { columns, rows, theme, names }: Room, page = 0): string[] {
  const { examples, confused } = confusion
  const size = Math.min(MOST_PAIRS, rows - 1)
  const pairs = confused.slice(page * size, (page + 1) * size)
  return [
    firstThatFits(neverSpans(confusion, names), columns, theme),
    ...pairs.map(pair => {
      const versions = names.versions(name => pairSpans(pair, examples[pair.label] ?? 1, name)).flat()
      return firstThatFits(versions, columns, theme)
    }),
  ]
}

/** Sentences on the classes that are never predicted, or else never correctly, the longest first. */
function neverSpans(confusion: Confusion, names: ClassNames): Span[][] {
  const never = neverPredicted(confusion)
  const missed = never.length > 0 ? never : neverCorrect(confusion)
  if (missed.length === 0) {
    const isComplete = confusion.examples.every(count => count > 0)
    return [[['good', `Every label${isComplete ? '' : ' that occurs'} is predicted.`]]]
  }
  const lists = names.versions(name => {
    const all = missed.map(name)
    return [all.length, ...NAMED].map(most => shortList(all, most))
  })
  const what = `Never predicted${never.length > 0 ? '' : ' correctly'}`
  return lists.flat().map(list => [['alarm', `${what}: ${list}`]])
}

/** Sentences on a pair, the longest first. @param examples of its label */
function pairSpans(
  { label, prediction, count }: ConfusedPair,
  examples: number,
  name: (label: number) => string,
): Span[][] {
  const what: Span[] = [['good', name(label)], ' predicted as ', ['alarm', name(prediction)]]
  const [times, percent] = [countOf(count, 'time'), `${((100 * count) / examples).toFixed(1)} %`]
  return [
    [...what, `: ${times}, ${percent} of label ${name(label)}`],
    [...what, `: ${times} (${percent})`],
  ]
}

function sideBySide(left: readonly string[], right: readonly string[]): string[] {
  return left.map((line, i) => `${line}${' '.repeat(GAP)}${right[i] ?? ''}`)
}
