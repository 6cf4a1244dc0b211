import { denseExamples, ExamplesError } from '@gradus/core'
import { Dataset } from '@gradus/mnist'
import { expect, test } from 'vitest'
import { standardInput, standardise } from './standardise.ts'

/** Bytes of an image, which are on one scale already. */
const images = Dataset.from(
  { kind: 'images', file: 'images', dimensions: [1, 1, 3], data: Uint8Array.of(0, 7, 255) },
  { kind: 'labels', file: 'labels', dimensions: [1], data: Uint8Array.of(0) },
)

const train = denseExamples([
  [[1, 7, 0.1], [0]],
  [[2, 7, 0.2], [0]],
  [[4, 7, 0.3], [1]],
  [[8, 7, -0.4], [1]],
])

test('means and spreads are those of NumPy', () => {
  // python3 -c "import numpy as np; x = np.array([[1,7,.1],[2,7,.2],[4,7,.3],[8,7,-.4]]); print(x.mean(0).tolist(), x.std(0).tolist(), ((x - x.mean(0)) / x.std(0)).tolist())"
  const { train: scaled, preprocessing } = standardise({ train })
  expect(preprocessing.means).toEqual([3.75, 7, expect.closeTo(0.05, 15)])
  expect(preprocessing.spreads).toEqual([
    expect.closeTo(2.680951323690902, 14),
    1,
    expect.closeTo(0.2692582403567252, 14),
  ])
  expect(scaled.x[0]).toBeCloseTo(-1.025755289064345, 14)
  expect(scaled.x[11]).toBeCloseTo(-1.671258043593467, 14)
  expect([scaled.x[1], scaled.x[4]]).toEqual([0, 0])
  expect(train.x[0]).toBe(1)
})

test('other parts and single inputs take the scale of the training part', () => {
  const raw = [3, 8, 0.5]
  const test = denseExamples([[raw, [1]]])
  const { test: scaled, validation, preprocessing } = standardise({ train: { ...train, hash: 'a' }, test })
  expect(validation).toBeUndefined()
  expect(scaled?.x).toEqual(standardInput(preprocessing, raw))
  expect(scaled?.x[1]).toBe(1)
})

test('a constant that is no sum of powers of two becomes 0', () => {
  // (0.1 + 0.1 + 0.1) / 3 is 0.10000000000000002.
  const constant = denseExamples([0, 1, 1].map((label): [number[], number[]] => [[0.1], [label]]))
  const { train: scaled, preprocessing } = standardise({ train: constant })
  expect(preprocessing).toEqual({ kind: 'standard', means: [0.1], spreads: [1] })
  expect([...scaled.x]).toEqual([0, 0, 0])
})

test('a hash says that the data were scaled', () => {
  expect(standardise({ train: { ...train, hash: 'a' } }).train.hash).toBe('a:standardised')
  expect(standardise({ train }).train.hash).toBeUndefined()
})

test.each([
  [
    () => Reflect.apply(standardise, undefined, [{ train: images }]),
    'train is sparse: expected dense examples',
  ],
  [
    () => standardise({ train, test: denseExamples([[[1], [1]]]) }),
    'test has 1 inputs an example: expected 3, as the training part has',
  ],
  [
    () =>
      standardise({
        train: denseExamples([
          [[1e200], [1]],
          [[-1e200], [1]],
        ]),
      }),
    'The spread of input 0 is Infinity: expected a finite number. Scale the inputs down',
  ],
  [
    () => standardInput(standardise({ train }).preprocessing, [1, 2]),
    'The input is a list of 2: expected 3 numbers',
  ],
  [
    () => Reflect.apply(standardInput, undefined, [standardise({ train }).preprocessing, '123']),
    'The input is 123: expected 3 numbers',
  ],
  [
    () => standardInput(standardise({ train }).preprocessing, [1, Number.NaN, 3]),
    'Input 1 is NaN: expected a finite number',
  ],
])('what cannot be scaled is refused (%#)', (scale, message) => {
  expect(scale).toThrow(message)
  expect(scale).toThrow(ExamplesError)
})
