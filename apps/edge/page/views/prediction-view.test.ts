import { expect, test } from 'vitest'
import { wordingOf } from './prediction-view.ts'

/** Ten scores: 0 except for these. */
const scores = (some: Readonly<Record<number, number>>): number[] =>
  Array.from({ length: 10 }, (_, digit) => some[digit] ?? 0)

test.each([
  [3, scores({ 3: 0.98765, 5: 0.2 }), '3', 'Score 0.988', '3. Score 0.988.'],
  [3, scores({ 3: 0.9, 5: 0.6 }), '?', 'Unsure: 3 or 5', 'Unsure: 3 or 5.'],
  [3, scores({ 3: 0.3, 0: 0.1 }), '?', 'Unsure: 3 or 0', 'Unsure: 3 or 0.'],
  [0, scores({}), '?', 'Unsure: nothing stands out', 'Unsure: nothing stands out.'],
  [0, scores({ 0: 0.5 }), '0', 'Score 0.500', '0. Score 0.500.'],
])('%i of %j', (best, all, digit, note, spoken) => {
  expect(wordingOf({ digit: best, scores: all })).toEqual({ digit, note, spoken })
})
