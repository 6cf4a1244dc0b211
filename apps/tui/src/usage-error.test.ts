import { expect, test } from 'vitest'
import { UsageError } from './failure.ts'

test.each([
  ['--out <file>', "option '--out <file>' argument 'x' is invalid. Choose another."],
  ['<model>', "argument '<model>' value 'x' is invalid. Choose another."],
])('the value of %s', (name, message) => {
  expect(new UsageError(name, 'x', 'Choose another.').message).toBe(message)
})
