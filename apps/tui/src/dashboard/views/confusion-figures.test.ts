import { expect, test } from 'vitest'
import { classFigures, neverPredicted, worstConfusions } from './confusion-matrix.ts'

const matrix = [
  [8, 1, 1, 0],
  [0, 0, 4, 0],
  [2, 0, 18, 0],
  [0, 0, 0, 0],
]

test('precision and recall, and undefined where there is nothing to share', () => {
  expect(classFigures(matrix)).toEqual([
    { label: 0, labelled: 10, predicted: 10, correct: 8, precision: 0.8, recall: 0.8 },
    { label: 1, labelled: 4, predicted: 1, correct: 0, precision: 0, recall: 0 },
    { label: 2, labelled: 20, predicted: 23, correct: 18, precision: 18 / 23, recall: 0.9 },
    { label: 3, labelled: 0, predicted: 0, correct: 0, precision: undefined, recall: undefined },
  ])
})

test('never predicted is only what occurs', () => {
  expect(neverPredicted(classFigures(matrix))).toEqual([])
  expect(
    neverPredicted(
      classFigures([
        [3, 0],
        [2, 0],
      ]),
    ),
  ).toEqual([1])
})

test('the worst confusions first, of equals the lower label', () => {
  expect(worstConfusions(matrix).map(({ label, predicted, count }) => [label, predicted, count])).toEqual([
    [1, 2, 4],
    [2, 0, 2],
    [0, 1, 1],
    [0, 2, 1],
  ])
  expect(worstConfusions(matrix)[1]?.share).toBe(0.1)
})
