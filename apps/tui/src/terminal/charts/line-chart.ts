import { lineOf, type Span, spansWidth, widthOf } from '../text.ts'
import type { Style, Theme } from '../theme.ts'
import { type Axis, type Scale, scaleOf, type Tick, ticksOf } from './axis.ts'
import { Canvas, type Dot, Pen } from './canvas.ts'

export type Point = readonly [x: number, y: number]

export interface Series {
  readonly name: string
  /** A name for a legend that has no room for the other. */
  readonly shortName?: string
  /** Points in order of x. A y that is not finite leaves a gap. */
  readonly points: readonly Point[]
  readonly style: Style
  /** The point that stands out. */
  readonly mark?: Point | undefined
  /** Its name in the legend: the best without one. */
  readonly markName?: MarkName
}

type MarkName = 'best' | 'kept'

/** Characters of marks, with Unicode and without. */
const SIGNS: Readonly<Record<MarkName, readonly [unicode: string, ascii: string]>> = {
  best: ['●', '@'],
  kept: ['◆', 'K'],
}

export interface Chart {
  readonly title?: string
  /** The first is drawn above the others. */
  readonly series: readonly Series[]
  readonly x: Axis
  readonly y: Axis
  readonly columns: number
  readonly rows: number
  readonly theme: Theme
  /** Whether the lines are named beside the title; they are without it. */
  readonly hasLegend?: boolean
  /** Text that is shown where there are no points. */
  readonly empty?: string
}

/** Rows from which on there is a legend, and an axis below. */
const ROWS_WITH_LEGEND = 3
const ROWS_WITH_AXIS = 6
const FEWEST_PLOT_COLUMNS = 8
const ROWS_A_TICK = 3
const COLUMNS_A_TICK = 8

/**
 * A chart of lines, in exactly `rows` lines of exactly `columns`.
 * @param sideWidth columns of the numbers beside it, at the least: those of a chart above or below
 */
export function chartLines(chart: Chart, sideWidth = 0): string[] {
  const { columns, theme } = chart
  if (chart.rows < 1 || columns < 1) return []
  const legend = hasLegendRow(chart) ? [lineOf(legendOf(chart), columns, theme)] : []
  const layout = layoutOf(chart)
  if (!layout) return [...legend, ...emptyPlot(chart, chart.rows - legend.length)]
  return [...legend, ...plot(chart, { ...layout, sideWidth: Math.max(sideWidth, layout.sideWidth) })]
}

/** Columns of the numbers beside a chart; 0 where it has none. */
export function sideWidthOf(chart: Chart): number {
  return layoutOf(chart)?.sideWidth ?? 0
}

function hasLegendRow({ rows }: Chart): boolean {
  return rows >= ROWS_WITH_LEGEND
}

/** Places of what a chart shows. */
interface Layout {
  readonly scales: Scales
  readonly plotRows: number
  readonly hasAxis: boolean
  /** The numbers beside the plot, by row. */
  readonly side: ReadonlyMap<number, string>
  readonly sideWidth: number
}

/** The layout of a chart that has points; undefined for one that has none. */
function layoutOf(chart: Chart): Layout | undefined {
  const points = chart.series.flatMap(({ points }) => points)
  const shown = points.filter(([, y]) => Number.isFinite(y))
  const x = scaleOf(
    chart.x,
    shown.map(([x]) => x),
  )
  const y = scaleOf(
    chart.y,
    shown.map(([, y]) => y),
  )
  if (!x || !y || shown.length === 0) return undefined
  const hasAxis = chart.rows >= ROWS_WITH_AXIS
  const plotRows = chart.rows - (hasLegendRow(chart) ? 1 : 0) - (hasAxis ? 2 : 0)
  const side = sideTicks(y, chart.y.unit, plotRows)
  const widths = [...side.values()].map(label => label.length)
  const sideWidth = Math.max(y.isLog ? LOG.length : 0, ...widths)
  return { scales: { x, y }, plotRows, hasAxis, side, sideWidth }
}

/** Word below the numbers of a logarithmic axis. */
const LOG = 'log'

/** Numbers beside a plot by row, in two rows at least where there are two. */
function sideTicks(scale: Scale, unit: Axis['unit'], rows: number): Map<number, string> {
  const first = Math.max(1, Math.round(rows / ROWS_A_TICK))
  for (let wanted = first; ; wanted *= 2) {
    const ticks = ticksOf(scale, unit, wanted)
    const byRow = new Map(ticks.map(({ value, label }) => [rowAt(scale.at(value), rows), label]))
    if (byRow.size >= Math.min(2, rows) || wanted > MOST_WANTED * first) return byRow
  }
}

/** Times the usual number of ticks: as many as find two rows. */
const MOST_WANTED = 8

function emptyPlot({ columns, theme, empty = '' }: Chart, rows: number): string[] {
  const middle = Math.floor((rows - 1) / 2)
  const indent = ' '.repeat(Math.max(0, Math.floor((columns - widthOf(empty)) / 2)))
  return Array.from({ length: rows }, (_, row) =>
    lineOf(row === middle ? [indent, ['dim', empty]] : [], columns, theme),
  )
}

interface Scales {
  readonly x: Scale
  readonly y: Scale
}

function plot(chart: Chart, { scales, plotRows, hasAxis, side, sideWidth }: Layout): string[] {
  const { columns, theme } = chart
  const hasLabels = columns - sideWidth - 2 >= FEWEST_PLOT_COLUMNS
  const margin = hasLabels ? sideWidth + 2 : 0
  const canvas = new Canvas(columns - margin, plotRows, theme.unicode)
  const owners = [...chart.series.entries()].reverse()
  for (const [owner, { points }] of owners) {
    const dots = points.map(point => dotOf(canvas, scales, point))
    new Pen(canvas, owner, isDashed(theme)).curve(dots)
  }
  // A kept epoch is drawn above one that is only best.
  const marked = owners.toSorted(
    ([, a], [, b]) => Number(a.markName === 'kept') - Number(b.markName === 'kept'),
  )
  for (const [owner, { mark, markName }] of marked) {
    const dot = mark && dotOf(canvas, scales, mark)
    if (dot) canvas.sign(dot, signOf(theme, markName), owner)
  }
  const lines = Array.from({ length: plotRows }, (_, row) => {
    const label = hasLabels ? sideOf(side.get(row), sideWidth, theme) : ''
    return `${label}${painted(canvas, row, chart)}`
  })
  return hasAxis ? [...lines, ...axisBelow(chart, scales, canvas, margin)] : lines
}

function dotOf(canvas: Canvas, { x, y }: Scales, point: Point): Dot | undefined {
  const across = x.at(point[0])
  const up = y.at(point[1])
  if (!(Number.isFinite(across) && Number.isFinite(up))) return undefined
  return {
    x: Math.round(across * (canvas.width - 1)),
    y: Math.round((1 - up) * (canvas.height - 1)),
  }
}

/** Lines without colours of their own are told apart by dashes; in ASCII by their characters. */
function isDashed(theme: Theme): boolean {
  return theme.unicode && theme.depth === 1
}

function signOf({ unicode }: Theme, name: MarkName = 'best'): string {
  return SIGNS[name][unicode ? 0 : 1]
}

/** The row, from the top, of a place between the lower end (0) and the upper (1). */
function rowAt(up: number, rows: number): number {
  return Math.round((1 - up) * (rows - 1))
}

function sideOf(label: string | undefined, width: number, theme: Theme): string {
  const [tick, line] = theme.unicode ? ['┤', '│'] : ['+', '|']
  const text = `${(label ?? '').padStart(width)} ${label === undefined ? line : tick}`
  return theme.paint('dim', text)
}

function painted(canvas: Canvas, row: number, { series, theme }: Chart): string {
  return canvas
    .row(row)
    .map(([owner, text]) => {
      const style = series[owner]?.style
      return style === undefined || text.trim() === '' ? text : theme.paint(style, text)
    })
    .join('')
}

/** The axis of x with its values, and the kind of the axis of y. */
function axisBelow({ columns, theme, x }: Chart, scales: Scales, canvas: Canvas, margin: number): string[] {
  const [corner, tick, line] = theme.unicode ? ['└', '┬', '─'] : ['+', '+', '-']
  const { values, places } = valuesBelow(x, scales.x, canvas.columns)
  const axis = Array.from({ length: canvas.columns }, (_, place) => (places.includes(place) ? tick : line))
  const kind = margin > 0 && scales.y.isLog ? LOG.padStart(margin - 2) : ''
  const before = margin > 0 ? `${' '.repeat(margin - 1)}${corner}` : ''
  return [
    lineOf([['dim', `${before}${axis.join('')}`]], columns, theme),
    lineOf([['dim', `${kind.padEnd(margin)}${values}`]], columns, theme),
  ]
}

/** Values below an axis as text, and the columns of their ticks. */
interface ValuesBelow {
  readonly values: string
  readonly places: readonly number[]
}

/** About as many values as there is room for, two at least: if need be without the name of the axis. */
function valuesBelow({ label = '', unit }: Axis, scale: Scale, columns: number): ValuesBelow {
  const wanted = columns / COLUMNS_A_TICK
  const tries = [label, ''].flatMap(name =>
    [1, 2, 4, 1 / 2].map(times => placed(ticksOf(scale, unit, times * wanted), scale, name, columns)),
  )
  const most = Math.max(...tries.map(({ places }) => places.length))
  const found = tries.find(({ places }) => places.length >= Math.min(2, most))
  return found ?? { values: '', places: [] }
}

function placed(ticks: readonly Tick[], scale: Scale, name: string, columns: number): ValuesBelow {
  const room = columns - (name === '' ? 0 : name.length + 1)
  const places: number[] = []
  let values = ''
  for (const { value, label } of ticks) {
    const place = Math.min(columns - 1, Math.floor(scale.at(value) * (columns - 1) + 0.5))
    const centred = place - Math.floor((label.length - 1) / 2)
    const start = Math.max(0, Math.min(centred, columns - label.length))
    if ((values !== '' && start <= values.length) || start + label.length > room) continue
    places.push(place)
    values = `${values.padEnd(start)}${label}`
  }
  return { values: `${values.padEnd(columns - name.length)}${name}`, places }
}

/** Parts of a chart that its legend names. */
type Legend = Pick<Chart, 'title' | 'series' | 'columns' | 'theme' | 'hasLegend'>

/** Layout of a legend: blanks between its parts, columns of each sample, and whether names are long and marks explained. */
interface LegendLayout {
  readonly gap: string
  readonly sample: number
  readonly isLong: boolean
  readonly hasMark: boolean
}

const LEGENDS: readonly LegendLayout[] = [
  { gap: '   ', sample: 3, isLong: true, hasMark: true },
  { gap: ' ', sample: 2, isLong: true, hasMark: true },
  { gap: ' ', sample: 2, isLong: false, hasMark: true },
  { gap: ' ', sample: 2, isLong: false, hasMark: false },
]

/** The legend alone, in exactly `columns`: of several charts that show the same lines. */
export function legendLine({ series, columns, theme }: Pick<Chart, 'series' | 'columns' | 'theme'>): string {
  return lineOf(legendOf({ series, columns, theme }), columns, theme)
}

/** Legend that names each line and shows how it looks; closer together where room is short. */
function legendOf(chart: Legend): Span[] {
  const legends = LEGENDS.map(layout => legendIn(chart, layout))
  return legends.find(spans => spansWidth(spans) <= chart.columns) ?? legends.at(-1) ?? []
}

function legendIn(chart: Legend, { gap, sample, isLong, hasMark }: LegendLayout): Span[] {
  const { title, series, theme, hasLegend = true } = chart
  const parts: Span[][] = title === undefined ? [] : [[['title', title]]]
  if (!hasLegend) return parts.flat()
  for (const [owner, { name, shortName = name, style, points }] of series.entries()) {
    const text = ` ${isLong ? name : shortName}`
    if (points.length > 0) parts.push([[style, sampleOf(theme, owner, sample)], text])
  }
  const marks = series.flatMap(({ mark, markName = 'best' }): MarkName[] => (mark ? [markName] : []))
  if (hasMark) for (const name of new Set(marks)) parts.push([`${signOf(theme, name)} ${name}`])
  return parts.flatMap((part, i) => (i === 0 ? part : [gap, ...part]))
}

/** A piece of a series' line. */
function sampleOf(theme: Theme, owner: number, columns: number): string {
  const canvas = new Canvas(columns, 1, theme.unicode)
  const y = Math.floor(canvas.height / 2)
  new Pen(canvas, owner, isDashed(theme)).line({ x: 0, y }, { x: canvas.width - 1, y })
  return canvas
    .row(0)
    .map(([, text]) => text)
    .join('')
}
