import { type Dimension, fieldText, type Plan, type Row } from '@gradus/study'
import { heatCell, heatLegend } from '../../terminal/charts/heat.ts'
import { chartLines, type Point } from '../../terminal/charts/line-chart.ts'
import { shareOf } from '../../terminal/format.ts'
import { barSpans } from '../../terminal/progress-bar.ts'
import { firstThatFits, flushLeft, flushRight, lineOf, type Span, shortened } from '../../terminal/text.ts'
import type { StudySnapshot } from '../study-snapshot.ts'
import { type Bins, binsOf, numberOf } from './bins.ts'
import { shareOfRange } from './rows.ts'
import type { StudyViewProps } from './view.ts'

/** Columns of a cell, and of the names beside the map. */
const WIDEST_CELL = 10
const USUAL_CELL = 7
const NARROWEST_CELL = 5
const WIDEST_NAME = 12
const HIGHEST_CELL = 3
/** The title, and the names above; the legend below is left out where room is short. */
const FRAME_ROWS = 2

/**
 * The accuracy over two tried fields as a heat map: the best trial of each cell, and the best of all in brackets.
 * Over a single field it is a curve, or a bar a choice.
 */
export function mapLines(props: StudyViewProps): string[] {
  const { study, look } = props
  const { dimensions } = study.trials.space
  const [across, up] = [dimensions[look.across], dimensions[look.up]]
  if (across && up) return heatMap(props, across, up)
  const [only] = dimensions
  if (!only) return []
  return only.kind === 'choices' ? choiceBars(props, only) : fieldCurve(props, only)
}

/** Places and sizes of the cells. */
interface Grid {
  readonly across: Bins
  readonly up: Bins
  readonly names: number
  readonly cell: number
  readonly height: number
  /** Number of the cell of each trial: the part across, and so many times the part up as there are parts across. */
  readonly places: Int32Array
}

function heatMap(props: StudyViewProps, across: Dimension, up: Dimension): string[] {
  const { study, theme, columns, rows } = props
  const grid = gridOf(props, across, up)
  const cells = cellsOf(study, grid)
  const title: Span[] = [
    ['title', 'Map'],
    `  best accuracy % by ${across.field}${scaleText(across)} across, ${up.field}${scaleText(up)} up`,
  ]
  const short: Span[] = [['title', 'Map'], `  ${across.field} across, ${up.field} up`]
  const heading = grid.across.labels
    .map(label => `${flushRight(shortened(label, grid.cell - 1, theme), grid.cell - 1)} `)
    .join('')
  // Larger values stand above smaller ones; choices in their order.
  const order = grid.up.labels.map((_, part) => part)
  if (up.kind !== 'choices') order.reverse()
  const lines = order.flatMap(part => bandLines(props, grid, cells, part))
  const room = rows - FRAME_ROWS
  return [
    firstThatFits([title, short], columns, theme),
    lineOf([' '.repeat(grid.names), ['dim', heading]], columns, theme),
    ...lines.slice(0, room),
    ...(lines.length < room ? [legendLine(props)] : []),
  ]
}

function scaleText({ kind }: Dimension): string {
  return kind === 'log' || kind === 'whole' ? ' (log)' : ''
}

/** The last grid of a plan: as long as nobody looks elsewhere, only accuracies change. */
const known = new WeakMap<Plan, { readonly key: string; readonly grid: Grid }>()

function gridOf(props: StudyViewProps, across: Dimension, up: Dimension): Grid {
  const { study, columns, rows } = props
  const key = [across.field, up.field, columns, rows].join(' ')
  const last = known.get(study.plan)
  if (last?.key === key) return last.grid
  const grid = newGrid(props, across, up)
  known.set(study.plan, { key, grid })
  return grid
}

function newGrid({ study, look, columns, rows }: StudyViewProps, across: Dimension, up: Dimension): Grid {
  const points = study.rows.flatMap(({ trial, values }) => {
    const [x, y] = [values[look.across], values[look.up]]
    return x === undefined || y === undefined ? [] : [{ trial, x, y }]
  })
  const wanted = Math.max(4, Math.ceil(1.5 * Math.sqrt(study.plan.trials)))
  const room = Math.max(1, rows - FRAME_ROWS)
  const upBins = binsOf(
    up,
    points.map(({ y }) => y),
    { most: room, wanted: Math.min(wanted, Math.ceil(room / 2)) },
  )
  const names = Math.min(WIDEST_NAME, Math.max(...upBins.labels.map(label => label.length))) + 2
  const left = columns - names
  const cellWanted = across.kind === 'choices' ? NARROWEST_CELL : USUAL_CELL
  const most = Math.max(1, Math.floor(left / cellWanted))
  const acrossBins = binsOf(
    across,
    points.map(({ x }) => x),
    { most, wanted },
  )
  const parts = acrossBins.labels.length
  const cell = Math.max(NARROWEST_CELL, Math.min(WIDEST_CELL, Math.floor(left / parts)))
  const height = Math.max(1, Math.min(HIGHEST_CELL, Math.floor(room / upBins.labels.length)))
  const places = new Int32Array(study.rows.length)
  for (const { trial, x, y } of points) places[trial] = acrossBins.at(x) + parts * upBins.at(y)
  return { across: acrossBins, up: upBins, names, cell, height, places }
}

/** The best trial of each cell that has one, by its number. */
function cellsOf({ rows }: StudySnapshot, { across, up, places }: Grid): readonly (Row | undefined)[] {
  const count = across.labels.length * up.labels.length
  const cells: (Row | undefined)[] = Array.from({ length: count })
  // The rows stand in their order, so that the first one of a cell is its best.
  for (const row of rows) cells[places[row.trial] ?? 0] ??= row
  return cells
}

function bandLines(
  { study, theme, columns }: StudyViewProps,
  grid: Grid,
  cells: readonly (Row | undefined)[],
  part: number,
): string[] {
  const middle = Math.floor((grid.height - 1) / 2)
  const name = flushRight(shortened(grid.up.labels[part] ?? '', grid.names - 2, theme), grid.names - 2)
  const parts = grid.across.labels.length
  const rows = cells.slice(part * parts, (part + 1) * parts)
  return Array.from({ length: grid.height }, (_, line) => {
    const isMiddle = line === middle
    const before = lineOf([isMiddle ? ['dim', name] : ''], grid.names, theme)
    const text = rows.map(row => cellText(row, study, { isMiddle, columns: grid.cell, theme })).join('')
    const rest = columns - grid.names - parts * grid.cell
    return `${before}${text}${' '.repeat(Math.max(0, rest))}`
  })
}

interface CellPlace {
  readonly isMiddle: boolean
  readonly columns: number
  readonly theme: StudyViewProps['theme']
}

function cellText(
  row: Row | undefined,
  study: StudySnapshot,
  { isMiddle, columns, theme }: CellPlace,
): string {
  const inCell = (text: string): string => `${flushRight(isMiddle ? text : '', columns - 1)} `
  if (!row) return ' '.repeat(columns)
  if (row.standing === 'diverged') return theme.paint('alarm', inCell(theme.unicode ? '×' : 'x'))
  if (row.accuracy === undefined) return theme.paint('dim', inCell(theme.unicode ? '·' : '.'))
  if (!isMiddle && theme.depth < 8) return ' '.repeat(columns)
  const isBest = row.trial === study.best?.trial
  const room = columns - 3
  const digits = [2, 1, 0].map(digits => (100 * (row.accuracy ?? 0)).toFixed(digits))
  const number = digits.find(text => text.length <= room) ?? ''
  const text = inCell(isBest ? `[${number}]` : `${number} `)
  return heatCell(text, { share: shareOfRange(row.accuracy, study), ramp: 'good' }, theme)
}

function legendLine({ study, theme, columns }: StudyViewProps): string {
  const { range } = study
  if (!range) return lineOf([['dim', 'No trial has come to the end of a rung yet.']], columns, theme)
  const [least, most] = [shareOf(range.least), shareOf(range.most)]
  const ramp = theme.depth === 4 ? '..' : ` ${heatLegend('good', theme)} `
  const rampColumns = theme.depth === 4 ? 2 : 12
  const [waiting, diverged] = theme.unicode ? ['·', '×'] : ['.', 'x']
  const texts = [`   [ ] the best   ${waiting} not yet   ${diverged} diverged`, '   [ ] the best', '']
  const left = columns - least.length - rampColumns - most.length
  const words = texts.map((text): Span[] => [['dim', text]])
  return `${least}${ramp}${most}${firstThatFits(words, left, theme)}`
}

/** The accuracy over a field of numbers, as a curve through all trials that have one. */
function fieldCurve({ study, theme, columns, rows }: StudyViewProps, dimension: Dimension): string[] {
  const known = study.rows.filter(
    ({ accuracy, standing }) => accuracy !== undefined && standing !== 'diverged',
  )
  const points = known
    .map(({ values: [value = 0], accuracy = 0 }): Point => [numberOf(value), accuracy])
    .sort(([a], [b]) => a - b)
  const [value] = study.best?.values ?? []
  const mark =
    value === undefined || study.best?.accuracy === undefined
      ? undefined
      : ([numberOf(value), study.best.accuracy] as const)
  return chartLines({
    title: `Accuracy by ${dimension.field}`,
    series: [{ name: 'validation', points, style: 'accent', mark }],
    x: { label: dimension.field, scale: dimension.kind === 'uniform' ? 'linear' : 'log' },
    y: { unit: 'share' },
    empty: 'No trial has come to the end of a rung yet',
    ...{ columns, rows, theme },
  })
}

/** The best accuracy of each choice, a bar a choice. */
function choiceBars({ study, theme, columns, rows }: StudyViewProps, dimension: Dimension): string[] {
  if (dimension.kind !== 'choices') return []
  const names = Math.min(WIDEST_NAME, Math.max(...dimension.choices.map(choice => fieldText(choice).length)))
  const length = Math.max(4, Math.min(60, columns - names - 14))
  const lines = dimension.choices.slice(0, rows - 1).map(choice => {
    const text = fieldText(choice)
    const best = study.rows.find(({ values: [value] }) => value !== undefined && fieldText(value) === text)
    const { accuracy } = best ?? {}
    const share = accuracy === undefined ? 0 : shareOfRange(accuracy, study)
    const isBest = best !== undefined && best.trial === study.best?.trial
    const figure = flushRight(shareOf(accuracy), 8)
    return lineOf(
      [
        `${flushLeft(shortened(text, names, theme), names)}  `,
        ...barSpans(share, length, theme),
        '  ',
        isBest ? ['good', figure] : figure,
      ],
      columns,
      theme,
    )
  })
  return [lineOf([['title', `Accuracy by ${dimension.field}`]], columns, theme), ...lines]
}
