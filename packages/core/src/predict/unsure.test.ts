import { expect, test } from 'vitest'
import { doubtOf, unsureBetween } from './unsure.ts'

/** Ten scores: 0.001 except for these. */
const scores = (some: Readonly<Record<number, number>>): Float64Array =>
  Float64Array.from({ length: 10 }, (_, output) => some[output] ?? 0.001)

test.each([
  ['the best stands out', scores({ 3: 0.9, 5: 0.4 }), [], ''],
  ['by just enough', [0.25, 0.75], [], ''],
  ['by too little', [0.2501, 0.75], [1, 0], 'unsure: 1 or 0'],
  ['two are high', scores({ 3: 0.98, 5: 0.99 }), [5, 3], 'unsure: 5 or 3'],
  ['the second is weak, but so is the best', scores({ 3: 0.4, 5: 0.1 }), [3, 5], 'unsure: 3 or 5'],
  ['three are near', scores({ 3: 0.6, 5: 0.4, 8: 0.5 }), [3, 8, 5], 'unsure: 3, 8 or 5'],
  ['none is high', scores({}), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 'unsure: nothing stands out'],
  ['a softmax that is torn', [0.1, 0.47, 0.43], [1, 2], 'unsure: 1 or 2'],
  ['there is but one output', [0.1], [], ''],
])('%s', (_, all, between, words) => {
  expect(unsureBetween(all)).toEqual(between)
  expect(doubtOf(between)).toBe(words)
})
