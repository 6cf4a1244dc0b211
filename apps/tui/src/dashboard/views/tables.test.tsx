import type { Table } from '@gradus/core'
import { expect, test } from 'vitest'
import { trainingState } from '../../../test/dashboard-states.ts'
import { ASCII, COLOURED, PLAIN, readFrame, SIZES } from '../../../test/frames.ts'
import { columnValues, inputNames } from '../input-columns.ts'
import type { DashboardState, ViewName } from '../state.ts'
import { DashboardView } from './dashboard-view.tsx'

/** So many columns of numbers, the first with a long and wide name, and one of categories. */
function tableOf(numbers: number): Table {
  const long = '花瓣长度 in centimetres, as it was measured by hand in the garden'
  const columns = [
    ...Array.from({ length: numbers }, (_, k) => ({ name: k === 0 ? long : `column ${k}` })),
    { name: 'colour', values: ['red', 'blue\u001B[2J'] },
  ]
  const each = <T,>(of: T, category: T): T[] => [
    ...Array.from({ length: numbers }, () => of),
    category,
    category,
  ]
  return { kind: 'table', label: 'kind', columns, means: each(5, 0), spreads: each(2, 1) }
}

/** A run on rows of such a table: input k is 0.1 k spreads from its mean. */
function stateOf(numbers: number, view: ViewName): DashboardState {
  const preprocessing = tableOf(numbers)
  const inputs = numbers + 2
  const state = trainingState({ sizes: [inputs, 5, 3] })
  const { loaded, confusion } = state
  if (!loaded || !confusion) throw new Error('There is a run')
  const row = Float32Array.from({ length: inputs }, (_, k) => (k < numbers ? 0.5 * k : Number(k === numbers)))
  const activations = new Map([...state.activations].map(([i, event]) => [i, { ...event, input: row }]))
  const pixels = new Map(confusion.worst.map(({ example }) => [example, row]))
  const facts = { ...loaded, cols: 1, preprocessing, classes: ['setosa', '一个很长很长的类别名称', 'no'] }
  return { ...state, view, loaded: facts, activations, pixels }
}

function read(state: DashboardState, { columns, rows }: (typeof SIZES)[number], theme = PLAIN): string {
  const view = <DashboardView state={state} theme={theme} columns={columns} rows={rows} nextSteps={[]} />
  return readFrame(view, columns, rows).join('\n')
}

test('a row is told by its columns, as the table has it', () => {
  const preprocessing = tableOf(2)
  const row = Float32Array.of(0.5, -1.5, 0, 1)
  expect(columnValues({ preprocessing }, row).slice(1)).toEqual([
    { name: 'column 1', text: '2', distance: 1.5 },
    { name: 'colour', text: expect.stringMatching(/^blue/), distance: 0 },
  ])
  const scaled = { ...preprocessing, means: [5, 5, 0.25, 0.75], spreads: [2, 2, 0.4, 0.4] }
  expect(
    columnValues({ preprocessing: scaled }, Float32Array.of(0, 0, 0.75 / 0.4, -0.75 / 0.4))[2]?.text,
  ).toBe('red')
  expect(columnValues({ preprocessing }, Float32Array.of(0, 0, 0, 0)).at(-1)?.text).toBe('-')
  expect(columnValues({}, row)).toEqual([])
  expect(inputNames({ preprocessing }).slice(1, 3)).toEqual(['column 1', 'colour = red'])
})

test.each(['mistakes', 'example', 'neurons', 'confusion', 'health', 'overview'] as const)(
  'the view %s of a table fits',
  view => {
    for (const numbers of [2, 60]) {
      for (const [size, theme] of [
        [SIZES[0], PLAIN],
        [SIZES[0], ASCII],
        [SIZES[1], COLOURED],
      ] as const)
        expect(read(stateOf(numbers, view), size, theme)).not.toContain('\u001B[2J')
    }
  },
)

test.each<[ViewName, number, readonly RegExp[]]>([
  ['example', 2, [/3 columns/, /花瓣长度 in centi\S* +5 /, /column 1 +6 /, /colour +red /]],
  [
    'example',
    60,
    [/\d+ of 61 columns,/, /the farthest from the mean/, /column 59 +64$/m, / 0\.900 +correct/],
  ],
  ['mistakes', 2, [/not .*#\d+ +column 1 6/]],
  ['mistakes', 60, [/#\d+ +column 59 64, column 58 63/]],
  ['neurons', 2, [/neuron +\d .*(column 1|colour = red) -?\d/]],
])('the view %s of %d columns calls them by their names', (view, numbers, texts) => {
  const text = read(stateOf(numbers, view), SIZES[1])
  for (const each of texts) expect(text).toMatch(each)
})
