import { type Misclassified, sumOf } from '@gradus/core'
import type { ReactNode } from 'react'
import { Lines } from '../../terminal/bar-view.tsx'
import { formatCount } from '../../terminal/format.ts'
import {
  averaged,
  greyPicture,
  type PictureSize,
  pictureSize,
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
  pageOf,
  type Span,
  spansWidth,
  widthOf,
  wrapText,
} from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'
import { type ClassNames, classNames } from '../class-names.ts'
import type { EpochConfusion } from '../state.ts'
import { noConfusionLines, ONE_CLASS, type ViewProps } from './view.ts'

const HEAD_ROWS = 1
const FEWEST_STRIP_COLUMNS = 8
/** Columns of a name where there is least room, and in a list. */
const SHORTEST_NAME = 6
const LONGEST_NAME = 12
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
  const captionWidth = widthOf(shortCaption(widest, widest, '1.00'))
  const grid = size && pictureGrid(room, size, captionWidth, mistakes.length)
  const page = pageOf(mistakes, grid ? sizeOf(grid) : Math.max(1, room.rows), state.pages.mistakes)
  const below =
    grid && size
      ? placeCards(
          page.items.map(mistake => pictureCard(mistake, size, grid, names, theme)),
          grid,
        )
      : listLines(page.items, classes, names, props)
  return [headLine(confusion, page.label, props), ...below]
}

function headLine(confusion: EpochConfusion, page: string, { columns, theme }: ViewProps): string {
  const { set, epoch, worst } = confusion
  const total = sumOf(confusion.examples)
  const misclassified = total - sumOf(confusion.correct)
  const what: Span = ['title', 'Mistakes']
  const share = `${formatCount(misclassified)} of ${formatCount(total)}`
  const count = `${share} ${set} examples misclassified after epoch ${epoch}`
  const kept = worst.length < misclassified ? `the worst ${worst.length} here` : 'the worst first'
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
  const cells = averaged({ width, values: mistake.pixels }, grid.factor)
  const caption = captionOf(mistake, grid, names).map(lines => firstThatFits(lines, grid.width, theme))
  return cardOf(greyPicture(cells, theme), cells.width, caption, grid.width)
}

/** Alternatives for each line of the caption, the most wanted first. */
function captionOf(mistake: Mistake, { captionLines }: PictureGrid, names: ClassNames): Span[][][] {
  const { label, prediction, example } = mistake
  const confidence = confidenceOf(mistake)
  const number: Span = ['dim', `  #${example}`]
  const versions = names
    .versions((name): Span[][] => {
      const [actual, predictedAs]: [Span, Span] = [
        ['good', name(label)],
        ['alarm', name(prediction)],
      ]
      const [long, short]: [Span[], Span[]] = [
        [actual, ' predicted as ', predictedAs],
        [actual, ' as ', predictedAs],
      ]
      if (captionLines === 2) return [['label ', actual, ', predicted ', predictedAs], long, short]
      return [
        [...long, `  confidence ${confidence}`],
        [...long, `  ${confidence}`],
        [...short, `  ${confidence}`],
      ]
    })
    .flat()
  if (captionLines === 1) return [versions]
  return [versions, [[`confidence ${confidence}`, number], [confidence, number], [confidence]]]
}

/** The caption where there is least room. */
function shortCaption(label: string, prediction: string, confidence: string): string {
  return `${label} as ${prediction}  ${confidence}`
}

/** The output of the predicted class, rounded down: a value below 1 never shows as 1.00. */
function confidenceOf({ outputs, prediction }: Misclassified): string {
  return (Math.floor(100 * (outputs[prediction] ?? 0)) / 100).toFixed(2)
}

/** A mistake a line, with its inputs: for inputs that make no picture. */
function listLines(
  mistakes: readonly Mistake[],
  classes: number,
  names: ClassNames,
  { theme, columns }: ViewProps,
): string[] {
  const width = names.width(classes, LONGEST_NAME)
  const textOf = (label: number): string => flushRight(names.of(label, width), width)
  const scale = mistakes.reduce((largest, { pixels }) => Math.max(largest, scaleOf(pixels)), 0)
  return mistakes.map(mistake => {
    const { label, prediction, example, pixels } = mistake
    const [actual, predictedAs]: [Span, Span] = [
      ['good', textOf(label)],
      ['alarm', textOf(prediction)],
    ]
    const number: Span = ['dim', `#${String(example).padEnd(5)}  `]
    const spans: Span[] = [
      ...['label ', actual, ', predicted ', predictedAs],
      ...[`  confidence ${confidenceOf(mistake)}  `, number],
    ]
    const rest = columns - spansWidth(spans)
    if (pixels instanceof Uint8Array) {
      const strip = rest < FEWEST_STRIP_COLUMNS ? '' : greyStrip(pixels, rest, theme)
      return lineOf([...spans, strip], columns, theme)
    }
    const numbers = numbersOf(pixels)
    const short = [actual, ' as ', predictedAs, `  ${confidenceOf(mistake)}  `, number]
    const fitting = [spans, short].find(each => spansWidth(each) + numbers.length <= columns)
    if (fitting) return lineOf([...fitting, numbers], columns, theme)
    if (rest < FEWEST_STRIP_COLUMNS) return lineOf(spans, columns, theme)
    return `${lineOf(spans, columns - rest, theme)}${signedStrip(pixels, scale, rest, theme)}`
  })
}

/** Numbers with three digits that mean something, one below the other in a list of such lines. */
function numbersOf(values: Float32Array): string {
  return Array.from(values, value => String(Number(value.toPrecision(3))).padStart(NUMBER_COLUMNS)).join(' ')
}
