import { describe, expect, it } from 'vitest'
import { sparseExamples } from '../test/examples.ts'
import { ExamplesError } from './errors.ts'
import { answerOf, checkExamples, pairOf } from './examples.ts'
import { denseExamples } from './pairs.ts'

const sparse = sparseExamples([0, 51, 255, 102, 0, 0], [1, 0], 3, 2)

describe('examples', () => {
  it('are read as the same pairs in either form', () => {
    const dense = denseExamples([
      [
        [0, 0.2, 1],
        [0, 1],
      ],
      [
        [0.4, 0, 0],
        [1, 0],
      ],
    ])
    for (const i of [0, 1]) {
      expect(pairOf(sparse, i)).toEqual(pairOf(dense, i))
      expect(answerOf(sparse, i)).toBe(answerOf(dense, i))
    }
  })

  it('may be a part of larger arrays', () => {
    const second = {
      ...sparse,
      length: 1,
      offsets: sparse.offsets.subarray(1),
      labels: sparse.labels.subarray(1),
    }
    checkExamples('second', second)
    expect(pairOf(second, 0)).toEqual(pairOf(sparse, 1))
  })

  it.each([
    [
      () => Reflect.apply(checkExamples, undefined, ['trainData', [[[1], [1]]]]),
      'trainData is a list: expected Examples. Make some by denseExamples',
    ],
    [
      () => Reflect.apply(checkExamples, undefined, ['trainData', undefined]),
      'trainData is undefined: expected Examples',
    ],
    [
      () => Reflect.apply(checkExamples, undefined, ['trainData', { length: 1 }]),
      "trainData is of kind undefined: expected 'dense' or 'sparse'",
    ],
    [() => checkExamples('trainData', { ...sparse, inputSize: 0.5 }), 'of 0.5 inputs'],
    [
      () =>
        Reflect.apply(checkExamples, undefined, ['trainData', { ...sparse, labels: Int8Array.of(-1, 0) }]),
      'in another form: expected Uint32Array',
    ],
    [
      () =>
        Reflect.apply(checkExamples, undefined, [
          'trainData',
          { kind: 'dense', length: 1, inputSize: 1, outputSize: 1, x: [1], y: [1] },
        ]),
      'in another form: expected two Float64Array',
    ],
    [() => checkExamples('trainData', { ...sparse, length: 0 }), 'trainData holds 0 examples'],
    [() => checkExamples('trainData', { ...sparse, length: 3 }), 'has 3 offsets, 2 labels'],
    [
      () => checkExamples('trainData', { ...sparse, labels: Uint8Array.of(1, 2) }),
      'example 1 has label 2: expected 0 .. 1',
    ],
    [
      () => checkExamples('trainData', { ...sparse, indices: Uint16Array.of(1, 1, 0) }),
      'index 1 after 1: expected ascending',
    ],
    [
      () => checkExamples('trainData', { ...sparse, indices: Uint16Array.of(1, 3, 0) }),
      'index 3 after 1: expected ascending indices below 3',
    ],
    [
      () => checkExamples('trainData', { ...sparse, values: Uint8Array.of(1, 0, 1) }),
      'lists a value of 0 at index 2',
    ],
    [
      () => checkExamples('trainData', { ...sparse, offsets: Uint32Array.of(2, 1, 3) }),
      'runs from entry 2 to 1',
    ],
    [
      () => checkExamples('trainData', { ...sparse, offsets: Uint32Array.of(0, 2, 9) }),
      'runs from entry 2 to 9',
    ],
    [() => pairOf(sparse, 2), 'There is no example 2: expected 0 .. 1'],
    [() => answerOf(sparse, -1), 'There is no example -1'],
  ])('are refused where they are wrong (%#)', (check, message) => {
    expect(check).toThrow(ExamplesError)
    expect(check).toThrow(message)
  })
})
