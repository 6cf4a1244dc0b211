import type { Misclassified } from '@gradus/core'
import { describe, expect, test } from 'vitest'
import { trainingState } from '../../../test/dashboard-states.ts'
import { ASCII } from '../../../test/frames.ts'
import { LARGE, PLACES, readView, SMALLEST, USUAL } from '../../../test/view-cases.tsx'
import type { DashboardState } from '../state.ts'
import { MistakesView } from './mistakes.tsx'

const state = trainingState()

/** So many inputs, of which the first half is inked: a picture has its upper half inked. */
function withMistakes(worst: readonly Misclassified[], page = 0, inputs = 784): DashboardState {
  const { confusion, pages } = state
  if (!confusion) throw new Error('There is no confusion')
  const { started } = trainingState({ sizes: [inputs, 30, 10] })
  const pixels = new Uint8Array(inputs).fill(255, 0, inputs / 2)
  const total = 10_000
  const counts = { examples: [total, ...zeros], correct: [total - worst.length, ...zeros] }
  return {
    ...{ ...state, started },
    confusion: { ...confusion, ...counts, worst },
    pixels: new Map(worst.map(({ example }) => [example, pixels])),
    pages: { ...pages, mistakes: page },
  }
}

const zeros = Array.from({ length: 9 }, () => 0)

function mistake(example: number): Misclassified {
  return { example, label: 4, prediction: 9, outputs: [...zeros, 0.9999] }
}

describe.each(PLACES)('%s', (_, place) => {
  test('label, prediction and confidence of the worst', () => {
    const [head, ...lines] = readView(MistakesView, state, place)
    const text = lines.join('\n')
    expect(head).toMatch(
      /^Mistakes {2}1,180 of 10,000 test examples misclassified(,| after) epoch 11.* {3}page 1 of \d+$/,
    )
    expect(text).toMatch(/0,? (predicted|(predicted )?as) 1/)
    expect(text).toMatch(/0\.99/)
    expect(text.search(/0,? (predicted|(predicted )?as) 1/)).toBeLessThan(
      text.search(/1,? (predicted|(predicted )?as) 2/),
    )
  })

  test.each([
    [[784, 5, 26], 'pictures'],
    [[36, 5, 3], 'small pictures'],
    [[4, 5, 3], 'few inputs'],
    [[1000, 5, 2], 'many inputs that are no picture'],
    [[10_000, 5, 256], 'pictures larger than the screen'],
  ])('data of %j: %s', sizes => {
    const lines = readView(MistakesView, trainingState({ sizes }), place)
    expect(lines.join('\n')).toMatch(/0,? (predicted|(predicted )?as) +1/)
  })
})

test('a whole picture where a few have room, else one of means', () => {
  const whole = readView(MistakesView, withMistakes([mistake(0), mistake(1), mistake(2), mistake(3)]), USUAL)
  expect(whole.slice(1, 8)).toEqual(Array(7).fill(Array(4).fill('█'.repeat(28)).join('  ')))
  expect(whole[8]).toBe('')
  const half = readView(
    MistakesView,
    withMistakes([mistake(0), mistake(1), mistake(2), mistake(3)]),
    SMALLEST,
  )
  expect(half[1]).toBe(Array(4).fill('█'.repeat(14)).join('  '))
  expect(half[4]).toBe(Array(4).fill('▀'.repeat(14)).join('  '))
  expect(half[5]).toBe('')
})

test('a blank picture until the pixels have come', () => {
  const unknown: DashboardState = { ...withMistakes([mistake(7)]), pixels: new Map() }
  const [head, ...lines] = readView(MistakesView, unknown, USUAL)
  expect(head).toMatch(/^Mistakes {2}1 of 10,000 test examples misclassified/)
  expect(lines.slice(0, 14)).toEqual(Array(14).fill(''))
  expect(lines[14]).toMatch(/^label 4, predicted 9/)
})

test('shades of ASCII', () => {
  const lines = readView(MistakesView, withMistakes([mistake(0)]), { ...USUAL, theme: ASCII })
  expect(lines[1]).toBe('@'.repeat(28))
})

test('captions as long as there is room for, and no confidence that is rounded up to 1', () => {
  expect(readView(MistakesView, withMistakes([mistake(7)]), LARGE)).toEqual(
    expect.arrayContaining(['label 4, predicted 9', 'confidence 0.99  #7']),
  )
  const many = withMistakes(Array.from({ length: 200 }, (_, i) => mistake(i)))
  expect(readView(MistakesView, many, { ...USUAL, rows: 32 }).join('\n')).toMatch(
    /^4 predicted as 9 {2}0\.99 +4/m,
  )
  expect(readView(MistakesView, many, { ...SMALLEST, rows: 18 }).join('\n')).toMatch(
    /^4 as 9 {2}0\.99 {4}4 as/m,
  )
})

test('pages: the last has what is left, and after it comes the first', () => {
  const mistakes = Array.from({ length: 25 }, (_, i) => mistake(1000 + i))
  const page = (number: number): string =>
    readView(MistakesView, withMistakes(mistakes, number), LARGE).join('\n')
  expect(page(0)).toContain('page 1 of 2')
  expect(page(0).match(/#\d+/g)).toHaveLength(18)
  expect(page(1)).toContain('page 2 of 2')
  expect(page(1).match(/#\d+/g)).toEqual([18, 19, 20, 21, 22, 23, 24].map(i => `#${1000 + i}`))
  expect(page(2)).toBe(page(0))
  expect(page(-1)).toBe(page(1))
})

test('inputs that are no picture: a line each, with a strip', () => {
  const [, line] = readView(MistakesView, withMistakes([mistake(12)], 0, 4), SMALLEST)
  expect(line).toBe('label 4, predicted 9  confidence 0.99  #12     ▇▇▇▇▇▇▇▇')
})

test('no mistakes', () => {
  expect(readView(MistakesView, withMistakes([]), SMALLEST)).toEqual([
    'Mistakes  0 of 10,000 test examples misclassified after epoch 11',
  ])
})

test('nothing known yet', () => {
  const [line] = readView(MistakesView, trainingState({ done: 0 }), SMALLEST)
  expect(line).toMatch(/^Not known yet/)
})

/** Rows of numbers, as dense examples have them. */
function withNumbers(rows: readonly Float32Array[]): DashboardState {
  const [first = new Float32Array(0)] = rows
  const numbers = withMistakes(
    rows.map((_, i) => mistake(i)),
    0,
    first.length,
  )
  if (!numbers.loaded) throw new Error('There are data')
  return { ...numbers, loaded: { ...numbers.loaded, cols: 1 }, pixels: new Map(rows.entries()) }
}

test.each([SMALLEST, { ...SMALLEST, theme: ASCII }, USUAL])(
  'inputs that are no bytes stand there as numbers, one below the other: %j',
  place => {
    const rows = [Float32Array.of(5.1, 3.5, 1.4, 0.2), Float32Array.of(-0.12345, 120, 0, 1e-9)]
    const [, first, second] = readView(MistakesView, withNumbers(rows), place)
    expect(first?.trimEnd()).toBe(
      'label 4, predicted 9  confidence 0.99  #0         5.1    3.5    1.4    0.2',
    )
    expect(second?.trimEnd()).toBe(
      'label 4, predicted 9  confidence 0.99  #1      -0.123    120      0   1e-9',
    )
  },
)

test('as many as have no room as bars, by their size', () => {
  const rows = [Float32Array.from({ length: 50 }, (_, k) => (k < 25 ? 7 : 0))]
  const [, line] = readView(MistakesView, withNumbers(rows), SMALLEST)
  expect(line).toMatch(/#0 {6}#{17}$/)
})

test('numbers have room beside short words before they give way to bars', () => {
  const state = withNumbers([Float32Array.of(5.1, 3.5, 1.4, 0.2)])
  if (!state.loaded) throw new Error('There are data')
  const classes = Array.from({ length: 10 }, (_, c) => `versicolor ${c}`)
  const [, line] = readView(MistakesView, { ...state, loaded: { ...state.loaded, classes } }, SMALLEST)
  expect(line?.trimEnd()).toBe('versicolor 4 as versicolor 9  0.99  #0         5.1    3.5    1.4    0.2')
})
