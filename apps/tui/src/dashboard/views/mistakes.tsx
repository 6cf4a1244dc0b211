import { type Misclassified, sumOf } from '@gradus/core'
import type { ReactNode } from 'react'
import { Lines } from '../../terminal/bar-view.tsx'
import { formatCount, formatScore } from '../../terminal/format.ts'
import {
  greyPicture,
  type PictureSize,
  pictureSize,
  resized,
  scaleOf,
} from '../../terminal/pictures/picture.ts'
import {
  greyStrip,
  type PictureGrid,
  pictureGrid,
  placeCards,
  signedStrip,
  sizeOf,
} from '../../terminal/pictures/picture-grid.ts'
import {
  cardOf,
  firstThatFits,
  flushRight,
  lineOf,
  packed,
  pageOf,
  type Span,
  spansWidth,
  widthOf,
  wrapText,
} from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'
import { type ClassNames, classNames } from '../class-names.ts'
import { type ColumnValue, columnValues } from '../input-columns.ts'
import type { EpochConfusion } from '../state.ts'
import { noConfusionLines, ONE_CLASS, type ViewProps } from './view.ts'

const HEAD_ROWS = 2
/** Pictures on a page that are worth more than larger ones, and the pixels of a side at which a digit is read. */
const ENOUGH = 3
const LEGIBLE = 12
const FEWEST_STRIP_COLUMNS = 8
/** Columns of a name where there is least room, and in a list. */
const SHORTEST_NAME = 6
const LONGEST_NAME = 12
/** `0.999987:0.999986` */
const SCORES_COLUMNS = 17
/** Columns of an input, at the least: `-0.123` has as many. */
const NUMBER_COLUMNS = 6

/** Gallery of misclassified examples, the worst first. */
export function MistakesView(props: ViewProps): ReactNode {
  const { confusion } = props.state
  const lines = confusion ? mistakeLines(confusion, props) : noConfusionLines(props)
  return <Lines lines={lines.slice(0, props.rows)} />
}

/** A misclassified example, and its inputs: bytes that are all 0 until they have come. */
interface Mistake extends Misclassified {
  readonly pixels: Uint8Array | Float32Array
}

function mistakeLines(confusion: EpochConfusion, props: ViewProps): string[] {
  const { state, theme, columns, rows } = props
  const names = classNames(state, theme)
  const classes = confusion.correct.length
  if (classes === 1) return wrapText(ONE_CLASS, columns)
  const blank = new Uint8Array(state.started?.spec.sizes[0] ?? 0)
  const mistakes = confusion.worst.map((each): Mistake => {
    return { ...each, pixels: state.pixels.get(each.example) ?? blank }
  })
  if (mistakes.length === 0) return [headLine(confusion, '', props)]
  const size = pictureSize(blank.length, state.loaded?.cols)
  const room = { columns, rows: rows - HEAD_ROWS }
  const widest = 'x'.repeat(names.width(classes, SHORTEST_NAME))
  const captionWidth = Math.max(widthOf(`${widest}, not ${widest}`), SCORES_COLUMNS)
  const wishes = { count: mistakes.length, enough: ENOUGH, legible: LEGIBLE, captionWidth }
  const grid = size && pictureGrid(room, size, { ...wishes, captionLines: 2 })
  const page = pageOf(mistakes, grid ? sizeOf(grid) : Math.max(1, room.rows), state.pages.mistakes)
  const below =
    grid && size
      ? placeCards(
          page.items.map(mistake => pictureCard(mistake, size, grid, names, theme)),
          grid,
        )
      : listLines(page.items, classes, names, props)
  return [headLine(confusion, page.label, props), legendLine(props), ...below]
}

function headLine(confusion: EpochConfusion, page: string, { columns, theme }: ViewProps): string {
  const { set, epoch, worst } = confusion
  const total = sumOf(confusion.examples)
  const misclassified = total - sumOf(confusion.correct)
  const what: Span = ['title', 'Mistakes']
  const share = `${formatCount(misclassified)} of ${formatCount(total)}`
  const count = `${share} ${set} examples misclassified after epoch ${epoch}`
  const kept = worst.length < misclassified ? `the worst ${worst.length} here` : 'all here'
  const right: Span[] = page === '' ? [] : ['   ', ['key', page]]
  const long = misclassified === 0 ? count : `${count}, ${kept}`
  const texts = [
    long,
    count,
    `${share} ${set} examples misclassified, epoch ${epoch}`,
    `epoch ${epoch}: ${share}`,
  ]
  return firstThatFits(
    texts.map(text => [what, `  ${text}`, ...right]),
    columns,
    theme,
  )
}

function pictureCard(
  mistake: Mistake,
  { width }: PictureSize,
  grid: PictureGrid,
  names: ClassNames,
  theme: Theme,
): string[] {
  const cells = resized({ width, values: mistake.pixels }, grid.pixels)
  const caption = captionOf(mistake, names).map(lines => firstThatFits(lines, grid.width, theme))
  return cardOf(greyPicture(cells, theme), cells.width, caption, grid.width)
}

/** Order of the mistakes, and meaning of their numbers. */
function legendLine({ state, columns, theme }: ViewProps): string {
  const isSoftmax = state.started?.spec.output === 'softmax'
  const what = isSoftmax ? 'probabilities' : 'scores (no probabilities)'
  const sum = isSoftmax
    ? 'they add up to 1 over all classes'
    : 'sigmoid outputs are no probabilities, and need not add up to 1'
  const order = 'the largest difference first'
  const texts = [
    `Predicted, not label: the ${isSoftmax ? 'probability' : 'score'} of the one against that of the other, ${order}; ${sum}`,
    `Predicted, not label: ${what} of the two, ${order}`,
    `Predicted, not label: ${what}, ${order}`,
  ]
  return firstThatFits(
    texts.map(text => [['dim', text]]),
    columns,
    theme,
  )
}

/** Alternatives for both lines of the caption, the most wanted first. */
function captionOf(mistake: Mistake, names: ClassNames): Span[][][] {
  const number: Span = ['dim', `  #${mistake.example}`]
  const versions = names.versions(name => verdictOf(mistake, name))
  const scores = scoresOf(mistake)
  return [
    versions,
    [...scores.map((text): Span[] => [text, number]), ...scores.map((text): Span[] => [text])],
  ]
}

/** `3, not 5`: the class that is predicted, and the label. */
function verdictOf({ label, prediction }: Misclassified, name: (label: number) => string): Span[] {
  return [['alarm', name(prediction)], ', not ', ['good', name(label)]]
}

/** Scores of the predicted class and of the label, the longest text first. */
function scoresOf({ outputs, prediction, label }: Misclassified): string[] {
  const [predicted, wanted] = [prediction, label].map(c => formatScore(outputs[c] ?? 0))
  return [`${predicted} against ${wanted}`, `${predicted} : ${wanted}`, `${predicted}:${wanted}`]
}

/** A mistake a line, with its inputs: for inputs that make no picture. */
function listLines(
  mistakes: readonly Mistake[],
  classes: number,
  names: ClassNames,
  { state, theme, columns }: ViewProps,
): string[] {
  const width = names.width(classes, LONGEST_NAME)
  const textOf = (label: number): string => flushRight(names.of(label, width), width)
  const scale = mistakes.reduce((largest, { pixels }) => Math.max(largest, scaleOf(pixels)), 0)
  const rows = mistakes.map(({ pixels }) => columnValues(state.loaded ?? {}, pixels))
  // The scores in full and in short, each as wide as the longest on the page.
  const [full, short] = [0, 2].map(version => {
    const texts = mistakes.map(mistake => scoresOf(mistake)[version] ?? '')
    return texts.map(text => text.padEnd(Math.max(...texts.map(({ length }) => length))))
  })
  return mistakes.map((mistake, i) => {
    const { example, pixels } = mistake
    const number: Span = ['dim', `  #${String(example).padEnd(5)}  `]
    const [spans = [], brief = []] = [full, short].map(texts => {
      return [...verdictOf(mistake, textOf), `  ${texts?.[i] ?? ''}`, number]
    })
    const rest = columns - spansWidth(spans)
    const values = rows[i] ?? []
    if (values.length > 0) {
      const room = columns - spansWidth(brief)
      return lineOf([...brief, farthestThatFit(values, room)], columns, theme)
    }
    if (pixels instanceof Uint8Array) {
      const strip = rest < FEWEST_STRIP_COLUMNS ? '' : greyStrip(pixels, rest, theme)
      return lineOf([...spans, strip], columns, theme)
    }
    const numbers = numbersOf(pixels)
    const fitting = [spans, brief].find(each => spansWidth(each) + numbers.length <= columns)
    if (fitting) return lineOf([...fitting, numbers], columns, theme)
    if (rest < FEWEST_STRIP_COLUMNS) return lineOf(spans, columns, theme)
    return `${lineOf(spans, columns - rest, theme)}${signedStrip(pixels, scale, rest, theme)}`
  })
}

/** Values of a row of a table by the names of their columns: those that are farthest from their means, first. */
function farthestThatFit(values: readonly ColumnValue[], columns: number): string {
  const texts = values.toSorted((a, b) => b.distance - a.distance).map(({ name, text }) => `${name} ${text}`)
  return packed(texts, ', ', columns)[0] ?? ''
}

/** Numbers with three digits that mean something, one below the other in a list of such lines. */
function numbersOf(values: Float32Array): string {
  return Array.from(values, value => String(Number(value.toPrecision(3))).padStart(NUMBER_COLUMNS)).join(' ')
}
