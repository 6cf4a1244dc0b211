import { expect, test } from 'vitest'
import { wordingOf } from './prediction-view.ts'

/** Ten scores: 0 except for these. */
const scores = (some: Readonly<Record<number, number>>): number[] =>
  Array.from({ length: 10 }, (_, digit) => some[digit] ?? 0)

test.each([
  [3, scores({ 3: 0.98765, 5: 0.2 }), 'Score 0.988', '3. Score 0.988.'],
  [3, scores({ 3: 0.9, 5: 0.6 }), 'Score 0.900, or perhaps 5', '3, or perhaps 5. Score 0.900.'],
  [3, scores({ 3: 0.3, 0: 0.1 }), 'Not sure, or perhaps 0', 'Not sure: 3, or perhaps 0. Score 0.300.'],
  [0, scores({ 0: 0.5 }), 'Score 0.500', '0. Score 0.500.'],
])('%i of %j', (digit, all, note, spoken) => {
  expect(wordingOf({ digit, scores: all })).toEqual({ note, spoken })
})
