import { describe, expect, test } from 'vitest'
import { modelFacts, modelLine } from './model-facts.ts'

test.each([
  [{ name: 'digits', accuracy: { test: 0.9899 } }, 'Model: digits, test accuracy 98.99 %.'],
  [{ name: 'digits', accuracy: { validation: 0.9 } }, 'Model: digits.'],
  [{ name: 'digits' }, 'Model: digits.'],
  [{ accuracy: { test: 1 } }, ''],
  [['digits'], ''],
  [null, ''],
])('%j', (model, line) => {
  expect(modelLine(model)).toBe(line)
})

describe('the subject of a model', () => {
  const subjectOf = (inputs: number, preprocessing?: unknown) =>
    modelFacts({ name: 'other', sizes: [inputs, 3], preprocessing })?.subject

  const MNIST = { kind: 'image', rows: 28, cols: 28 }
  const scale = { means: [4, 0, 0], spreads: [2, 1, 1] }
  const columns = [{ name: 'petal length' }, { name: 'colour', values: ['blue', 'red'] }]
  const table = { kind: 'table', label: 'species', columns, ...scale }

  test('is what its file says', () => {
    const image = { kind: 'image', rows: 20, cols: 12, form: 'resized' }
    expect(subjectOf(240, image)).toEqual(image)
    expect(subjectOf(3, table)).toEqual(table)
  })

  test('is MNIST’s images for 784 inputs of which it says nothing', () => {
    expect(subjectOf(784)).toEqual(MNIST)
  })

  test.each<[string, number, unknown]>([
    ['other inputs of which it says nothing', 20, undefined],
    ['numbers that are only scaled', 784, { kind: 'standard', ...scale }],
    ['images too long to draw on', 784, { kind: 'image', rows: 7, cols: 112 }],
    ['images without sides', 20, { kind: 'image', rows: 4 }],
    ['tables without columns', 3, { ...table, columns: undefined }],
    ['columns without names', 3, { ...table, columns: [{ values: ['a'] }] }],
    ['categories that are no texts', 3, { ...table, columns: [{ name: 'a', values: [1] }] }],
  ])('is for programs alone: %s', (_, inputs, preprocessing) => {
    expect(subjectOf(inputs, preprocessing)).toEqual({ kind: 'other' })
  })
})

test('classes have the names of the model, where all of them are texts', () => {
  expect(modelFacts({ sizes: [784, 2], classes: ['外套', 'shoe'] })?.classes).toEqual(['外套', 'shoe'])
  expect(modelFacts({ sizes: [784, 2], classes: ['coat', 2] })?.classes).toBeUndefined()
})

test.each([[null], [[]], [{}], [{ sizes: 3 }], [{ sizes: ['3'] }]])('no facts: %j', answer => {
  expect(modelFacts(answer)).toBeUndefined()
})
