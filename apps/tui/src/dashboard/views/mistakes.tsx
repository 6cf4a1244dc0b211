import { type Misclassified, sumOf } from '@gradus/core'
import type { ReactNode } from 'react'
import { Lines } from '../../terminal/bar-view.tsx'
import { formatCount } from '../../terminal/format.ts'
import { averaged, greyPicture, type PictureSize, pictureSize } from '../../terminal/pictures/picture.ts'
import {
  greyStrip,
  type PictureGrid,
  pictureGrid,
  placeCards,
  sizeOf,
} from '../../terminal/pictures/picture-grid.ts'
import { cardOf, firstThatFits, lineOf, pageOf, type Span, spansWidth, widthOf } from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'
import type { EpochConfusion } from '../state.ts'
import { noConfusionLines, type ViewProps } from './view.ts'

const HEAD_ROWS = 1
const FEWEST_STRIP_COLUMNS = 8

/** Gallery of misclassified examples, the worst first. */
export function MistakesView(props: ViewProps): ReactNode {
  const { confusion } = props.state
  const lines = confusion ? mistakeLines(confusion, props) : noConfusionLines(props)
  return <Lines lines={lines.slice(0, props.rows)} />
}

/** A misclassified example, and its inputs, 0 .. 255: all 0 until they have come. */
interface Mistake extends Misclassified {
  readonly pixels: Uint8Array
}

function mistakeLines(confusion: EpochConfusion, props: ViewProps): string[] {
  const { state, theme, columns, rows } = props
  const classes = confusion.correct.length
  const blank = new Uint8Array(state.started?.spec.sizes[0] ?? 0)
  const mistakes = confusion.worst.map((each): Mistake => {
    return { ...each, pixels: state.pixels.get(each.example) ?? blank }
  })
  if (mistakes.length === 0) return [headLine(confusion, '', props)]
  const size = pictureSize(blank.length, state.loaded?.cols)
  const room = { columns, rows: rows - HEAD_ROWS }
  const captionWidth = widthOf(shortCaption(classes - 1, classes - 1, '1.00'))
  const grid = size && pictureGrid(room, size, captionWidth, mistakes.length)
  const page = pageOf(mistakes, grid ? sizeOf(grid) : Math.max(1, room.rows), state.pages.mistakes)
  const below =
    grid && size
      ? placeCards(
          page.items.map(mistake => pictureCard(mistake, size, grid, theme)),
          grid,
        )
      : listLines(page.items, classes, props)
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

function pictureCard(mistake: Mistake, { width }: PictureSize, grid: PictureGrid, theme: Theme): string[] {
  const cells = averaged({ width, values: mistake.pixels }, grid.factor)
  return cardOf(greyPicture(cells, theme), cells.width, captionOf(mistake, grid, theme), grid.width)
}

function captionOf(mistake: Mistake, { captionLines, width }: PictureGrid, theme: Theme): string[] {
  const { label, prediction, example } = mistake
  const confidence = confidenceOf(mistake)
  const [actual, predictedAs]: [Span, Span] = [
    ['good', String(label)],
    ['alarm', String(prediction)],
  ]
  const number: Span = ['dim', `  #${example}`]
  if (captionLines === 1) {
    return [
      firstThatFits(
        [
          [actual, ' predicted as ', predictedAs, `  confidence ${confidence}`],
          [actual, ' predicted as ', predictedAs, `  ${confidence}`],
          [actual, ' as ', predictedAs, `  ${confidence}`],
        ],
        width,
        theme,
      ),
    ]
  }
  return [
    firstThatFits(
      [
        ['label ', actual, ', predicted ', predictedAs],
        [actual, ' predicted as ', predictedAs],
        [actual, ' as ', predictedAs],
      ],
      width,
      theme,
    ),
    firstThatFits([[`confidence ${confidence}`, number], [confidence, number], [confidence]], width, theme),
  ]
}

/** The caption where there is least room. */
function shortCaption(label: number, prediction: number, confidence: string): string {
  return `${label} as ${prediction}  ${confidence}`
}

/** The output of the predicted class, rounded down: a value below 1 never shows as 1.00. */
function confidenceOf({ outputs, prediction }: Misclassified): string {
  return (Math.floor(100 * (outputs[prediction] ?? 0)) / 100).toFixed(2)
}

/** A mistake a line, with a strip of its inputs: for inputs that make no picture. */
function listLines(mistakes: readonly Mistake[], classes: number, { theme, columns }: ViewProps): string[] {
  const digits = String(classes - 1).length
  return mistakes.map(mistake => {
    const { label, prediction, example, pixels } = mistake
    const spans: Span[] = [
      'label ',
      ['good', String(label).padStart(digits)],
      ', predicted ',
      ['alarm', String(prediction).padStart(digits)],
      `  confidence ${confidenceOf(mistake)}  `,
      ['dim', `#${String(example).padEnd(5)}  `],
    ]
    const rest = columns - spansWidth(spans)
    const strip = rest < FEWEST_STRIP_COLUMNS ? '' : greyStrip(pixels, rest, theme)
    return lineOf([...spans, strip], columns, theme)
  })
}
