import { expect, test } from 'vitest'
import { evaluationOf, IMAGES, outcomeOf } from '../../test/outcomes.ts'
import { experimentOf } from './page.ts'
import { jsonLineOf } from './report.ts'
import { resultOf } from './verdict.ts'

test('an experiment as a line of JSON', () => {
  const evaluations = [evaluationOf(7500, { 3: 4, 6: 3 }), evaluationOf(8700, { 3: 0 })]
  const line = jsonLineOf(resultOf({ ...outcomeOf('wide', []), evaluations }))
  expect(line).toMatch(/^\{.*\}\n$/)
  const { numpy, printed } = experimentOf('wide')
  expect(JSON.parse(line)).toEqual({
    ...{ name: 'wide', sizes: [784, 100, 10], eta: 3, epochs: 2, correct: [7500, 8700], numpy, printed },
    prose: [{ epoch: 29, correct: 8726 }],
    known: [
      { from: 0, to: 0, min: 7441, max: 7488, verdict: 'outside' },
      { from: 29, to: 29, min: 8178, max: 9694, verdict: 'not run' },
    ],
    predictions: evaluations.map(({ predictions }) => predictions),
    hardlyPredicted: [[3, 6], [3]],
    neverWakes: [3],
    wakes: [{ digit: 6, epoch: 1 }],
    ...{ sha256: 'ab12', agrees: false },
  })
})

test('the run with scaled weights beside it', () => {
  const scaled = {
    evaluations: [evaluationOf(9502), evaluationOf(9600, { 3: 7 })],
    images: IMAGES,
    sha256: 'cd34',
  }
  const line = JSON.parse(jsonLineOf(resultOf({ ...outcomeOf('wide', [7455, 7600]), scaled })))
  expect(line.scaled).toEqual({
    correct: [9502, 9600],
    predictions: scaled.evaluations.map(({ predictions }) => predictions),
    hardlyPredicted: [[], [3]],
    sha256: 'cd34',
  })
})

test('a run that diverged', () => {
  const outcome = { ...outcomeOf('too-fast', [958]), problem: 'Layer 2 has a cost that is NaN.' }
  expect(JSON.parse(jsonLineOf(resultOf(outcome)))).toMatchObject({
    agrees: false,
    error: 'Layer 2 has a cost that is NaN.',
  })
})
