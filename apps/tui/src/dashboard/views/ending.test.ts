import { expect, test } from 'vitest'
import { ALARMED, overState } from '../../../test/dashboard-states.ts'
import { PLAIN } from '../../../test/frames.ts'
import type { DashboardState } from '../state.ts'
import { endingLines } from './ending.ts'

const SERVE = 'gradus serve gradus.safetensors'
const linesOf = (state: DashboardState, nextSteps = [SERVE]): string[] =>
  endingLines({ state, theme: PLAIN, columns: 80, nextSteps }).map(line => line.trimEnd())
const over = overState()

test('keeps the verdict, the best epoch and the worst classes, and says the hash last', () => {
  expect(linesOf(over)).toEqual([
    'Done after 30 epochs: 0:14, 125,000 examples/s',
    'Best: 95.04 % in epoch 9; last: 94.63 %',
    'Training is healthy.',
    'Worst classes: 9 (0.00 %), 0 (98.00 %), 1 (98.00 %) correct',
    'Saved /home/ada/models/gradus.safetensors',
    '',
    'Next: serve lets you draw a digit',
    `  ${SERVE}`,
    '',
    `sha256 ${'ab12cd34'.repeat(8)}`,
    'Press any key to leave; 1-7, Tab, arrows, ?, d and x look around',
  ])
})

test('says which epoch is kept, of which epoch the classes are, and why it ended early', () => {
  const { finished } = over
  if (!finished) throw new Error('expected a run that is over')
  const text = linesOf({ ...over, health: ALARMED, finished: { ...finished, stopped: true, kept: 9 } }).join(
    '\n',
  )
  expect(text).toContain('Stopped early: the accuracy on the validation data did not better any more.')
  expect(text).toContain('in epoch 9; last: 94.63 %; the weights are those of epoch 9\n')
  expect(text).toContain('Health: eta = 100 is too high: 100 % of')
  expect(text).toContain('Worst classes after epoch 29: 9 (0.00 %)')
})

test('names no pad where nothing is drawn', () => {
  expect(linesOf(over, ['gradus runs'])).toContain('Next')
  expect(linesOf(overState({ sizes: [36, 5, 3] }))).toContain('Next')
})

test('speaks of digits only where the classes are some', () => {
  const { loaded } = over
  if (!loaded) throw new Error('expected data')
  const classes = Array.from({ length: 10 }, (_, k) => `garment ${k}`)
  const lines = linesOf({ ...over, loaded: { ...loaded, classes } })
  expect(lines).toContain('Next: serve lets you draw')
  expect(lines.join('\n')).toContain('Worst classes: garment 9 (0.00 %)')
})
