import { expect, test } from 'vitest'
import { modelLine } from './model-line.ts'

test.each([
  [
    { name: 'digits', accuracy: { test: 0.9631 } },
    'Model: digits, which reads 96.31 % of the test images rightly.',
  ],
  [{ name: 'digits', accuracy: { validation: 0.9 } }, 'Model: digits.'],
  [{ name: 'digits' }, 'Model: digits.'],
  [{ accuracy: { test: 1 } }, ''],
  [['digits'], ''],
  [null, ''],
])('%j', (model, line) => {
  expect(modelLine(model)).toBe(line)
})
