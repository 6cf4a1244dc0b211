import { describe, expect, test } from 'vitest'
import { trainingState } from '../../../test/dashboard-states.ts'
import { ASCII } from '../../../test/frames.ts'
import { LARGE, PLACES, readView, SMALLEST, USUAL } from '../../../test/view-cases.tsx'
import type { SnapshotEvent } from '../../run/events.ts'
import type { DashboardState } from '../state.ts'
import { NeuronsView } from './neurons.tsx'

const state = trainingState()

/** Weights whose upper half is positive and whose lower half is negative, for each neuron. */
function halves(rows: number, cols: number): SnapshotEvent {
  const weights = Float32Array.from({ length: rows * cols }, (_, i) => (i % cols < cols / 2 ? 2 : -2))
  return { type: 'snapshot', epoch: 3, position: 0, rows, cols, weights, outgoing: undefined }
}

/** The statistics with other activations. */
function withActivations(neuronActivations: number[], neuronSaturated: number[]): DashboardState {
  const { statistics } = state
  if (!statistics) throw new Error('There are no statistics')
  const layers = statistics.layers.map(layer => ({ ...layer, neuronActivations, neuronSaturated }))
  return { ...state, statistics: { ...statistics, layers } }
}

describe.each(PLACES)('%s', (_, place) => {
  test('neurons with their figures, a page at a time', () => {
    const [head, legend, ...lines] = readView(NeuronsView, state, place)
    expect(head).toMatch(/^Neurons {2}weights into the 30 .*neurons.* 12.*( {3}page 1 of \d+)?$/)
    expect(legend).toMatch(
      /negative .*positive {3}.*largest.* norm.* first {3}(activations|means) of 60 examples/,
    )
    expect(lines.join('\n')).toMatch(/1 {2}mean 0\.10|neuron 1 {2}/)
    expect(lines.join('\n')).toMatch(/mean 0\.10|^0\.00 sat 0 % +0\.10 sat 14 %/m)
  })

  test.each([
    [[784, 10], 'no hidden layer'],
    [[36, 200, 3], 'small pictures'],
    [[4, 5, 3], 'few inputs'],
    [[1000, 5, 2], 'inputs that make no picture'],
    [[10_000, 3, 256], 'pictures larger than the screen'],
  ])('a network %j: %s', sizes => {
    const [head, , ...lines] = readView(NeuronsView, trainingState({ sizes }), place)
    expect(head).toContain(sizes.length === 2 ? 'output neurons' : 'hidden')
    expect(lines.join('\n')).toMatch(/(mean |^)0\.00/m)
  })
})

test('the signs as characters where there are no colours', () => {
  const lines = readView(NeuronsView, { ...state, snapshot: halves(1, 784) }, USUAL)
  expect(lines[0]).toBe(
    'Neurons  weights into the first 1 of 30 neurons of the first hidden layer, after 3 epochs',
  )
  expect(lines[1]).toMatch(/^negative =-, 0 \.\+# positive/)
  expect(lines.slice(2, 9)).toEqual(Array(7).fill('#'.repeat(28)))
  expect(lines.slice(9, 16)).toEqual(Array(7).fill('='.repeat(28)))
})

test('inputs that make no picture are strips', () => {
  const four = { ...trainingState({ sizes: [4, 2, 3] }), snapshot: halves(2, 4) }
  const [, , line] = readView(NeuronsView, four, SMALLEST)
  expect(line).toBe('neuron 0  mean 0.00, saturated 0 %    ±2.0      ########========')
  expect(readView(NeuronsView, four, { ...SMALLEST, theme: ASCII })[2]).toContain('  +-2.0')
})

test('dead and stuck neurons are marked', () => {
  const marked = withActivations([0, 1, 0.5], [1, 1, 1])
  const large = readView(NeuronsView, marked, LARGE).join('\n')
  expect(large).toMatch(/0 {2}dead: always near 0 +1 {2}stuck: always near 1 +2 {2}mean 0\.50 {2}sat\. 100 %/)
  const small = readView(NeuronsView, marked, { ...SMALLEST, rows: 18 }).join('\n')
  expect(small).toMatch(/0 {2}dead +1 {2}stuck +2 {2}mean 0\.50/)
})

test('without statistics the figures are missing, and said to be', () => {
  const lines = readView(NeuronsView, { ...state, statistics: undefined }, SMALLEST)
  expect(lines[1]).toContain('means: not known yet')
  expect(lines.join('\n')).not.toContain('mean 0')
})

test('pages: after the last comes the first', () => {
  const many = trainingState({ sizes: [784, 100, 10] })
  const page = (neurons: number): string => {
    const pages: DashboardState['pages'] = { ...state.pages, neurons }
    return readView(NeuronsView, { ...many, pages }, LARGE).join('\n')
  }
  expect(page(1)).toContain('page 2 of 2')
  expect(page(1).match(/\d+(?= {2}mean)/g)).toEqual(['98', '99'])
  expect(page(2)).toBe(page(0))
})

test('a place within an epoch', () => {
  expect(readView(NeuronsView, state, LARGE)[0]).toContain(
    'after 12 epochs and 25,000 of 50,000 examples of the next',
  )
})

test('nothing known yet', () => {
  expect(readView(NeuronsView, { ...state, snapshot: undefined }, SMALLEST)).toEqual([
    'Not known yet: the weights come when training has begun.',
  ])
})

/** Neurons that have learned the two upper rows, drowned in initial weights; the last has the most influence. */
function learned(rows: number): DashboardState {
  const initial = Float32Array.from({ length: rows * 784 }, (_, k) => (k % 2 === 0 ? 3 : -3))
  const weights = initial.map((weight, k) => (k % 784 < 56 ? weight + (k < 784 ? 1 : 0.3) : weight))
  const outgoing = Float32Array.from({ length: rows }, (_, j) => j)
  const event: SnapshotEvent = { type: 'snapshot', epoch: 3, position: 0, rows, cols: 784, weights, outgoing }
  const begun = trainingState({ sizes: [784, rows, 10] })
  return { ...begun, snapshot: event, initialWeights: { type: 'initial-weights', weights: initial } }
}

test('the strongest first, with their own numbers; by number where that is asked for', () => {
  const names = (state: DashboardState) =>
    Array.from(
      readView(NeuronsView, state, LARGE)
        .join('\n')
        .matchAll(/neuron (\d+)/g),
      ([, name]) => name,
    )
  const begun = learned(4)
  expect(names(begun)).toEqual(['3', '2', '1', '0'])
  expect(names({ ...begun, neurons: { ...begun.neurons, order: [2, 3, 0, 1] } })).toEqual([
    '2',
    '3',
    '0',
    '1',
  ])
  const sorted: DashboardState = { ...begun, neurons: { ...begun.neurons, sorted: 'number' } }
  expect(names(sorted)).toEqual(['0', '1', '2', '3'])
  expect(readView(NeuronsView, sorted, LARGE)[1]).toContain('in the order of their numbers')
})

test('the change since the initial weights: what was learned, and nothing else, on one scale', () => {
  const begun = learned(2)
  const text = (state: DashboardState) => readView(NeuronsView, state, USUAL)
  const ink = (lines: string[]) =>
    lines
      .slice(2)
      .join('')
      .match(/[=,.+#]/g)?.length
  expect(ink(text(begun))).toBeGreaterThan(200)
  const change: DashboardState = {
    ...begun,
    neurons: { ...begun.neurons, shown: 'change', sorted: 'number' },
  }
  const [head, legend, line] = text(change)
  expect(ink(text(change))).toBeLessThan(40)
  expect(line).toMatch(/^#{28} *$/)
  expect(head).toContain('change since the initial weights of the 2 neurons of the first hidden layer')
  expect(legend).toMatch(/^lower =-, 0 \.\+# higher {2}±/)
  expect(readView(NeuronsView, change, SMALLEST)[0]).toContain('change since the ')
})
