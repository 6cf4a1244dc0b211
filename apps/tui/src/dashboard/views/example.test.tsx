import type { HiddenActivation, OutputActivation } from '@gradus/core'
import { expect, test } from 'vitest'
import { type Run, trainingState } from '../../../test/dashboard-states.ts'
import { COLOURED } from '../../../test/frames.ts'
import { LARGE, PLACES, readView, SMALLEST, USUAL } from '../../../test/view-cases.tsx'
import type { ActivationsEvent } from '../../run/events.ts'
import type { DashboardState } from '../state.ts'
import { ExampleView } from './example.tsx'

/** A run of such a network, of which the first example is like this. */
function stateOf(
  change: Partial<ActivationsEvent> = {},
  run: Partial<Run> = {},
  activation: HiddenActivation = 'sigmoid',
  output: OutputActivation = 'sigmoid',
): DashboardState {
  const state = trainingState(run)
  const example = state.activations.get(0)
  if (!state.started || !example) throw new Error('There is a run')
  const started = { ...state.started, spec: { ...state.started.spec, activation, output } }
  return { ...state, started, activations: new Map([[0, { ...example, ...change }]]) }
}

const SHAPES = [
  [784, 30, 10],
  [784, 800, 400, 200, 100, 50, 20, 20, 20, 20, 20, 10],
]

test.each(PLACES)('what there is of networks of one and of many hidden layers: %s', (_, place) => {
  for (const sizes of SHAPES) expectExample(sizes, place)
})

test.each([
  [[784, 10], 'no hidden layer'],
  [[4, 5, 3], 'few inputs'],
  [[1000, 5, 2], 'inputs that make no picture'],
  [[10_000, 3, 256], 'a picture larger than the screen, and many outputs'],
])('%j: %s', sizes => {
  for (const place of [SMALLEST, USUAL, LARGE]) expectExample(sizes, place)
})

function expectExample(sizes: readonly number[], place: Parameters<typeof readView>[2]): void {
  const [head, legend, ...lines] = readView(ExampleView, trainingState({ sizes }), place)
  expect(head).toMatch(/^Example {2}test example #0 of 10,000: label 1, predicted 1, correct/)
  expect(legend).toMatch(/outputs: scores/)
  const text = lines.join('\n')
  expect(text).toMatch(/1 +[━─#-]+ 0\.900 +correct/)
  expect(text).toContain(sizes.length === 2 ? 'no hidden layer' : `layer 1: ${sizes[1]} sigmoid`)
}

test('pixels, hidden activations and outputs side by side', () => {
  const lines = readView(ExampleView, stateOf({ input: new Uint8Array(784).fill(255) }), {
    ...SMALLEST,
    rows: 17,
  })
  expect(lines[0]?.trimEnd()).toBe(
    'Example  test example #0 of 10,000: label 1, predicted 1, correct, in epoch 12',
  )
  expect(lines[2]).toMatch(/^█{28} {2}layer 1: 30 sigmoid {4}0 ─{5} 0\.002/)
  expect(lines.slice(2, 16).every(line => line.startsWith('█'.repeat(28)))).toBe(true)
  expect(lines[4]?.slice(30, 51)).toMatch(/^[ ▁▂▃▄▅▆▇█]+$/)
})

test('a misclassified example: its label and what is predicted, in words', () => {
  const outputs = Float64Array.from({ length: 10 }, (_, c) => (c === 3 ? 0.998 : c === 5 ? 0.002 : 0))
  const lines = readView(
    ExampleView,
    stateOf({ label: 5, layers: [new Float64Array(30), outputs] }),
    SMALLEST,
  )
  expect(lines[0]).toContain('label 5, predicted 3, misclassified')
  expect(lines.join('\n')).toMatch(/3 ━+ 0\.998 +predicted/)
  expect(lines.join('\n')).toMatch(/5 ─+ 0\.002 +label/)
})

test.each<[HiddenActivation, number[], RegExp]>([
  ['sigmoid', [0, 0.5, 1], /layer 1: 3 sigmoid, 0 to 1/],
  ['tanh', [-1, 0.5, 1], /layer 1: 3 tanh, -1 to 1/],
  ['relu', [0, 3.2, 0.1], /layer 1: 3 relu, 0 to 4/],
  ['relu', [0, 0, 0], /layer 1: 3 relu, 0 to 1/],
])('the range of %s', (activation, values, title) => {
  const layers = [Float64Array.from(values), new Float64Array(10)]
  const state = stateOf({ layers }, { sizes: [784, 3, 10] }, activation)
  expect(readView(ExampleView, state, USUAL)[2]).toMatch(title)
})

test('activations below 0 by characters where there are no colours, and in their colour where there are', () => {
  const layers = [Float64Array.of(-1, 1, 0, -0.5), new Float64Array(10)]
  const state = stateOf({ layers }, { sizes: [784, 4, 10] }, 'tanh')
  const plain = readView(ExampleView, state, USUAL)
  expect(plain[1]).toContain('(=-, below 0, .+# above)')
  expect(plain[3]).toContain('=== ###     ,,, ')
  const coloured = readView(ExampleView, state, { ...USUAL, theme: COLOURED })
  expect(coloured[1]).toContain('(blue below 0, orange above)')
})

test('wide layers show means of neighbours, and say so; layers without room are counted', () => {
  const wide = readView(ExampleView, trainingState({ sizes: [784, 800, 10] }), SMALLEST).join('\n')
  expect(wide).toMatch(/means of 3/)
  expect(readView(ExampleView, trainingState({ sizes: [784, 800, 10] }), LARGE).join('\n')).not.toContain(
    'means',
  )
  const deep = trainingState({ sizes: [784, ...Array<number>(20).fill(5), 10] })
  expect(readView(ExampleView, deep, { ...SMALLEST, rows: 17 }).join('\n')).toContain('and 14 more layers')
})

test('outputs of softmax are called probabilities; one output has no class', () => {
  const softmax = stateOf({}, {}, 'sigmoid', 'softmax')
  expect(readView(ExampleView, softmax, SMALLEST)[1]).toContain('outputs: probabilities')
  const layers = [Float64Array.of(0, 1), Float64Array.of(0.25)]
  const [head, , ...lines] = readView(
    ExampleView,
    stateOf({ layers, label: 0 }, { sizes: [784, 2, 1] }),
    SMALLEST,
  )
  expect(head).not.toMatch(/label|predicted/)
  expect(lines.join('\n')).not.toMatch(/correct|label/)
})

test('why there is none', () => {
  const text = (state: DashboardState): string => readView(ExampleView, state, USUAL).join(' ')
  const state = trainingState()
  expect(text({ ...state, loaded: undefined })).toContain('the data are loading')
  expect(text(trainingState({ test: undefined, validation: undefined }))).toContain('no test or validation')
  expect(text({ ...state, activations: new Map() })).toContain('the test example is on its way')
  expect(text({ ...state, activations: new Map(), phase: 'over' })).toContain('the run ended before')
})
