import type { EpochRecord } from '@gradus/core'
import { accuracyOf, bestBy } from '../../run/epochs.ts'
import { type Chart, chartLines, type Point, type Series } from '../../terminal/charts/line-chart.ts'
import { formatCost } from '../../terminal/format.ts'
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

/** The accuracy after each epoch, the best marked. */
export function accuracyChart(state: DashboardState, panel: Panel): string[] {
  const { history } = state
  return chartLines({
    ...panel,
    title: 'Accuracy',
    series: [
      seriesOf(history, 'test', 'accent', ({ test }) => accuracyOf(test), 1),
      seriesOf(history, 'validation', 'second', ({ validation }) => accuracyOf(validation), 1),
    ],
    x: epochAxis(state),
    y: { unit: 'share' },
    empty: emptyAccuracy(state),
  })
}

/**
 * The mean costs of each epoch, the lowest of the test data (or else of the validation or training data)
 * marked.
 */
export function costChart(state: DashboardState, panel: Panel): string[] {
  const { history } = state
  const all = [
    seriesOf(history, 'test', 'accent', ({ test }) => test?.cost, -1),
    seriesOf(history, 'validation', 'second', ({ validation }) => validation?.cost, -1),
    seriesOf(history, 'training', 'third', ({ cost }) => cost, -1),
  ].filter(({ points }) => points.length > 0)
  return chartLines({
    ...panel,
    title: 'Cost',
    series: all.map((series, i) => (i === 0 ? series : { ...series, mark: undefined })),
    x: epochAxis(state),
    y: { scale: 'auto' },
    markName: 'lowest',
    empty: 'No epoch is complete yet',
  })
}

/** The cost of the last mini-batches, within the epoch at hand and those before. */
export function miniBatchCostChart({ miniBatchCosts, progress }: DashboardState, panel: Panel): string[] {
  const points = lastOf(miniBatchCosts).map(
    ({ epoch, position, cost }): Point => [epoch + position / (progress?.examples ?? 1), cost],
  )
  const last = points.at(-1)
  return chartLines({
    ...panel,
    title: last ? `Mini-batch cost: ${formatCost(last[1])}` : 'Mini-batch cost',
    series: [{ name: '', points, style: 'third' }],
    hasLegend: false,
    x: { label: 'epoch' },
    y: { scale: 'auto' },
    empty: 'No mini-batch is done yet',
  })
}

function seriesOf(
  history: Iterable<EpochRecord>,
  name: string,
  style: Series['style'],
  measure: (record: EpochRecord) => number | undefined,
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
