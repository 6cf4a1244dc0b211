import { type ActivationName, argmax } from '@gradus/core'
import type { ReactNode } from 'react'
import type { ActivationsEvent } from '../../run/events.ts'
import { Lines } from '../../terminal/bar-view.tsx'
import {
  countOf,
  formatCount,
  formatNumber,
  formatScore,
  placeOf,
  shortPlaceOf,
} from '../../terminal/format.ts'
import { barLines, meansOf } from '../../terminal/pictures/bars.ts'
import { greyPicture, type PictureSize, pictureSize, resized } from '../../terminal/pictures/picture.ts'
import {
  firstThatFits,
  flushLeft,
  flushRight,
  lineOf,
  packed,
  type Span,
  shortened,
  widthOf,
  wrapText,
} from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'
import { type ClassNames, classNames } from '../class-names.ts'
import { type ColumnValue, columnValues } from '../input-columns.ts'
import { type DashboardState, shownExample } from '../state.ts'
import { activationOf } from './health-layers.ts'
import type { ViewProps } from './view.ts'

const HEAD_ROWS = 2
const GAP = 2
/** Share of the columns that the picture may have where it is enlarged, and the outputs. */
const LARGEST_PICTURE = 0.36
const OUTPUTS = 0.24
const FEWEST_OUTPUT_COLUMNS = 27
const MOST_OUTPUT_COLUMNS = 44
/** Columns where there is no picture, but bars of the inputs. */
const INPUT_COLUMNS = 28
const LONGEST_NAME = 12
/** `0.999987`, and `predicted` */
const SCORE_COLUMNS = 8
const MARK_COLUMNS = 9
/** Columns of an output beside its name and its bar. */
const UNNAMED_COLUMNS = SCORE_COLUMNS + MARK_COLUMNS + 3
/** Scales of bars, but for their power of ten. */
const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
/** Lines of a layer: its title, and bars. */
const FEWEST_LAYER_ROWS = 2

/** One example on its way through the network: its pixels, the activations of the hidden layers, the outputs. */
export function ExampleView(props: ViewProps): ReactNode {
  const { state, columns, rows } = props
  const shown = shownExample(state)
  const activations = shown && state.activations.get(shown.example)
  const lines =
    shown && activations?.set === shown.set
      ? exampleLines(activations, shown.count, props)
      : wrapText(whyNone(state, shown?.set), columns)
  return <Lines lines={lines.slice(0, rows)} />
}

function whyNone({ loaded, phase }: DashboardState, set: string | undefined): string {
  if (!loaded) return 'Not known yet: the data are loading.'
  if (set === undefined) return 'There are no test or validation examples to send through the network.'
  if (phase === 'over') return 'Not known: the run ended before an example was sent through the network.'
  return `Not known yet: the ${set} example is on its way through the network.`
}

function exampleLines(example: ActivationsEvent, count: number, props: ViewProps): string[] {
  const { state, theme, columns, rows } = props
  const names = classNames(state, theme)
  const height = Math.max(0, rows - HEAD_ROWS)
  const outputs = example.layers.at(-1)?.length ?? 0
  const named = names.width(outputs, LONGEST_NAME) + UNNAMED_COLUMNS
  const fewest = Math.max(FEWEST_OUTPUT_COLUMNS, named)
  const right = Math.min(MOST_OUTPUT_COLUMNS, Math.max(fewest, Math.floor(OUTPUTS * columns)))
  const left = inputLines(example, { columns, rows: height }, props)
  const middle = columns - left.columns - right - 2 * GAP
  const blocks = [
    left.lines,
    hiddenLines(example, { columns: middle, rows: height }, props),
    outputLines(example, { columns: right, rows: height }, names, theme),
  ]
  const widths = [left.columns, middle, right]
  const below = Array.from({ length: height }, (_, y) =>
    blocks.map((lines, i) => lines[y] ?? ' '.repeat(widths[i] ?? 0)).join(' '.repeat(GAP)),
  )
  return [headLine(example, count, names, props), legendLine(props), ...below]
}

function headLine(
  { set, example, label, layers, epoch, position }: ActivationsEvent,
  count: number,
  names: ClassNames,
  { state, columns, theme }: ViewProps,
): string {
  const outputs = layers.at(-1) ?? []
  const prediction = argmax(outputs)
  const which = `${set} example #${example} of ${formatCount(count)}`
  const after = `after ${placeOf(epoch, position, state.started?.spec.data.train ?? 0)}`
  const isCorrect = prediction === label
  const verdict: Span = isCorrect ? ['good', 'correct'] : ['alarm', 'misclassified']
  const texts = names.versions((name): Span[] => {
    if (outputs.length === 1) return [which]
    const style = isCorrect ? 'good' : 'alarm'
    return [
      `${which}: label `,
      ['good', name(label)],
      ', predicted ',
      [style, name(prediction)],
      ', ',
      verdict,
    ]
  })
  return firstThatFits(
    [`, ${after}`, `, ${shortPlaceOf(epoch, position)}`, ''].flatMap(place =>
      texts.map((text): Span[] => [['title', 'Example'], '  ', ...text, place]),
    ),
    columns,
    theme,
  )
}

/** Meaning of the bars. */
function legendLine({ state, columns, theme }: ViewProps): string {
  const { spec } = state.started ?? {}
  const signs = theme.depth === 1 ? '=-, below 0, .+# above' : 'blue below 0, orange above'
  const hidden = `hidden: a bar a neuron${spec?.activation === 'tanh' ? ` (${signs})` : ''}`
  const [outputs, short] =
    spec?.output === 'softmax'
      ? ['outputs: probabilities', 'outputs: probabilities']
      : ['outputs: scores, which are no probabilities', 'outputs: scores (no probabilities)']
  const brief = spec?.activation === 'tanh' ? `hidden: ${signs}` : hidden
  const texts = [`${hidden}   ${outputs}`, `${hidden}   ${short}`, `${brief}   ${short}`, short]
  return firstThatFits(
    texts.map(text => [['dim', text]]),
    columns,
    theme,
  )
}

interface Room {
  readonly columns: number
  readonly rows: number
}

/** The input as a picture, or as bars, in so many columns. */
function inputLines(
  { input }: ActivationsEvent,
  room: Room,
  { state, theme }: ViewProps,
): { lines: string[]; columns: number } {
  const size = pictureSize(input.length, state.loaded?.cols)
  if (size && input instanceof Uint8Array) {
    const pixels = pixelsFor(size, room)
    const picture = greyPicture(resized({ width: size.width, values: input }, pixels), theme)
    return { lines: picture, columns: pixels.width }
  }
  const values = columnValues(state.loaded ?? {}, input)
  if (values.length > 0) return { lines: valueLines(values, room.rows, theme), columns: INPUT_COLUMNS }
  const isBytes = input instanceof Uint8Array
  const scale = isBytes ? 255 : niceScale(input)
  const title = packed(
    [
      `${formatCount(input.length)} inputs`,
      isBytes ? '0 to 1' : `-${formatNumber(scale)} to ${formatNumber(scale)}`,
    ],
    ', ',
    INPUT_COLUMNS,
  )
  const rows = room.rows - title.length
  const bars = barLines(input, { columns: INPUT_COLUMNS, rows }, { scale, isSigned: !isBytes }, theme)
  const lines = title.map(text => lineOf([text], INPUT_COLUMNS, theme))
  return { lines: [...lines, ...bars.lines], columns: INPUT_COLUMNS }
}

/** The row of a table, a column a line: where they are too many, those that are farthest from their means. */
function valueLines(all: readonly ColumnValue[], rows: number, theme: Theme): string[] {
  const most = Math.max(1, rows - 2)
  const isCut = all.length > most
  const farthest = new Set(all.toSorted((a, b) => b.distance - a.distance).slice(0, most))
  const shown = isCut ? all.filter(value => farthest.has(value)) : all
  const texts = shown.map(({ text }) => shortened(text, LONGEST_NAME, theme))
  const width = Math.max(...texts.map(widthOf))
  const title = isCut ? `${shown.length} of ${countOf(all.length, 'column')},` : countOf(all.length, 'column')
  return [
    lineOf([['dim', title]], INPUT_COLUMNS, theme),
    ...(isCut ? [lineOf([['dim', 'the farthest from the mean']], INPUT_COLUMNS, theme)] : []),
    ...shown.map(({ name }, i) => {
      const columns = INPUT_COLUMNS - width - 1
      const heading: Span = ['key', flushLeft(shortened(name, columns, theme), columns)]
      return lineOf([heading, ' ', flushRight(texts[i] ?? '', width)], INPUT_COLUMNS, theme)
    }),
  ]
}

/** The size of the picture: a whole multiple of the pixels where there is room, else as large as has room. */
function pixelsFor({ width, height }: PictureSize, { columns, rows }: Room): PictureSize {
  const share = Math.min((LARGEST_PICTURE * columns) / width, (2 * rows) / height)
  const factor = share >= 1 ? Math.floor(share) : share
  return {
    width: Math.max(1, Math.floor(factor * width)),
    height: Math.max(1, Math.floor(factor * height)),
  }
}

/** The hidden layers below one another, as many as have room, the first ones first. */
function hiddenLines({ layers }: ActivationsEvent, { columns, rows }: Room, props: ViewProps): string[] {
  const { state, theme } = props
  const hidden = layers.slice(0, -1)
  if (hidden.length === 0) return [lineOf([['dim', 'no hidden layer']], columns, theme)]
  const most = Math.max(1, Math.floor(rows / FEWEST_LAYER_ROWS))
  const isCut = hidden.length > most
  const shown = hidden.slice(0, isCut ? Math.max(1, most - 1) : most)
  const each = Math.floor((rows - (isCut ? 1 : 0)) / shown.length)
  const lines = shown.flatMap((values, l) => {
    return layerLines(values, l, activationOf(state.started?.spec, l), { columns, rows: each }, theme)
  })
  if (!isCut) return lines
  const more = `and ${hidden.length - shown.length} more layers`
  return [...lines, lineOf([['dim', more]], columns, theme)]
}

/** A layer's title and bars, in exactly so many lines. */
function layerLines(
  values: Float64Array,
  layer: number,
  activation: ActivationName,
  { columns, rows }: Room,
  theme: Theme,
): string[] {
  const isSigned = activation === 'tanh'
  const name = `layer ${layer + 1}: ${formatCount(values.length)} ${activation}`
  const draw = (scale: number, titleRows: number) =>
    barLines(values, { columns, rows: rows - titleRows }, { scale, isSigned }, theme)
  const partsOf = (group: number): { scale: number; title: string[] } => {
    // Means of either sign are near 0, and relu has no bound.
    const isScaled = activation === 'relu' || (isSigned && group > 1)
    const scale = isScaled ? niceScale(meansOf(values, group)) : 1
    const range = `${isSigned ? `-${formatNumber(scale)}` : 0} to ${formatNumber(scale)}`
    const pieces = [name, range, ...(group > 1 ? [`means of ${group}`] : [])]
    return { scale, title: packed(pieces, ', ', columns).slice(0, Math.max(1, rows - 1)) }
  }
  const { title: first } = partsOf(draw(1, 1).group)
  const { scale, title } = partsOf(draw(1, first.length).group)
  const bars = draw(scale, title.length)
  const lines = [...title.map(text => lineOf([['dim', text]], columns, theme)), ...bars.lines]
  return Array.from({ length: rows }, (_, y) => lines[y] ?? ' '.repeat(columns))
}

/** A number with one digit, or 1.5 or 2.5, that no value is beyond. */
function niceScale(values: ArrayLike<number>): number {
  const most = Math.max(...Array.from(values, Math.abs))
  if (most === 0) return 1
  const unit = Number(`1e${most.toExponential().split('e')[1]}`)
  return (STEPS.find(step => step * unit >= most) ?? 10) * unit
}

/** Outputs, of the classes that have room the largest and the label's. */
function outputLines(
  { label, layers }: ActivationsEvent,
  { columns, rows }: Room,
  names: ClassNames,
  theme: Theme,
): string[] {
  const outputs = layers.at(-1) ?? new Float64Array(0)
  const prediction = argmax(outputs)
  const all = Array.from(outputs, (score, c) => ({ score, c }))
  const room = Math.max(1, rows - (all.length > rows ? 1 : 0))
  const largest = new Set(
    all
      .toSorted((a, b) => b.score - a.score)
      .slice(0, room)
      .map(({ c }) => c),
  )
  if (outputs.length > 1 && !largest.has(label)) {
    largest.delete([...largest].at(-1) ?? label)
    largest.add(label)
  }
  const nameColumns = names.width(outputs.length, LONGEST_NAME)
  const lines = all
    .filter(({ c }) => largest.has(c))
    .map(({ score, c }) => {
      const isRight = label === prediction
      const mark: Span[] = [
        ...(c === label && outputs.length > 1 ? [['good', isRight ? ' correct' : ' label'] as const] : []),
        ...(c === prediction && !isRight && outputs.length > 1 ? [['alarm', ' predicted'] as const] : []),
      ]
      return outputLine(names.of(c, nameColumns), score, mark, { columns, nameColumns }, theme)
    })
  if (all.length <= rows) return lines
  return [...lines, lineOf([['dim', `the largest of ${formatCount(all.length)} outputs`]], columns, theme)]
}

function outputLine(
  name: string,
  score: number,
  mark: readonly Span[],
  { columns, nameColumns }: { readonly columns: number; readonly nameColumns: number },
  theme: Theme,
): string {
  const width = Math.max(0, columns - nameColumns - SCORE_COLUMNS - MARK_COLUMNS - 4)
  const [full, rest] = theme.unicode ? ['━', '─'] : ['#', '-']
  const filled = Math.round(Math.min(1, Math.max(0, score)) * width)
  return lineOf(
    [
      ['key', flushRight(name, nameColumns)],
      ' ',
      ['accent', full.repeat(filled)],
      ['dim', rest.repeat(width - filled)],
      ` ${formatScore(score).padEnd(SCORE_COLUMNS)}`,
      ...mark,
    ],
    columns,
    theme,
  )
}
