import { describe, expect, test } from 'vitest'
import { confusionOfMatrix, loadingState, overState, trainingState } from '../../../test/dashboard-states.ts'
import { LARGE, PLACES, readView, SMALLEST, USUAL } from '../../../test/view-cases.tsx'
import { Epochs } from '../../run/epochs.ts'
import { themeFor } from '../../terminal/theme.ts'
import { ClassNames } from '../class-names.ts'
import type { DashboardState, EpochConfusion } from '../state.ts'
import { ConfusionView } from './confusion.tsx'
import { matrixLines } from './confusion-matrix.ts'

/** A confusion matrix of three classes: 2 is never predicted. */
const confusion: EpochConfusion = {
  ...{ epoch: 4, set: 'validation' },
  ...confusionOfMatrix([
    [10, 0, 0],
    [3, 7, 0],
    [9, 1, 0],
  ]),
}
const three: DashboardState = { ...trainingState({ sizes: [9, 5, 3] }), confusion }

describe.each(PLACES)('%s', (_, place) => {
  test('counts, recall, precision, and what is never predicted', () => {
    const lines = readView(ConfusionView, three, place)
    const text = lines.join('\n')
    expect(lines[0]).toBe('Confusion  validation examples after epoch 4: 17 / 30 (56.67 %) correct')
    expect(lines[2]).toMatch(/^ +label +0 +1 +2 +recall/)
    expect(text).toMatch(/^ +0 +10\D? +[·.] +[·.] +100\.0/m)
    expect(text).toMatch(/^ +1 +3\D? +7\D? +[·.] +70\.0/m)
    expect(text).toMatch(/^ +2 +9\D? +1\D? +[·.] +0\.0/m)
    expect(text).toMatch(/^precision +45 +88 +x|^precision +45\.5 +87\.5 +never/m)
    expect(text).toContain('Never predicted: 2')
    expect(text).toMatch(/2 predicted as 0: 9 times, 90\.0 % of label 2/)
    expect(text.indexOf('2 predicted as 0')).toBeLessThan(text.indexOf('1 predicted as 0'))
  })

  test.each([2, 3, 10, 26, 256])('%d classes', classes => {
    const lines = readView(ConfusionView, trainingState({ sizes: [784, 5, classes] }), place)
    expect(lines.join('\n')).toContain(
      classes === 2 ? 'Never predicted correctly: 1' : `Never predicted: ${classes - 1}`,
    )
    expect(lines.join('\n')).toContain('recall')
  })
})

test('ten classes have room everywhere, in higher cells where there is more', () => {
  const rowsOf = (place: typeof SMALLEST): number[] => {
    const lines = readView(ConfusionView, trainingState(), place)
    return Array.from({ length: 10 }, (_, label) =>
      lines.findIndex(line => new RegExp(`^ +${label} {3}`).test(line)),
    )
  }
  expect(rowsOf(SMALLEST)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  expect(rowsOf(USUAL)).toEqual([3, 5, 7, 9, 11, 13, 15, 17, 19, 21])
  expect(rowsOf(LARGE)).toEqual([4, 7, 10, 13, 16, 19, 22, 25, 28, 31])
})

test('shades without colours: correct predictions by their share, misclassifications by the most frequent', () => {
  const [, , , first, second, third] = readView(ConfusionView, three, { ...SMALLEST, rows: 7 })
  expect(first).toMatch(/10█/)
  expect(second).toMatch(/3▒ +7█/)
  expect(third).toMatch(/9█ +1░/)
})

test('too many classes for a matrix: those that are read worst', () => {
  const lines = readView(ConfusionView, trainingState({ sizes: [784, 5, 26] }), SMALLEST)
  expect(lines[1]).toBe('The matrix of 26 classes needs 149 x 30 characters, not 80 x 20; the worst:')
  expect(lines[2]).toMatch(/^label {2}examples {2}recall % {2}precision % {3}Never predicted: 25$/)
  expect(lines[3]).toMatch(/^25 +384 +0\.0 +never/)
})

test('every label is predicted', () => {
  const fine = confusionOfMatrix([
    [1, 0],
    [0, 1],
  ])
  const state: DashboardState = { ...three, confusion: { ...confusion, ...fine } }
  const text = readView(ConfusionView, state, SMALLEST).join('\n')
  expect(text).toContain('Every label is predicted.')
})

test.each<[string, DashboardState, string]>([
  [
    'before the first epoch',
    trainingState({ done: 0 }),
    'Not known yet: the network is evaluated on the test examples',
  ],
  ['before the data', loadingState(), 'Not known yet'],
  [
    'without data',
    trainingState({ test: undefined, validation: undefined }),
    'There are no test or validation examples',
  ],
  ['at the end', { ...overState(), confusion: undefined, history: new Epochs([]) }, 'No epoch was completed'],
])('%s', (_, state, text) => {
  expect(readView(ConfusionView, state, SMALLEST).join(' ')).toContain(text)
})

test.each(['dark', 'light'] as const)('the fewer the fainter, on a %s ground', ground => {
  const theme = themeFor({ unicode: true, depth: 24, ground })
  const matrix = [
    [90, 1, 4],
    [30, 70, 0],
    [0, 2, 5],
  ]
  const room = { columns: 80, rows: 10 }
  const names = new ClassNames(undefined, theme)
  const text = matrixLines(confusionOfMatrix(matrix), room, theme, names).join('\n')
  const [behind, black] = [ground === 'dark' ? 0 : 255, 128]
  /** Contrast between the cell of such a count and the ground. */
  const contrastOf = (count: number): number => {
    const cell = new RegExp(`\\[38;2;[\\d;]+;48;2;(\\d+);(\\d+);(\\d+)m +${count} `).exec(text)
    const [red = black, green = black, blue = black] = (cell ?? []).slice(1).map(Number)
    return Math.abs(0.299 * red + 0.587 * green + 0.114 * blue - behind)
  }
  expect(contrastOf(1)).toBeLessThan(50)
  const contrasts = [1, 4, 30].map(contrastOf)
  expect(contrasts).toEqual(contrasts.toSorted((a, b) => a - b))
  expect(contrastOf(5)).toBeLessThanOrEqual(contrastOf(90))
})
