import { expect, test } from 'vitest'
import { ExamplesError, OptionError } from './errors.ts'
import { Matrix } from './math/matrix.ts'
import { denseExamples, oneHot } from './pairs.ts'

test('pairs may be arrays, typed arrays and matrices', () => {
  const examples = denseExamples([
    [[1, 2], [0]],
    [Float32Array.of(3, 4), Uint8Array.of(1)],
    [Matrix.column([5, 6]), Matrix.fromRows([[1]])],
  ])
  expect([...examples.x]).toEqual([1, 2, 3, 4, 5, 6])
  expect([...examples.y]).toEqual([0, 1, 1])
  expect(examples).toMatchObject({ length: 3, inputSize: 2, outputSize: 1 })
})

test.each([
  [[], 'The list of examples is empty: expected a list of at least one pair [x, y].'],
  [undefined, 'The examples are undefined: expected a list'],
  ['1,2', 'The examples are the text "1,2": expected a list'],
  [[[1, 2, 3]], 'Example 0 is a list of 3: expected a pair [x, y]'],
  [['ab'], 'Example 0 is the text "ab": expected a pair [x, y]'],
  [[{ x: [1], y: [1] }], 'Example 0 is an object: expected a pair [x, y]'],
  [
    [[0.5, [1]]],
    'x of example 0 is the number 0.5: expected a list of numbers, a typed array or a Matrix. Write [0.5] for a single number.',
  ],
  [
    [
      [[1], [1]],
      [[1], 2],
    ],
    'y of example 1 is the number 2',
  ],
  [[['12', [1]]], 'x of example 0 is the text "12": expected a list of numbers'],
  [[[[1], null]], 'y of example 0 is null'],
  [
    [[['1.5'], [1]]],
    'Entry 0 of x in example 0 is the text "1.5": expected a number. Convert texts by Number(text).',
  ],
  [[[[[1]], [1]]], 'Entry 0 of x in example 0 is a list of 1: expected a number'],
  [[[[1, undefined], [1]]], 'Entry 1 of x in example 0 is undefined: expected a number'],
  [[[[], [1]]], 'holds 1 examples of 0 inputs and 1 outputs'],
  [
    [
      [[1], [1]],
      [[1, 2], [1]],
    ],
    'Example 1 has 2 entries in x: expected 1, as example 0 has',
  ],
  [
    [
      [[1], [1]],
      [[1], []],
    ],
    'Example 1 has 0 entries in y: expected 1',
  ],
  [[[[1, Number.NaN], [1]]], 'entry 1 of x in example 0 is NaN: expected a finite number'],
  [[[[1, 2], [Number.POSITIVE_INFINITY]]], 'entry 0 of y in example 0 is Infinity'],
])('pairs that are none are refused by what they are (%#)', (pairs, message) => {
  expect(() => Reflect.apply(denseExamples, undefined, [pairs])).toThrow(message)
  expect(() => Reflect.apply(denseExamples, undefined, [pairs])).toThrow(ExamplesError)
})

test('a label becomes a wanted output', () => {
  expect([...oneHot(2, 4)]).toEqual([0, 0, 1, 0])
  expect([...oneHot(0, 1)]).toEqual([1])
})

test.each([
  [3, 3, 'label is the number 3: expected a whole number of 0 .. 2'],
  [-1, 3, 'label is the number -1'],
  [0.5, 3, 'label is the number 0.5'],
  ['1', 3, 'label is the text "1"'],
  [0, 0, 'classes is 0: expected a whole number of at least 1'],
  [0, undefined, 'classes is undefined'],
])('label %s of %s classes is refused', (label, classes, message) => {
  expect(() => Reflect.apply(oneHot, undefined, [label, classes])).toThrow(message)
  expect(() => Reflect.apply(oneHot, undefined, [label, classes])).toThrow(OptionError)
})
