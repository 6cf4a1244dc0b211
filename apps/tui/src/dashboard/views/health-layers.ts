import type { ActivationName, LayerStatistics, Spec, StatisticsEvent } from '@gradus/core'
import { placeOf, shortList } from '../../terminal/format.ts'
import { lineOf, type Span, wrapText } from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'
import { type ClassNames, classNames } from '../class-names.ts'
import type { DashboardState } from '../state.ts'

/** Columns of everything but the bar. */
const TEXT_COLUMNS = 66
/** Columns of the bar's heading. */
const SHORTEST_BAR = 9
const LONGEST_BAR = 30
const MOST_NAMED = 8
/** Columns of the name of a class, whose neuron is stuck. */
const LONGEST_NAME = 12
/** Widths of the cells after the bar. */
const WIDTHS = [7, 7, 10, 15, 11]
const HEADER = ['layer', 'neurons', '', 'stuck', 'gradient', 'update/weight', 'activation']

const UNKNOWN =
  'Not known: the first statistics come in the course of the first epoch that is trained, and those of an earlier run are not kept.'

/** Statistics of the layers: title and heading, a line a layer, and sentences on stuck neurons. */
interface LayerLines {
  readonly head: readonly string[]
  readonly layers: readonly string[]
  readonly stuck: readonly string[]
}

/** Statistics of every layer. */
export function layerLines(state: DashboardState, columns: number, theme: Theme): LayerLines {
  const { statistics, started } = state
  const examples = started?.spec.data.train ?? 0
  const title: Span = ['title', 'Layers']
  if (!statistics) {
    return { head: [lineOf([title], columns, theme)], layers: wrapText(UNKNOWN, columns), stuck: [] }
  }
  const { sampled, layers } = statistics
  const bar = Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, columns - TEXT_COLUMNS))
  const { before, after } = rowOf(HEADER)
  const header: Span[] = [before, 'saturated'.padEnd(bar), ...after].map(text => ['dim', text])
  const heading = `  of ${sampled} examples after ${placeIn(statistics, examples)}`
  return {
    head: [lineOf([title, heading], columns, theme), lineOf(header, columns, theme)],
    layers: layers.map((layer, l) =>
      lineOf(layerSpans(layer, activationOf(started?.spec, l), l + 1, bar, theme), columns, theme),
    ),
    stuck: stuckSentences(layers, started?.spec, classNames(state, theme))
      .flatMap(text => wrapText(text, columns))
      .map(line => lineOf([['warning', line]], columns, theme)),
  }
}

/** The place of statistics in the run; at the end of an epoch that is complete. */
function placeIn({ epoch, position }: StatisticsEvent, examples: number): string {
  return position === examples ? placeOf(epoch + 1, 0, examples) : placeOf(epoch, position, examples)
}

/** The activation function of a layer, counted from 0, the first one after the input. */
export function activationOf(spec: Spec | undefined, layer: number): ActivationName {
  if (!spec) return 'sigmoid'
  return layer === spec.sizes.length - 2 ? spec.output : spec.activation
}

function layerSpans(
  layer: LayerStatistics,
  name: ActivationName,
  number: number,
  bar: number,
  theme: Theme,
): Span[] {
  const { neuronActivations, saturated, gradientNorm, updateNorm, weightNorm, activation } = layer
  const filled = Math.round(saturated * bar)
  const [full, rest] = theme.unicode ? ['━', '─'] : ['#', '-']
  const stuck = stuckNeurons(layer, name).length
  const cells = [
    String(number),
    String(neuronActivations.length),
    `${Math.round(100 * saturated)} %`,
    String(stuck),
    figure(gradientNorm),
    figure(updateNorm / weightNorm),
    activation.toFixed(2),
  ]
  const { before, after } = rowOf(cells)
  return [
    before,
    ['accent', full.repeat(filled)],
    ['dim', rest.repeat(bar - filled)],
    ...after.map((text, i): Span => (i === 1 && stuck > 0 ? ['warning', text] : text)),
  ]
}

/** The pieces of a line before the bar and after it. */
function rowOf(cells: readonly string[]): { before: string; after: string[] } {
  const [layer = '', neurons = '', ...rest] = cells
  return {
    before: `${layer.padEnd(5)}  ${neurons.padStart(7)}  `,
    after: rest.map((cell, i) => cell.padStart(WIDTHS[i] ?? 0)),
  }
}

/** Sentences that name the stuck neurons, one for each layer that has some. */
function stuckSentences(
  layers: readonly LayerStatistics[],
  spec: Spec | undefined,
  names: ClassNames,
): string[] {
  return layers.flatMap((layer, l) => {
    const isOutput = l === layers.length - 1
    const stuck = stuckNeurons(layer, activationOf(spec, l), j =>
      isOutput ? names.of(j, LONGEST_NAME) : String(j),
    )
    if (stuck.length === 0) return []
    return [`Stuck neurons of layer ${l + 1}: ${shortList(stuck, MOST_NAMED)}.`]
  })
}

/** Neurons that are near the same end of their activation function for every example. */
function stuckNeurons(
  layer: LayerStatistics,
  name: ActivationName,
  nameOf: (neuron: number) => string = String,
): string[] {
  return figuresOf(layer, name).flatMap(({ vitality, activation }, j) =>
    vitality === 'alive' ? [] : [`${nameOf(j)} (at ${Math.round(activation)})`],
  )
}

/** Formats a number with two significant digits. */
function figure(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(2))) : '-'
}

/** Figures of a neuron: its mean activation, and the share of its activations that are saturated. */
export interface NeuronFigures {
  readonly activation: number
  readonly saturated: number
  /**
   * `dead`: near 0 for every example, `stuck`: near 1, or of tanh near -1 or near 1; such a neuron tells nothing,
   * and hardly learns.
   */
  readonly vitality: 'alive' | 'dead' | 'stuck'
}

/** Activations so near to 0 or 1 count as saturated, of tanh twice as near to -1 or 1. */
const NEAR = 0.01

/** Figures of each neuron of a layer. */
export function figuresOf(
  { neuronActivations, neuronSaturated }: LayerStatistics,
  name: ActivationName,
): NeuronFigures[] {
  return neuronActivations.map((activation, j) => {
    const saturated = neuronSaturated[j] ?? 0
    return { activation, saturated, vitality: saturated < 1 ? 'alive' : vitalityAt(activation, name) }
  })
}

/** The vitality of a neuron that is saturated for every example. */
function vitalityAt(activation: number, name: ActivationName): NeuronFigures['vitality'] {
  if (name === 'tanh') return Math.abs(activation) > 1 - 2 * NEAR ? 'stuck' : 'alive'
  if (activation < NEAR) return 'dead'
  return activation > 1 - NEAR ? 'stuck' : 'alive'
}
