import { expect, test } from 'vitest'
import { pictureSize } from './picture.ts'

test.each([
  [784, undefined, { width: 28, height: 28 }],
  [784, 56, { width: 56, height: 14 }],
  [36, undefined, { width: 6, height: 6 }],
  [35, 7, { width: 7, height: 5 }],
  [25, undefined, { width: 5, height: 5 }],
  [16, undefined, undefined],
  [30, undefined, undefined],
  [120, 40, undefined],
  [36, 7, undefined],
])('%d inputs, %s a row, make pictures of %j', (inputs, cols, size) => {
  expect(pictureSize(inputs, cols)).toEqual(size)
})
