import type { ActivationName } from '@gradus/core'
import type { ReactNode } from 'react'
import type { SnapshotEvent } from '../../run/events.ts'
import { Lines } from '../../terminal/bar-view.tsx'
import { formatCount, placeOf } from '../../terminal/format.ts'
import {
  BLUE,
  NEGATIVE,
  ORANGE,
  type PictureSize,
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
  pageOf,
  type Span,
  spansWidth,
  widthOf,
  wrapText,
} from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'
import { ClassNames, classNames } from '../class-names.ts'
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
  readonly weights: Float32Array
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
  const neurons = neuronsOf(snapshot, state)
  const size = pictureSize(snapshot.cols, state.loaded?.cols)
  const room = { columns, rows: rows - HEAD_ROWS }
  const names = neuronNames(state, theme)
  const captionWidth = names.width(neurons.length, SHORTEST_NAME) + widthOf('  mean 0.42')
  const count = neurons.length
  const grid = size && pictureGrid(room, size, { count, enough: count, legible: LEGIBLE, captionWidth })
  const page = pageOf(neurons, grid ? sizeOf(grid) : Math.max(1, room.rows), state.pages.neurons)
  const below =
    grid && size
      ? placeCards(
          page.items.map(neuron => pictureCard(neuron, size, grid, names, theme)),
          grid,
        )
      : page.items.map(neuron => listLine(neuron, names, neurons.length, props))
  return [headLine(snapshot, page.label, props), legendLine(state, props), ...below]
}

/** Names of the neurons: those of the classes, where each neuron is the output of one, else numbers. */
function neuronNames(state: DashboardState, theme: Theme): ClassNames {
  const { sizes } = state.started?.spec ?? {}
  return sizes?.length === 2 ? classNames(state, theme) : new ClassNames(undefined, theme)
}

function neuronsOf(
  { rows, cols, weights }: SnapshotEvent,
  { statistics, started }: DashboardState,
): Neuron[] {
  const layer = statistics?.layers[0]
  const figures = layer ? figuresOf(layer, activationOf(started?.spec, 0)) : []
  return Array.from({ length: rows }, (_, number) => ({
    number,
    weights: weights.subarray(number * cols, (number + 1) * cols),
    figures: figures[number],
  }))
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
  const texts = [
    `weights into ${long}, after ${placeOf(epoch, position, examples)}`,
    `weights into ${long}, epoch ${epoch}`,
    `weights into ${short}, epoch ${epoch}`,
    `${short}, epoch ${epoch}`,
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

function legendLine({ statistics, started }: DashboardState, { theme, columns }: ViewProps): string {
  const sampled = statistics?.sampled
  const signs = signLegend(theme)
  const figures =
    sampled === undefined
      ? ['mean activations: not known yet']
      : [
          `activations of ${sampled} examples: mean, and share ${ENDS[activationOf(started?.spec, 0)]} (saturated)`,
          `activations of ${sampled} examples`,
        ]
  const rest = Math.max(0, columns - signs.width)
  const text = firstThatFits(
    figures.map(words => [['dim', `   ${words}`]]),
    rest,
    theme,
  )
  return `${signs.text}${text}`
}

/** Legend of the colours or characters. */
function signLegend(theme: Theme): { text: string; width: number } {
  if (theme.depth === 1) {
    const text = `negative ${[...NEGATIVE].reverse().join('').trim()} 0 ${POSITIVE.trim()} positive`
    return { text, width: widthOf(text) }
  }
  const block = theme.unicode ? '■' : '#'
  const text = `${theme.tint(block, BLUE)} negative  ${theme.tint(block, ORANGE)} positive`
  return { text, width: widthOf(`${block} negative  ${block} positive`) }
}

function pictureCard(
  neuron: Neuron,
  { width }: PictureSize,
  grid: PictureGrid,
  names: ClassNames,
  theme: Theme,
): string[] {
  const cells = resized({ width, values: neuron.weights }, grid.pixels)
  const scale = scaleOf(cells.values)
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
  ]
}

/** A neuron a line, its weights as a strip: for inputs that make no picture. */
function listLine(
  { number, weights, figures }: Neuron,
  names: ClassNames,
  count: number,
  { columns, theme }: ViewProps,
): string {
  const width = names.width(count, LONGEST_NAME)
  const name: Span = ['key', flushRight(names.of(number, width), width)]
  const [words = ''] = figureText(figures)
  const scale = scaleOf(weights)
  const text: Span[] = [
    'neuron ',
    name,
    '  ',
    padded(words, WIDEST_FIGURES),
    padded(rangeOf(scale, theme), WIDEST_RANGE),
  ]
  const rest = columns - spansWidth(text)
  if (rest < FEWEST_STRIP_COLUMNS) return lineOf(text, columns, theme)
  return `${lineOf(text, columns - rest, theme)}${signedStrip(weights, scale, rest, theme)}`
}

/** Range of the colours or bars. */
function rangeOf(scale: number, { unicode }: Theme): Span {
  return ['dim', `  ${unicode ? '±' : '+-'}${scale.toPrecision(2)}`]
}

function padded(span: Span, columns: number): Span {
  return typeof span === 'string' ? span.padEnd(columns) : [span[0], span[1].padEnd(columns)]
}
