import { type EpochRecord, etaAt } from '@gradus/core'
import { accuracyOf, bestBy } from '../../run/epochs.ts'
import type { Chart, Point, Series } from '../../terminal/charts/line-chart.ts'
import { formatCost } from '../../terminal/format.ts'
import type { Span } from '../../terminal/text.ts'
import type { Theme } from '../../terminal/theme.ts'
import type { CostPoint, DashboardState } from '../state.ts'

/** Epochs that the axis has room for from the start, so that two points are not made a cliff of. */
const FEWEST_EPOCHS = 10
/** The mini-batch cost curve begins with the epoch before, and with more where those are few points. */
const FEWEST_COST_POINTS = 60

export interface Panel {
  readonly columns: number
  readonly rows: number
  readonly theme: Theme
}

type Measure = (record: EpochRecord) => number | undefined

/** Lines of both charts, in this order, so that they look alike: one legend names them. */
const LINES: readonly {
  readonly name: string
  readonly style: Series['style']
  readonly accuracy: Measure
  readonly cost: Measure
}[] = [
  {
    ...{ name: 'test', style: 'accent' },
    accuracy: ({ test }) => accuracyOf(test),
    cost: ({ test }) => test?.cost,
  },
  {
    ...{ name: 'validation', style: 'second' },
    accuracy: ({ validation }) => accuracyOf(validation),
    cost: ({ validation }) => validation?.cost,
  },
  {
    ...{ name: 'training', style: 'third' },
    accuracy: ({ training }) => accuracyOf(training),
    // By the same weights as the other sets, where there is a sample; else the mean while they changed.
    cost: ({ training, cost }) => training?.cost ?? cost,
  },
]

/** The accuracy after each epoch, the best marked; of a run that keeps the best epoch that one, on the validation data. */
export function accuracyChart(state: DashboardState, panel: Panel): Chart {
  const { history } = state
  return {
    ...panel,
    title: 'Accuracy',
    series: [
      ...LINES.map(({ name, style, accuracy }): Series => {
        const isKept = name === 'validation' && state.started?.spec.keep === 'best'
        const series = seriesOf(history, { name, style }, accuracy, 1)
        if (name === 'training') return { ...series, mark: undefined }
        return isKept ? { ...series, markName: 'kept' } : series
      }),
      ...earlierLine(state, 'accuracy'),
    ],
    hasLegend: false,
    x: epochAxis(state),
    y: { unit: 'share' },
    empty: emptyAccuracy(state),
  }
}

/**
 * The mean costs of each epoch, the lowest of the test data (or else of the validation or training data)
 * marked.
 */
export function costChart(state: DashboardState, panel: Panel): Chart {
  const { history } = state
  const all = LINES.map(({ name, style, cost }) => seriesOf(history, { name, style }, cost, -1))
  const marked = all.find(({ mark }) => mark)
  return {
    ...panel,
    title: 'Cost',
    series: [
      ...all.map(series => (series === marked ? series : { ...series, mark: undefined })),
      ...earlierLine(state, 'cost'),
    ],
    hasLegend: false,
    x: epochAxis(state),
    y: { scale: 'auto' },
    empty: 'No epoch is complete yet',
  }
}

/**
 * The cost of the last mini-batches, within the epoch at hand and those before. Its axis is linear: the cost
 * of a single one, as steps show it, may be any part of the mean.
 */
export function miniBatchCostChart({ miniBatchCosts, progress }: DashboardState, panel: Panel): Chart {
  const points = lastOf(miniBatchCosts).map(
    ({ epoch, position, cost }): Point => [epoch + position / (progress?.examples ?? 1), cost],
  )
  const last = points.at(-1)
  return {
    ...panel,
    title: last ? `Mini-batch cost: ${formatCost(last[1])}` : 'Mini-batch cost',
    series: [{ name: '', points, style: 'third' }],
    hasLegend: false,
    x: { label: 'epoch' },
    y: {},
    empty: 'No mini-batch is done yet',
  }
}

const BLOCKS = '▁▂▃▄▅▆▇█'
const HEIGHTS = '_.-=^'
const LONGEST_SCHEDULE = 30

/** Curve of a scheduled eta over the epochs, in a line: those behind, a bar, and those to come; nothing without a schedule. */
export function scheduleSpans(state: DashboardState, { columns, theme }: Panel): Span[] {
  const { started, history, etaChanges } = state
  if (!started?.spec.schedule) return []
  const spec = { ...started.spec, etaChanges }
  const records = [...history]
  const etas = Array.from(
    { length: spec.epochs },
    (_, epoch) => records[epoch]?.eta ?? etaAt(spec, { epoch, position: 0 }, records),
  )
  const ends = [etas[0] ?? 0, etas.at(-1) ?? 0].map(eta => String(Number(eta.toPrecision(2))))
  const room = columns - `eta ${ends.join(' ')} |`.length - 1
  if (room < 4) return []
  const width = Math.min(spec.epochs, LONGEST_SCHEDULE, room)
  const most = Math.max(...etas)
  const levels = theme.unicode ? BLOCKS : HEIGHTS
  const signs = Array.from({ length: width }, (_, i) => {
    const eta = etas[Math.floor((i * spec.epochs) / width)] ?? 0
    return levels.charAt(Math.min(levels.length - 1, Math.floor((eta / most) * levels.length)))
  })
  const behind = Math.round((history.length * width) / spec.epochs)
  return [
    ['dim', `eta ${ends[0]} `],
    ['accent', signs.slice(0, behind).join('')],
    ['key', theme.unicode ? '│' : '|'],
    ['dim', `${signs.slice(behind).join('')} ${ends[1]}`],
  ]
}

/** Set by which a run is shown beside another: validation data, else test data, else those of the training. */
export function comparedSet({ loaded }: DashboardState): 'validation' | 'test' | 'training' {
  if (loaded?.validation !== undefined) return 'validation'
  return loaded?.test === undefined ? 'training' : 'test'
}

/** Line of the earlier run as far as this one has come, below all others. */
function earlierLine(state: DashboardState, of: 'accuracy' | 'cost'): Series[] {
  const { earlier, history } = state
  const line = LINES.find(({ name }) => name === comparedSet(state))
  if (!earlier || !line) return []
  const { id, spec } = earlier
  const epochs = (history.last?.epoch ?? -1) + 1
  const { points } = seriesOf(earlier.history.slice(0, epochs), { name: id, style: 'dim' }, line[of], 1)
  return [{ name: `run ${id}, eta ${spec.eta}`, shortName: `run ${id.slice(-4)}`, style: 'dim', points }]
}

function seriesOf(
  history: Iterable<EpochRecord>,
  { name, style }: Pick<Series, 'name' | 'style'>,
  measure: Measure,
  sign: 1 | -1,
): Series {
  const points: Point[] = []
  for (const record of history) {
    const value = measure(record)
    if (value !== undefined) points.push([record.epoch, value])
  }
  const best = bestBy(history, record => {
    const value = measure(record)
    return value === undefined ? undefined : sign * value
  })
  const value = best && measure(best)
  return { name, style, points, mark: best && value !== undefined ? [best.epoch, value] : undefined }
}

function epochAxis({ history, started }: DashboardState): Chart['x'] {
  const [{ epoch: first } = { epoch: 0 }] = history
  const last = history.last?.epoch ?? 0
  const to = Math.min(
    Math.max(last, first + FEWEST_EPOCHS - 1),
    Math.max(last, (started?.spec.epochs ?? 1) - 1),
  )
  return { label: 'epoch', unit: 'whole', from: first, to }
}

function emptyAccuracy({ history, loaded }: DashboardState): string {
  const hasSets = loaded?.test !== undefined || loaded?.validation !== undefined
  return loaded && !hasSets && history.length > 0 ? 'No test or validation data' : 'No epoch is complete yet'
}

function lastOf(miniBatchCosts: readonly CostPoint[]): readonly CostPoint[] {
  const epoch = miniBatchCosts.at(-1)?.epoch ?? 0
  const start = miniBatchCosts.findIndex(point => point.epoch >= epoch - 1)
  return miniBatchCosts.slice(Math.max(0, Math.min(start, miniBatchCosts.length - FEWEST_COST_POINTS)))
}
