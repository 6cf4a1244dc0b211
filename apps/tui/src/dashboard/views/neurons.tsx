import type { ActivationName } from '@gradus/core'
import type { ReactNode } from 'react'
import type { SnapshotEvent } from '../../run/events.ts'
import { Lines } from '../../terminal/bar-view.tsx'
import { formatCount, placeOf, shortPlaceOf } from '../../terminal/format.ts'
import {
  BLUE,
  NEGATIVE,
  ORANGE,
  POSITIVE,
  pictureSize,
  resized,
  scaleOf,
  signedPicture,
} from '../../terminal/pictures/picture.ts'
import {
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
import { ClassNames, classNames } from '../class-names.ts'
import { inputNames } from '../input-columns.ts'
import { orderOf, shownWeights } from '../neuron-weights.ts'
import type { DashboardState } from '../state.ts'
import { activationOf, figuresOf, type NeuronFigures } from './health-layers.ts'
import type { ViewProps } from './view.ts'

const HEAD_ROWS = 2
/** Pixels of a side at which the weights into a neuron still make a picture. */
const LEGIBLE = 12
const FEWEST_STRIP_COLUMNS = 8
/** Columns of a name where there is least room, and in a list. */
const SHORTEST_NAME = 6
const LONGEST_NAME = 12
/** `mean 0.42, saturated 100 %` */
const WIDEST_FIGURES = 26
/** `  +-1.2e+3  ` */
const WIDEST_RANGE = 12

/** A neuron of the first layer after the input. */
interface Neuron {
  readonly number: number
  /** Incoming weights, or their change, as they are shown: where the pictures are smaller, means of several. */
  readonly cells: { readonly width: number; readonly values: ArrayLike<number> }
  /** Number that is shown as the largest. */
  readonly scale: number
  readonly figures: NeuronFigures | undefined
}

/** Incoming weights of each neuron of the first layer, as a picture. */
export function NeuronsView(props: ViewProps): ReactNode {
  const { state, columns, rows } = props
  const lines = state.snapshot
    ? neuronLines(state.snapshot, props)
    : wrapText('Not known yet: the weights come when training has begun.', columns)
  return <Lines lines={lines.slice(0, rows)} />
}

function neuronLines(snapshot: SnapshotEvent, props: ViewProps): string[] {
  const { state, theme, columns, rows } = props
  const numbers = orderOf(state.neurons, snapshot)
  const count = numbers.length
  const size = pictureSize(snapshot.cols, state.loaded?.cols)
  const room = { columns, rows: rows - HEAD_ROWS }
  const names = neuronNames(state, theme)
  const captionWidth = names.width(count, SHORTEST_NAME) + widthOf('  mean 0.42')
  const grid = size && pictureGrid(room, size, { count, enough: count, legible: LEGIBLE, captionWidth })
  const page = pageOf(numbers, grid ? sizeOf(grid) : Math.max(1, room.rows), state.pages.neurons)
  const cellsOf = (values: Float32Array): Neuron['cells'] => {
    return grid && size
      ? resized({ width: size.width, values }, grid.pixels)
      : { width: values.length, values }
  }
  const each = neuronsOf(page.items, snapshot, cellsOf, state)
  const neurons = isChange(state) ? onOneScale(each) : each
  const below = grid
    ? placeCards(
        neurons.map(neuron => pictureCard(neuron, grid, names, theme)),
        grid,
      )
    : neurons.map(neuron => listLine(neuron, names, count, props))
  const scale = isChange(state) ? neurons[0]?.scale : undefined
  return [headLine(snapshot, page.label, props), legendLine(snapshot, scale, props), ...below]
}

/** Whether the pictures show the change since the initial weights. */
function isChange({ neurons, initialWeights }: DashboardState): boolean {
  return neurons.shown === 'change' && initialWeights?.weights !== undefined
}

/** The neurons on one scale, the median of theirs: what has hardly changed looks like it, what has learned is seen. */
function onOneScale(neurons: readonly Neuron[]): Neuron[] {
  const scales = neurons.map(neuron => neuron.scale).sort((a, b) => a - b)
  const scale = scales[Math.floor(scales.length / 2)] ?? 0
  return neurons.map(neuron => ({ ...neuron, scale }))
}

/** Names of the neurons: those of the classes, where each neuron is the output of one, else numbers. */
function neuronNames(state: DashboardState, theme: Theme): ClassNames {
  const { sizes } = state.started?.spec ?? {}
  return sizes?.length === 2 ? classNames(state, theme) : new ClassNames(undefined, theme)
}

function neuronsOf(
  numbers: readonly number[],
  snapshot: SnapshotEvent,
  cellsOf: (weights: Float32Array) => Neuron['cells'],
  state: DashboardState,
): Neuron[] {
  const { statistics, started, initialWeights } = state
  const layer = statistics?.layers[0]
  const figures = layer ? figuresOf(layer, activationOf(started?.spec, 0)) : []
  const initial = isChange(state) ? initialWeights?.weights : undefined
  return numbers.map(number => {
    const cells = cellsOf(shownWeights(number, snapshot, initial))
    return { number, cells, scale: scaleOf(cells.values), figures: figures[number] }
  })
}

function headLine({ rows, epoch, position }: SnapshotEvent, page: string, props: ViewProps): string {
  const { state, columns, theme } = props
  const { sizes = [], data } = state.started?.spec ?? {}
  const examples = data?.train ?? 0
  const all = sizes[1] ?? rows
  const hasHidden = sizes.length > 2
  const many =
    rows < all ? `the first ${formatCount(rows)} of ${formatCount(all)}` : `the ${formatCount(all)}`
  const long = `${many} ${hasHidden ? 'neurons of the first hidden layer' : 'output neurons, one a class'}`
  const short = `${many} ${hasHidden ? 'hidden' : 'output'} neurons`
  const right: Span[] = page === '' ? [] : ['   ', ['key', page]]
  const texts = isChange(state)
    ? [
        `change since the initial weights of ${long}, after ${placeOf(epoch, position, examples)}`,
        `change since the initial weights of ${long}, ${shortPlaceOf(epoch, position)}`,
        `change since the start of ${short}, ${shortPlaceOf(epoch, position)}`,
        `change since the start: ${short}`,
      ]
    : [
        `weights into ${long}, after ${placeOf(epoch, position, examples)}`,
        `weights into ${long}, ${shortPlaceOf(epoch, position)}`,
        `weights into ${short}, ${shortPlaceOf(epoch, position)}`,
        `${short}, ${shortPlaceOf(epoch, position)}`,
      ]
  return firstThatFits(
    texts.map(text => [['title', 'Neurons'], `  ${text}`, ...right]),
    columns,
    theme,
  )
}

/** Words for activations at which the functions are nearly flat. */
const ENDS: Readonly<Record<ActivationName, string>> = {
  sigmoid: 'near 0 or 1',
  softmax: 'near 0 or 1',
  tanh: 'near -1 or 1',
  relu: 'at 0',
}

/** Meaning of the colours or characters, of the order, and of the figures. */
function legendLine(
  { outgoing }: SnapshotEvent,
  scale: number | undefined,
  { state, theme, columns }: ViewProps,
): string {
  const { statistics, started, neurons } = state
  const sampled = statistics?.sampled
  const signs = signLegend(scale, theme)
  const isSorted = outgoing !== undefined && neurons.sorted === 'influence'
  const orders = isSorted
    ? ['the largest norm of outgoing weights first', 'largest outgoing norm first']
    : ['in the order of their numbers']
  const figures =
    sampled === undefined
      ? ['mean activations: not known yet', 'means: not known yet', '']
      : [
          `activations of ${sampled} examples: mean, and share ${ENDS[activationOf(started?.spec, 0)]} (saturated)`,
          `activations of ${sampled} examples`,
          `means of ${sampled} examples`,
          '',
        ]
  const texts = figures.flatMap(figure => orders.map(order => [order, figure].filter(text => text !== '')))
  const text = firstThatFits(
    texts.map(words => [['dim', `   ${words.join('   ')}`]]),
    Math.max(0, columns - signs.width),
    theme,
  )
  return `${signs.text}${text}`
}

/** Legend of the colours or characters: of weights, or of their change on one scale. */
function signLegend(scale: number | undefined, theme: Theme): { text: string; width: number } {
  const [below, above] = scale === undefined ? ['negative', 'positive'] : ['lower', 'higher']
  const range = scale === undefined ? '' : textOfRange(scale, theme)
  if (theme.depth === 1) {
    const text = `${below} ${[...NEGATIVE].reverse().join('').trim()} 0 ${POSITIVE.trim()} ${above}${range}`
    return { text, width: widthOf(text) }
  }
  const block = theme.unicode ? '■' : '#'
  const text = `${theme.tint(block, BLUE)} ${below}  ${theme.tint(block, ORANGE)} ${above}${range}`
  return { text, width: widthOf(`${block} ${below}  ${block} ${above}${range}`) }
}

function pictureCard(neuron: Neuron, grid: PictureGrid, names: ClassNames, theme: Theme): string[] {
  const { cells, scale } = neuron
  const caption = captionOf(neuron, rangeOf(scale, theme), grid, names).map(lines =>
    firstThatFits(lines, grid.width, theme),
  )
  return cardOf(signedPicture(cells, scale, theme), cells.width, caption, grid.width)
}

/** Alternatives for each line of the caption, the most wanted first. */
function captionOf(
  { number, figures }: Neuron,
  range: Span,
  { captionLines }: PictureGrid,
  names: ClassNames,
): Span[][][] {
  const words = figureText(figures)
  const versions = names.versions((nameOf): Span => ['key', nameOf(number)])
  if (captionLines === 1) {
    const withWords = versions.flatMap(name => words.map((span): Span[] => [name, '  ', span]))
    return [[...withWords, ...versions.map(name => [name])]]
  }
  const lines = versions.flatMap((name): Span[][] => [['neuron ', name, range], ['neuron ', name], [name]])
  return [lines, words.map(span => [span])]
}

/** Texts on a neuron, the longest first. */
function figureText(figures: NeuronFigures | undefined): Span[] {
  if (!figures) return ['']
  const { activation, saturated, vitality } = figures
  if (vitality === 'dead') return ['dead: always near 0', 'dead'].map(text => ['alarm', text])
  if (vitality === 'stuck')
    return [`stuck: always near ${Math.round(activation)}`, 'stuck'].map(text => ['alarm', text])
  const [mean, share] = [activation.toFixed(2), `${Math.round(100 * saturated)} %`]
  return [
    `mean ${mean}, saturated ${share}`,
    `mean ${mean}  sat. ${share}`,
    `${mean} sat ${share}`,
    `mean ${mean}`,
    mean,
  ]
}

/** A neuron a line, its weights as a strip: for inputs that make no picture. */
function listLine(
  { number, cells, scale, figures }: Neuron,
  names: ClassNames,
  count: number,
  { state, columns, theme }: ViewProps,
): string {
  const width = names.width(count, LONGEST_NAME)
  const name: Span = ['key', flushRight(names.of(number, width), width)]
  const [words = ''] = figureText(figures)
  const text: Span[] = [
    'neuron ',
    name,
    '  ',
    padded(words, WIDEST_FIGURES),
    padded(rangeOf(scale, theme), WIDEST_RANGE),
  ]
  const rest = columns - spansWidth(text)
  if (rest < FEWEST_STRIP_COLUMNS) return lineOf(text, columns, theme)
  const inputs = inputNames(state.loaded ?? {})
  if (inputs.length === cells.values.length)
    return lineOf([...text, strongestThatFit(cells.values, inputs, rest)], columns, theme)
  return `${lineOf(text, columns - rest, theme)}${signedStrip(cells.values, scale, rest, theme)}`
}

/** Weights by the names of their inputs, columns of a table: the strongest first. */
function strongestThatFit(weights: ArrayLike<number>, inputs: readonly string[], columns: number): string {
  const texts = inputs
    .map((name, k) => ({ name, weight: weights[k] ?? 0 }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .map(({ name, weight }) => `${name} ${weight.toPrecision(2)}`)
  return packed(texts, ', ', columns)[0] ?? ''
}

/** Range of the colours or bars. */
function rangeOf(scale: number, theme: Theme): Span {
  return ['dim', textOfRange(scale, theme)]
}

function textOfRange(scale: number, { unicode }: Theme): string {
  return `  ${unicode ? '±' : '+-'}${scale.toPrecision(2)}`
}

function padded(span: Span, columns: number): Span {
  return typeof span === 'string' ? span.padEnd(columns) : [span[0], span[1].padEnd(columns)]
}
