import { expect, test } from 'vitest'
import { experiments } from './experiments.ts'
import { experimentOf } from './page.ts'
import { isExact, judge, verdictAt } from './verdict.ts'

const known = [
  { from: 0, to: 0, min: 100, max: 200 },
  { from: 2, to: 3, min: 300, max: 400 },
]
const verdictsOf = (correct: readonly number[]) => judge({ known }, correct).map(({ verdict }) => verdict)

test.each([
  [
    [100, 0, 300, 400],
    ['inside', 'inside'],
  ],
  [
    [200, 9999, 400, 300],
    ['inside', 'inside'],
  ],
  [
    [99, 0, 300, 300],
    ['outside', 'inside'],
  ],
  [
    [201, 0, 300, 300],
    ['outside', 'inside'],
  ],
  [
    [100, 0, 300, 401],
    ['inside', 'outside'],
  ],
  [
    [100, 0, 299, 400],
    ['inside', 'outside'],
  ],
  [
    [100, 0, 300],
    ['inside', 'inside'],
  ],
  [
    [100, 0],
    ['inside', 'not run'],
  ],
  [[], ['not run', 'not run']],
])('%j is %j', (correct, verdicts) => {
  expect(verdictsOf(correct)).toEqual(verdicts)
})

test('names what was run of a range, and what of that is outside', () => {
  expect(judge({ known }, [100, 0, 299, 400])[1]).toMatchObject({
    figures: [
      { epoch: 2, correct: 299 },
      { epoch: 3, correct: 400 },
    ],
    outside: [{ epoch: 2, correct: 299 }],
  })
})

test('finds the range of an epoch', () => {
  const verdicts = judge({ known }, [])
  expect([0, 1, 2, 3, 4].map(epoch => verdictAt(verdicts, epoch)?.min)).toEqual([
    100,
    undefined,
    300,
    300,
    undefined,
  ])
})

test('too-slow alone is the same everywhere', () => {
  expect(experiments.filter(isExact).map(({ name }) => name)).toEqual(['too-slow'])
})

test('NumPy is inside its own ranges, and so is every run that differs by a rounding error', () => {
  for (const experiment of experiments) {
    for (const correct of [experiment.numpy, ...experiment.perturbed]) {
      expect(judge(experiment, correct).filter(({ verdict }) => verdict !== 'inside')).toEqual([])
    }
  }
})

test("the text of the article is outside of the ranges of its transcripts' runs where it contradicts them", () => {
  const correct = experimentOf('baseline').numpy.with(0, 9007)
  expect(judge(experimentOf('baseline'), correct).map(({ verdict }) => verdict)).toEqual([
    'outside',
    'inside',
  ])
})
