import { renderToString } from 'ink'
import { describe, expect, test } from 'vitest'
import { loadingState, overState, trainingState } from '../../../test/dashboard-states.ts'
import { ASCII, COLOURED, FRAMES, PLAIN, readFrame } from '../../../test/frames.ts'
import { small, validated } from '../../../test/kept-runs.ts'
import type { EarlierRun } from '../../history/earlier-run.ts'
import type { Theme } from '../../terminal/theme.ts'
import type { DashboardState } from '../state.ts'
import { accuracyChart, costChart } from './curves.ts'
import { OverviewView } from './overview.tsx'

const LONG = 'run 20261124-003912-a1b2, eta 3'
const panel = { columns: 60, rows: 12, theme: PLAIN }

/** A run of 30 epochs that is worse than the others: its best accuracy is 85 %. */
const worse: EarlierRun = {
  ...small,
  history: [...overState().history].map(record => {
    const at = { correct: 8000 + 50 * Math.min(record.epoch, 10), total: 10_000, cost: 0.3, predictions: [] }
    return { ...record, test: { ...at, correct: 7000 }, validation: at, training: { ...at, correct: 9999 } }
  }),
}
const beside = (earlier: EarlierRun, state = trainingState()): DashboardState => ({ ...state, earlier })
const view = (state: DashboardState, columns: number, rows: number, theme: Theme) => (
  <OverviewView state={state} theme={theme} columns={columns} rows={rows} nextSteps={[]} />
)
const read = (state: DashboardState, columns = 80, rows = 17, theme = PLAIN): string =>
  readFrame(view(state, columns, rows, theme), columns, rows).join('\n')

describe('the line of an earlier run', () => {
  test('is the fourth, on the validation data, up to the last epoch of this run', () => {
    const { series } = accuracyChart(beside(worse), panel)
    const accuracies = [0.8, 0.805, 0.81, 0.815, 0.82, 0.825, 0.83, 0.835, 0.84, 0.845, 0.85, 0.85]
    const names = { name: LONG, shortName: 'run a1b2', style: 'dim' }
    expect(series[3]).toEqual({ ...names, points: accuracies.map((value, epoch) => [epoch, value]) })
    const costs = costChart(beside(worse), panel).series
    expect(costs[3]).toEqual({ ...names, points: accuracies.map((_, epoch) => [epoch, 0.3]) })
    expect([series.length, costs.length]).toEqual([4, 4])
  })

  test('leaves the lines of this run, and their marks, as they are', () => {
    for (const chart of [accuracyChart, costChart]) {
      const { series: alone } = chart(trainingState(), panel)
      expect(alone).toHaveLength(3)
      expect(chart(beside(worse), panel).series.slice(0, 3)).toEqual(alone)
    }
  })

  test('is of the set of this run: the test data where there are no other', () => {
    const untrained = trainingState({ validation: undefined })
    expect(accuracyChart(beside(worse, untrained), panel).series[3]?.points[0]).toEqual([0, 0.7])
    const neither = trainingState({ validation: undefined, test: undefined })
    expect(accuracyChart(beside(worse, neither), panel).series[3]?.points[0]).toEqual([0, 0.9999])
    expect(accuracyChart(beside(small), panel).series[3]?.points).toEqual([])
  })

  test('is not there before the first epoch', () => {
    expect(read(beside(worse, trainingState({ done: 0, position: 5000 })))).toMatch(
      /No epoch is complete yet/,
    )
    expect(read(beside(worse, loadingState()))).not.toContain('a1b2')
  })
})

test.each(FRAMES)('the earlier run has its name in the legend: %s', (_, { columns, rows, theme }) => {
  const legend = read(beside(worse), columns, rows - 7, theme).split('\n')[0]
  expect(legend).toMatch(/test .*validation .*training .*run 20261124-003912-a1b2, eta 3 +. best *$/)
})

test('where the legend has no room, a short one', () => {
  const state = beside({ ...worse, spec: { ...worse.spec, eta: 0.123456789 } })
  expect(read(state).split('\n')[0]).toMatch(/training .. run a1b2 ● best *$/)
})

test('its line is faint; without colours it is of sparse dots, with ASCII of full stops', () => {
  const state = beside(worse)
  const [open = ''] = COLOURED.paint('dim', 'x').split('x')
  const painted = renderToString(view(state, 80, 17, COLOURED), { columns: 80 })
  // The legend, and both charts.
  const isFaint = (part: string) => /[\u2801-\u28ff]/.test(part.split('\u001B')[0] ?? '')
  const lines = painted.split('\n').filter(line => line.split(open).slice(1).some(isFaint))
  expect(lines.length).toBeGreaterThan(2)
  expect(read(state, 80, 17, PLAIN)).toContain('⠄  run 2026')
  const ascii = read(state, 80, 17, ASCII).split('\n')
  expect(ascii[0]).toContain('.. run 2026')
  expect(ascii.slice(2, 9).join('\n')).toMatch(/\.{4}/)
})

describe('the summary tells how far ahead of it the run is', () => {
  test('after its last epoch', () => {
    const last = trainingState().history.last?.validation?.correct ?? 0
    const points = ((last - 8500) / 100).toFixed(2)
    expect(read(beside(worse))).toContain(`against a1b2: +${points} points at epoch 11`)
  })

  test('after the last epoch of the earlier one, where that is shorter', () => {
    const better = validated.history.map(record => {
      return {
        ...record,
        ...(record.validation && { validation: { ...record.validation, correct: 10_000 } }),
      }
    })
    expect(read(beside({ ...validated, history: better }))).toMatch(
      /against e5f6: -\d+\.\d\d points at epoch 1$/m,
    )
  })

  test('not where they have no accuracy on the same data', () => {
    expect(read(beside(small))).not.toContain('against')
    expect(read(trainingState())).not.toContain('against')
  })
})
