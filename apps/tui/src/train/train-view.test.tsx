import { renderToString } from 'ink'
import { expect, test } from 'vitest'
import { progress } from '../../test/events.ts'
import { Activity, initialState, type TrainState, TrainView } from './live-screen.tsx'

const props = { glyphs: { done: '#', rest: '-' }, paint: (_style: string, text: string) => text }

const activity = (state: Partial<TrainState>, columns: number): string =>
  renderToString(<Activity {...props} state={{ ...initialState, ...state }} columns={columns} />, { columns })

test('a bar and a status line while training', () => {
  expect(activity({ phase: 'training', progress }, 60).split('\n')).toEqual([
    ' 38 % ##############------------------------ 11 of 30 epochs',
    '    0:24 left   212,000 examples/s   cost 0.0432',
  ])
})

test.each([120, 60, 40, 20, 10, 1])('no line is longer than %d columns', columns => {
  const lines = activity({ phase: 'training', progress }, columns).split('\n')
  expect(lines).toHaveLength(2)
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns)
})

test.each([
  ['loading', 'Loading the data'],
  ['training', 'Starting'],
  ['stopping', 'Stopping; Ctrl-C again quits at once, without saving'],
  ['saving', 'Saving the model'],
  ['over', ''],
] as const)('%s', (phase, text) => {
  expect(activity({ phase }, 80)).toBe(text)
})

test('the transcript stands above', () => {
  const lines = ['Epoch 0 : 1 / 2', 'Epoch 1 : 2 / 2']
  const state: TrainState = { ...initialState, lines, phase: 'training', progress }
  const shown = renderToString(<TrainView {...props} state={state} columns={80} />, { columns: 80 }).split(
    '\n',
  )
  expect(shown.slice(0, 2)).toEqual(lines)
  expect(shown).toHaveLength(4)
})

test('colours are given to the bar alone', () => {
  const paint = (style: string, text: string): string => `<${style}>${text}</>`
  const state: TrainState = { ...initialState, phase: 'training', progress }
  const [bar] = renderToString(<Activity {...props} paint={paint} state={state} columns={40} />, {
    columns: 80,
  }).split('\n')
  expect(bar).toMatch(/^ 38 % <green>#+<\/><dim>-+<\/> 11 of 30 epochs$/)
})
