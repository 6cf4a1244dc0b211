import { completeSpec } from '@gradus/core'
import { expect, test } from 'vitest'
import { chapter3 } from './chapter3.ts'
import { jobsOf } from './jobs.ts'
import { chapterResultOf, rangeOf, type Trial } from './trials.ts'

const [overfitting, , hundred, , softmax] = chapter3
if (!overfitting || !hundred || !softmax) throw new Error('expected five experiments')

/** Trials of all settings of an experiment, each with these counts in its last epochs and 9000 before. */
function trialsOf(name: 'hundred' | 'softmax' | 'overfitting', counts: readonly Partial<Trial>[]): Trial[] {
  return jobsOf({ names: [name], epochs: undefined, seeds: 2 }).map(({ spec }, i) => ({
    ...{ spec: completeSpec(spec), validation: [], test: [], training: [], sha256: 'ab12' },
    ...counts[i % counts.length],
  }))
}

/** So many epochs, the last of which have these counts. */
const epochs = (length: number, ...last: number[]): number[] => [
  ...Array<number>(length - last.length).fill(9000),
  ...last,
]

const verdictsOf = (correct: readonly number[]) => {
  const trials = trialsOf('hundred', []).map(trial => ({
    ...trial,
    validation: epochs(trial.spec.epochs, trial.spec.seed === '0' ? (correct[0] ?? 0) : (correct[1] ?? 0)),
  }))
  return chapterResultOf(hundred, trials).settings[0]?.figures.map(({ verdict }) => verdict)
}

test.each([
  [[9792, 9780], 'inside'],
  [[9780, 9792], 'inside'],
  [[9700, 9800], 'inside'],
  [[9791, 9780], 'above'],
  [[9793, 9799], 'below'],
])('97.92 beside %j is %s', (correct, verdict) => {
  expect(verdictsOf(correct)).toEqual([verdict, verdict])
})

test('the best epoch is another than the last', () => {
  const trials = trialsOf('hundred', []).map(trial => ({
    ...trial,
    validation: epochs(trial.spec.epochs, 9800, 9700),
  }))
  expect(chapterResultOf(hundred, trials).settings[0]?.figures).toMatchObject([
    { epoch: 'last', values: [97, 97], verdict: 'above' },
    { epoch: 'best', values: [98, 98], verdict: 'below' },
  ])
})

test('the figure of the test data may be that of the best epoch on the validation data', () => {
  const trials = trialsOf('softmax', [{ validation: epochs(60, 9801, 9800), test: epochs(60, 9750, 9790) }])
  expect(chapterResultOf(softmax, trials).settings[0]?.figures.map(({ values }) => values)).toEqual([
    [97.5, 97.5],
    [97.9, 97.9],
  ])
})

test('training accuracy is of the training images', () => {
  const trials = trialsOf('overfitting', [{ test: epochs(400), training: epochs(400, 1000, 999) }])
  const figures = chapterResultOf(overfitting, trials).settings[0]?.figures
  expect(figures?.at(-1)).toMatchObject({ data: 'training', values: [99.9, 99.9], verdict: 'above' })
})

test('fewer epochs than the book had show nothing but its first', () => {
  const { settings } = chapterResultOf(hundred, trialsOf('hundred', [{ validation: [9792] }]))
  expect(settings[0]?.figures.map(({ values, verdict }) => [values, verdict])).toEqual([
    [[], undefined],
    [[], undefined],
  ])
})

test('a run that diverged is the only thing that does not agree', () => {
  const good = trialsOf('hundred', [{ validation: epochs(30) }])
  expect(chapterResultOf(hundred, good).agrees).toBe(true)
  const bad = good.map((trial, i) => (i === 1 ? { ...trial, problem: 'It diverged.' } : trial))
  expect(chapterResultOf(hundred, bad).agrees).toBe(false)
})

test.each([
  [[], { mean: '-', range: '-' }],
  [[97.5], { mean: '97.50', range: '97.50' }],
  [[97.5, 97.5], { mean: '97.50', range: '97.50' }],
  [[97.46, 97.7, 97.21], { mean: '97.46', range: '97.21..97.70' }],
])('%j', (values, texts) => {
  expect(rangeOf(values)).toEqual(texts)
})
