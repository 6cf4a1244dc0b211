import { completeSpec, type Evaluation, RandomGenerator } from '@gradus/core'
import { neverCorrect } from '@gradus/core/health'
import { renderToString } from 'ink'
import { describe, expect, test } from 'vitest'
import { confusionOfMatrix } from '../../../test/dashboard-states.ts'
import { epoch, finished, loaded, started } from '../../../test/events.ts'
import { COLOURED } from '../../../test/frames.ts'
import { Session } from '../session.ts'
import type { DashboardState, ViewName } from '../state.ts'
import { DashboardView } from './dashboard-view.tsx'

const SHOWN: readonly ViewName[] = ['overview', 'confusion', 'health']
/** Green text of a screen: between its colour and the colour of text. */
const GREEN = new RegExp(
  `${COLOURED.paint('good', '|').split('|')[0]?.replace('[', '\\[')}([^\\u001B]*)`,
  'g',
)

/** A matrix with good and bad classes, some of them without examples. */
function matrixOf(rng: RandomGenerator, classes: number): number[][] {
  return Array.from({ length: classes }, (_, label) => {
    const fate = rng.interval(7)
    const row = Array.from({ length: classes }, () => (fate === 0 ? 0 : rng.interval(3)))
    if (fate > 0) row[label] = fate === 1 ? 0 : 30
    return row
  })
}

/** The dashboard after an epoch that ended with such a confusion, perhaps the last one. */
function stateOf(matrix: readonly (readonly number[])[], cost: number, isOver: boolean): DashboardState {
  const counts = confusionOfMatrix(matrix)
  const { examples, predictions, correct } = counts
  const sum = (all: readonly number[]): number => all.reduce((total, each) => total + each, 0)
  const test: Evaluation = {
    ...{ correct: sum(correct), total: sum(examples), cost, predictions },
    correctPredictions: correct,
  }
  const session = new Session({
    controls: { post: () => {}, quit: () => {}, suspend: () => {}, export: async () => '' },
    ...{ theme: COLOURED, keepsCheckpoints: false, onChange: () => {} },
  })
  const spec = completeSpec({ ...started.spec, sizes: [784, 15, matrix.length] })
  session.onEvent(loaded)
  session.onEvent({ ...started, spec, answers: examples })
  session.onEvent({ ...epoch, cost, test, confusions: { test: counts } })
  if (isOver) session.onEvent(finished)
  return session.state
}

function greenOf(state: DashboardState, view: ViewName): string {
  const shown = { ...state, view }
  const frame = renderToString(
    <DashboardView state={shown} theme={COLOURED} columns={120} rows={40} nextSteps={[]} />,
    { columns: 120 },
  )
  return Array.from(frame.matchAll(GREEN), ([, text]) => text).join('\n')
}

const rng = new RandomGenerator(17)
const STATES = Array.from({ length: 24 }, (_, i) => {
  const classes = 2 + rng.interval(6)
  return [i, matrixOf(rng, classes), i % 4 === 0 ? 0.5 : 0.02, i % 3 === 0] as const
})
const isAll = (matrix: readonly (readonly number[])[]): boolean =>
  neverCorrect(confusionOfMatrix(matrix)).length === 0

describe('where a class that occurs has a recall of 0', () => {
  test.each(STATES.filter(([, matrix]) => !isAll(matrix)))('nothing calls state %d well', (_, ...given) => {
    const state = stateOf(...given)
    expect(state.health.status).not.toBe('healthy')
    expect(state.health.verdict).not.toMatch(/^Healthy/)
    for (const view of SHOWN) expect(greenOf(state, view)).not.toMatch(/health|predicted/i)
  })
})

test('where every class is learnt, it is called well', () => {
  const states = STATES.filter(([, matrix, cost]) => isAll(matrix) && cost < 0.1)
  expect(states.length).toBeGreaterThan(3)
  for (const [, matrix, cost] of states) {
    const [overview, confusion, health] = SHOWN.map(view => greenOf(stateOf(matrix, cost, false), view))
    expect(overview).toContain('Healthy: after 1 epoch')
    expect(confusion).toMatch(/Every label( that occurs)? is predicted\./)
    expect(health).toContain('healthy')
  }
})
