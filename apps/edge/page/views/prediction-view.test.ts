import { describe, expect, test } from 'vitest'
import { longestOf, shownClasses, wordingOf } from './prediction-view.ts'

/** Ten scores: 0 except for these. */
const scores = (some: Readonly<Record<number, number>>): number[] =>
  Array.from({ length: 10 }, (_, digit) => some[digit] ?? 0)

const GARMENTS = ['T-shirt/top', 'trouser', 'pullover', 'dress', '外套', 'sandal', 'shirt', 'a', 'b', 'c']

test.each([
  [3, scores({ 3: 0.98765, 5: 0.2 }), undefined, '3', 'Score 0.988', '3. Score 0.988.'],
  [3, scores({ 3: 0.9, 5: 0.6 }), undefined, '?', 'Unsure: 3 or 5', 'Unsure: 3 or 5.'],
  [3, scores({ 3: 0.3, 0: 0.1 }), undefined, '?', 'Unsure: 3 or 0', 'Unsure: 3 or 0.'],
  [0, scores({}), undefined, '?', 'Unsure: nothing stands out', 'Unsure: nothing stands out.'],
  [0, scores({ 0: 0.5 }), undefined, '0', 'Score 0.500, unsure', '0. Score 0.500, unsure.'],
  [0, scores({ 0: 0.8999 }), undefined, '0', 'Score 0.900, unsure', '0. Score 0.900, unsure.'],
  [4, scores({ 4: 0.9 }), GARMENTS, '外套', 'Score 0.900', '外套. Score 0.900.'],
  [
    0,
    scores({ 0: 0.5, 2: 0.4, 6: 0.3 }),
    GARMENTS,
    '?',
    'Unsure: T-shirt/top, pullover or shirt',
    'Unsure: T-shirt/top, pullover or shirt.',
  ],
])('%i of %j, named %j', (best, all, names, answer, note, spoken) => {
  const isUnsure = note.toLowerCase().includes('unsure')
  expect(wordingOf({ best, scores: all }, names)).toEqual({ answer, note, spoken, isUnsure })
})

test.each([
  [undefined, 10, 1],
  [undefined, 47, 2],
  [GARMENTS, 10, 11],
  [['外套', '凉鞋子'], 2, 6],
])('the longest of the names %j of %i classes is as wide as %i digits', (names, outputs, width) => {
  expect(longestOf(names, outputs)).toBe(width)
})

describe('the scores that are shown', () => {
  test('are those of all classes up to ten, in the order of the classes', () => {
    expect(shownClasses([0.1, 0.9, 0.5])).toEqual([0, 1, 2])
    expect(shownClasses(scores({ 7: 1 }))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('are of more classes the ten best, the highest first, and of equal ones the first classes', () => {
    const many = Float64Array.from({ length: 47 }, (_, k) => (k === 30 ? 0.9 : k === 46 ? 0.95 : 0.1))
    expect(shownClasses(many)).toEqual([46, 30, 0, 1, 2, 3, 4, 5, 6, 7])
  })
})
