import { lineOf, type Span, spansWidth, widthOf } from '../text.ts'
import type { Style, Theme } from '../theme.ts'
import { type Axis, type Scale, scaleOf, type Tick, ticksOf } from './axis.ts'
import { Canvas, type Dot, Pen } from './canvas.ts'

export type Point = readonly [x: number, y: number]

export interface Series {
  readonly name: string
  /** Points in order of x. A y that is not finite leaves a gap. */
  readonly points: readonly Point[]
  readonly style: Style
  /** The point that stands out, such as the best. */
  readonly mark?: Point | undefined
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
  /** Name of a mark in the legend. */
  readonly markName?: string
  /** Text that is shown where there are no points. */
  readonly empty?: string
}

/** Rows from which on there is a legend, and an axis below. */
const ROWS_WITH_LEGEND = 3
const ROWS_WITH_AXIS = 6
const FEWEST_PLOT_COLUMNS = 8
const ROWS_A_TICK = 3
const COLUMNS_A_TICK = 8

/** A chart of lines, in exactly `rows` lines of exactly `columns`. */
export function chartLines(chart: Chart): string[] {
  const { columns, theme } = chart
  if (chart.rows < 1 || columns < 1) return []
  const legend = chart.rows >= ROWS_WITH_LEGEND ? [lineOf(legendOf(chart), columns, theme)] : []
  const rows = chart.rows - legend.length
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
  if (!x || !y || shown.length === 0) return [...legend, ...emptyPlot(chart, rows)]
  return [...legend, ...plot(chart, { x, y }, rows)]
}

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

function plot(chart: Chart, scales: Scales, rows: number): string[] {
  const { columns, theme } = chart
  const hasAxis = chart.rows >= ROWS_WITH_AXIS
  const plotRows = hasAxis ? rows - 2 : rows
  const ticks = ticksOf(scales.y, chart.y.unit, Math.max(1, Math.round(plotRows / ROWS_A_TICK)))
  const labels = Math.max(0, ...ticks.map(({ label }) => label.length))
  const hasLabels = columns - labels - 2 >= FEWEST_PLOT_COLUMNS
  const margin = hasLabels ? labels + 2 : 0
  const canvas = new Canvas(columns - margin, plotRows, theme.unicode)
  const owners = [...chart.series.entries()].reverse()
  for (const [owner, { points }] of owners) {
    const dots = points.map(point => dotOf(canvas, scales, point))
    new Pen(canvas, owner, isDashed(theme)).curve(dots)
  }
  for (const [owner, { mark }] of owners) {
    const dot = mark && dotOf(canvas, scales, mark)
    if (dot) canvas.sign(dot, signOf(theme), owner)
  }
  const byRow = new Map(ticks.map(tick => [rowOf(canvas, scales.y, tick), tick.label]))
  const lines = Array.from({ length: plotRows }, (_, row) => {
    const side = hasLabels ? sideOf(byRow.get(row), labels, theme) : ''
    return `${side}${painted(canvas, row, chart)}`
  })
  return hasAxis ? [...lines, ...axisBelow(chart, scales.x, canvas, margin)] : lines
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

function signOf({ unicode }: Theme): string {
  return unicode ? '●' : '@'
}

function rowOf(canvas: Canvas, scale: Scale, { value }: Tick): number {
  const dot = Math.round((1 - scale.at(value)) * (canvas.height - 1))
  return Math.floor((dot * canvas.rows) / canvas.height)
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

/** The axis of x, and its values. */
function axisBelow({ columns, theme, x }: Chart, scale: Scale, canvas: Canvas, margin: number): string[] {
  const [corner, tick, line] = theme.unicode ? ['└', '┬', '─'] : ['+', '+', '-']
  const label = x.label ?? ''
  const room = canvas.columns - (label === '' ? 0 : label.length + 1)
  const axis = Array.from({ length: canvas.columns }, () => line)
  let values = ''
  for (const { value, label } of ticksOf(scale, x.unit, canvas.columns / COLUMNS_A_TICK)) {
    const place = Math.min(canvas.columns - 1, Math.floor(scale.at(value) * (canvas.columns - 1) + 0.5))
    const start = Math.max(0, place - Math.floor((label.length - 1) / 2))
    if ((values !== '' && start <= values.length) || start + label.length > room) continue
    axis[place] = tick
    values = `${values.padEnd(start)}${label}`
  }
  const indent = ' '.repeat(margin)
  const before = margin > 0 ? `${' '.repeat(margin - 1)}${corner}` : ''
  const named = `${values.padEnd(canvas.columns - label.length)}${label}`
  return [
    lineOf([['dim', `${before}${axis.join('')}`]], columns, theme),
    lineOf([indent, ['dim', named]], columns, theme),
  ]
}

/** Layout of a legend: blanks between its parts, columns of each sample, and whether marks are explained. */
interface LegendLayout {
  readonly gap: string
  readonly sample: number
  readonly hasMark: boolean
}

const LEGENDS: readonly LegendLayout[] = [
  { gap: '   ', sample: 3, hasMark: true },
  { gap: ' ', sample: 2, hasMark: true },
  { gap: ' ', sample: 2, hasMark: false },
]

/** Legend that names each line and shows how it looks; closer together where room is short. */
function legendOf(chart: Chart): Span[] {
  const legends = LEGENDS.map(layout => legendIn(chart, layout))
  return legends.find(spans => spansWidth(spans) <= chart.columns) ?? legends.at(-1) ?? []
}

function legendIn(chart: Chart, { gap, sample, hasMark }: LegendLayout): Span[] {
  const { title, series, theme, hasLegend = true, markName = 'best' } = chart
  const parts: Span[][] = title === undefined ? [] : [[['title', title]]]
  if (!hasLegend) return parts.flat()
  for (const [owner, { name, style, points }] of series.entries()) {
    if (points.length > 0) parts.push([[style, sampleOf(theme, owner, sample)], ` ${name}`])
  }
  if (hasMark && series.some(({ mark }) => mark)) parts.push([`${signOf(theme)} ${markName}`])
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
