import { expect, test } from 'vitest'
import { otherShape } from './run-serving.ts'

test.each([
  [[784, 30, 10], undefined],
  [[20, 8, 10], 'This model has 20 inputs: the page cannot draw for it. Ask by POST /predict.'],
  [[784, 30, 26], 'This model has 26 outputs: the page cannot draw for it. Ask by POST /predict.'],
  [[20, 8, 1], 'This model has 20 inputs and 1 output: the page cannot draw for it. Ask by POST /predict.'],
])('of a model of %j is said: %s', (sizes, line) => {
  expect(otherShape(sizes)).toBe(line)
})
