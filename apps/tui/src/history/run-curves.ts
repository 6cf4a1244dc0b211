import type { EpochRecord } from '@gradus/core'
import { accuracyOf, bestBy } from '../run/epochs.ts'
import { type Chart, chartLines, type Point, type Series } from '../terminal/charts/line-chart.ts'
import type { Theme } from '../terminal/theme.ts'
import type { Run } from './run.ts'

/** Area on which curves are drawn. */
export interface Paper {
  readonly columns: number
  readonly theme: Theme
}

const ROWS = 12
/** Styles that tell lines apart; a chart has no more lines than styles. */
const STYLES = ['accent', 'second', 'third', 'fourth'] as const
export const MOST_CURVES = STYLES.length

/** A run with the name that it has in a legend. */
export interface NamedRun {
  readonly name: string
  readonly run: Run
}

type Measure = (record: EpochRecord) => number | undefined

/** Accuracy and cost of one run after each epoch. */
export function curvesOf({ history }: Run, paper: Paper): string[] {
  const sets = ['test', 'validation'] as const
  const accuracies = sets.map((set): [string, Measure] => [set, record => accuracyOf(record[set])])
  const costs = sets.map((set): [string, Measure] => [set, record => record[set]?.cost])
  const training: [string, Measure] = ['training', ({ cost }) => cost]
  const series = (measures: readonly [string, Measure][], hasBest: boolean): Series[] =>
    measures.map(([name, measure], i) => seriesOf(history, { name, measure, owner: i, hasBest }))
  return [
    ...chart('Accuracy', series(accuracies, true), { unit: 'share' }, paper),
    ...chart('Cost', series([...costs, training], false), { scale: 'auto' }, paper),
  ]
}

/**
 * Accuracy (on the test data, or else on the validation data) and cost in training of several runs, together.
 */
export function curvesTogether(runs: readonly NamedRun[], paper: Paper): string[] {
  const series = (measure: Measure, hasBest: boolean): Series[] =>
    runs
      .slice(0, MOST_CURVES)
      .map(({ name, run }, owner) => seriesOf(run.history, { name, measure, owner, hasBest }))
  const accuracy = series(({ test, validation }) => accuracyOf(test ?? validation), true)
  return [
    ...chart(accuracyTitle(runs), accuracy, { unit: 'share' }, paper),
    ...chart(
      'Training cost',
      series(({ cost }) => cost, false),
      { scale: 'auto' },
      paper,
    ),
  ]
}

function accuracyTitle(runs: readonly NamedRun[]): string {
  const records = runs.flatMap(({ run }) => run.history)
  if (records.every(({ test }) => test)) return 'Test accuracy'
  return records.some(({ test }) => test) ? 'Accuracy (test, or else validation)' : 'Validation accuracy'
}

/** A chart with an empty line after it; nothing where there is nothing to show. */
function chart(title: string, series: readonly Series[], y: Chart['y'], paper: Paper): string[] {
  if (series.every(({ points }) => points.length === 0)) return []
  const x: Chart['x'] = { label: 'epoch', unit: 'whole' }
  const lines = chartLines({ ...paper, title, series, x, y, rows: ROWS })
  return [...lines.map(line => line.trimEnd()), '']
}

function seriesOf(
  history: readonly EpochRecord[],
  what: {
    readonly name: string
    readonly measure: Measure
    readonly owner: number
    readonly hasBest: boolean
  },
): Series {
  const { name, measure, owner, hasBest } = what
  const pointOf = (record: EpochRecord): Point[] => {
    const value = measure(record)
    return value === undefined ? [] : [[record.epoch, value]]
  }
  const best = hasBest ? bestBy(history, measure) : undefined
  return {
    name,
    points: history.flatMap(pointOf),
    style: STYLES[owner % STYLES.length] ?? 'accent',
    mark: best && pointOf(best)[0],
  }
}
