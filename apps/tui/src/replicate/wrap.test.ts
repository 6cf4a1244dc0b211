import { expect, test } from 'vitest'
import { wrap } from './page.ts'

test.each([
  ['', 10, ['']],
  ['one two three', 20, ['one two three']],
  ['one two three', 13, ['one two three']],
  ['one two three', 12, ['one two', 'three']],
  ['one two three', 1, ['one', 'two', 'three']],
  ['a incomprehensibilities b', 5, ['a', 'incomprehensibilities', 'b']],
])('%j in %d columns', (text, columns, lines) => {
  expect(wrap(text, columns)).toEqual(lines)
})
