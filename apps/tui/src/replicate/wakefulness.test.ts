import { expect, test } from 'vitest'
import { evaluationOf, IMAGES } from '../../test/outcomes.ts'
import { asleepIn, describeSleeps, sleepsOf } from './wakefulness.ts'

/** A run in which a digit is predicted so often in each epoch. */
const runOf = (...epochs: Readonly<Record<number, number>>[]) => ({
  evaluations: epochs.map(counts => evaluationOf(0, counts)),
  images: IMAGES,
})

test('a digit is hardly predicted below a quarter of an even share', () => {
  expect(asleepIn(runOf({ 3: 249, 6: 250, 9: 0, 0: 3501 }, {}))).toEqual([[3, 9], []])
  const images = IMAGES.with(3, 892)
  expect(asleepIn({ ...runOf({ 3: 222, 0: 1778 }, { 3: 223, 0: 1777 }), images })).toEqual([[3], []])
})

test('digits that sleep, wake and fall asleep', () => {
  const run = runOf({ 3: 12, 6: 0, 8: 900 }, { 3: 7, 6: 3, 8: 10 }, { 3: 42, 6: 1144, 8: 1000 })
  expect(sleepsOf(run)).toEqual([
    { digit: 3, epochs: [0, 1, 2], most: 42, wakes: undefined },
    { digit: 6, epochs: [0, 1], most: 3, wakes: { epoch: 2, count: 1144 } },
    { digit: 8, epochs: [1], most: 10, wakes: undefined },
  ])
})

test('a digit that falls asleep again has not woken for good', () => {
  expect(sleepsOf(runOf({ 3: 0 }, { 3: 1000 }, { 3: 0 }))).toEqual([
    { digit: 3, epochs: [0, 2], most: 0, wakes: undefined },
  ])
})

test.each([
  [[{}, {}], []],
  [
    [{ 3: 0, 6: 0 }, { 3: 0 }],
    [
      'The digit 3 is not predicted in any epoch.',
      'The digit 6 is not predicted until epoch 1: 1000 images then.',
    ],
  ],
  [
    [
      { 3: 4, 6: 3 },
      { 3: 42, 6: 154 },
      { 3: 1, 6: 1200 },
    ],
    [
      'The digit 3 is hardly predicted in any epoch: at most 42 images.',
      'The digit 6 is hardly predicted until epoch 2: at most 154 images before, 1200 images then.',
    ],
  ],
  [[{ 1: 18, 2: 201 }, {}], ['The digits 1 and 2 are hardly predicted until epoch 1: at most 201 images.']],
  [
    [{ 3: 1 }, {}, { 3: 0 }, { 3: 0 }, { 3: 0 }],
    ['The digit 3 is hardly predicted in epochs 0 and 2 to 4: at most 1 image.'],
  ],
  [[{}, { 7: 0, 8: 0, 9: 0 }, {}], ['The digits 7, 8 and 9 are not predicted in epoch 1.']],
])('%j', (epochs, sentences) => {
  expect(describeSleeps(runOf(...epochs))).toEqual(sentences)
})
