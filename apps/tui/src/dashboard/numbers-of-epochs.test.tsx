import { renderToString } from 'ink'
import { expect, test } from 'vitest'
import { overState, pausedState, trainingState } from '../../test/dashboard-states.ts'
import { epoch as epochEvent, finished, loaded, progress, saved, started } from '../../test/events.ts'
import { PLAIN } from '../../test/frames.ts'
import { runOf } from '../../test/kept-runs.ts'
import { runLines } from '../history/run-lines.ts'
import { initialRun, runAfter } from '../run/run-state.ts'
import { barLine } from '../terminal/progress-bar.ts'
import { describeEnd } from '../train/ending.ts'
import { textTranscript } from '../train/transcripts.ts'
import { type DashboardState, VIEWS } from './state.ts'
import { DashboardView } from './views/dashboard-view.tsx'

/** All that the dashboard shows of a state. */
function shownOf(state: DashboardState): string {
  return VIEWS.map(view =>
    renderToString(
      <DashboardView state={{ ...state, view }} theme={PLAIN} columns={120} rows={40} nextSteps={[]} />,
      { columns: 120 },
    ),
  ).join('\n')
}

/** Numbers that a text gives to epochs: `epoch 11`, `Epoch 11`, `since epoch 11`. */
const numbersIn = (text: string): number[] =>
  [...text.matchAll(/\bepochs? (\d+)/gi)].map(([, number]) => Number(number))

test('the dashboard counts epochs from 0: the last of 30 is number 29', () => {
  const text = shownOf(overState())
  expect(Math.max(...numbersIn(text))).toBe(29)
  expect(text).toContain('30 of 30 epochs')
})

test.each([
  ['training', trainingState()],
  ['paused', pausedState()],
])('when 12 of 30 are complete, number 12 is at hand: %s', (_, state) => {
  const text = shownOf(state)
  expect(Math.max(...numbersIn(text))).toBe(12)
  expect(text).toMatch(/Epoch 12 +50 %/)
  expect(text).toContain('12 of 30 epochs')
  expect(text).not.toMatch(/\d+\/30/)
})

test('bars count epochs in words, and transcripts and last lines give them numbers from 0', () => {
  const glyphs = { done: '#', rest: '-' }
  expect(barLine({ ...progress, epoch: 29, position: 40_000 }, 80, glyphs).after).toBe(' 29 of 30 epochs')
  expect(textTranscript({ ...epochEvent, epoch: 29 })).toBe('Epoch 29 : 8881 / 10000')
  const record = { ...epochEvent, epoch: 29 }
  const end = { ...finished, epoch: 30, history: [record], kept: 29 }
  const lines = describeEnd(end, saved, 50_000).join('\n')
  expect(numbersIn(lines)).toEqual([29])
  expect(lines).toContain('Done after 30 epochs')
  const over = [loaded, started, record, end, saved].reduce(runAfter, initialRun)
  expect(over.progress).toMatchObject({ epoch: 29, position: 50_000 })
})

test('the record of a run gives its epochs numbers from 0', () => {
  const text = runLines(runOf(), { model: 'kept', checkpoint: 'kept' }).join('\n')
  expect(Math.max(...numbersIn(text))).toBeLessThan(runOf().epoch)
})
