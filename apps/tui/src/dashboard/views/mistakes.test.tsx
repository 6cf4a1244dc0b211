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
  test('prediction, label and scores of the worst', () => {
    const [head, legend, ...lines] = readView(MistakesView, state, place)
    const text = lines.join('\n')
    expect(head).toMatch(
      /^Mistakes {2}1,180 of 10,000 test examples misclassified(,| after) epoch 11.* {3}page 1 of \d+$/,
    )
    expect(legend).toMatch(/^Predicted, not label: .*scores? .*, the largest difference first/)
    expect(legend).toContain('no probabilities')
    expect(text).toMatch(/0\.999( against | : |:)0\.001/)
    expect(text.indexOf('1, not 0')).toBeGreaterThan(0)
    expect(text.indexOf('1, not 0')).toBeLessThan(text.indexOf('2, not 1'))
  })

  test.each([
    [[784, 5, 26], 'pictures'],
    [[36, 5, 3], 'small pictures'],
    [[4, 5, 3], 'few inputs'],
    [[1000, 5, 2], 'many inputs that are no picture'],
    [[10_000, 5, 256], 'pictures larger than the screen'],
  ])('data of %j: %s', sizes => {
    const lines = readView(MistakesView, trainingState({ sizes }), place)
    expect(lines.join('\n')).toMatch(/ *1, not +0/)
  })
})

test('the largest pictures of which a few have room', () => {
  const mistakes = withMistakes([mistake(0), mistake(1), mistake(2), mistake(3)])
  const usual = readView(MistakesView, mistakes, USUAL)
  expect(usual.slice(2, 9)).toEqual(Array(7).fill(Array(4).fill('█'.repeat(28)).join('  ')))
  expect(usual[9]).toBe('')
  const small = readView(MistakesView, mistakes, { ...SMALLEST, rows: 17 })
  expect(small[2]).toBe(Array(3).fill('█'.repeat(26)).join(' '))
  expect(small[7]).toBe(small[2])
  expect(small[9]).toBe('')
})

test('a blank picture until the pixels have come', () => {
  const unknown: DashboardState = { ...withMistakes([mistake(7)]), pixels: new Map() }
  const [head, , ...lines] = readView(MistakesView, unknown, USUAL)
  expect(head).toMatch(/^Mistakes {2}1 of 10,000 test examples misclassified/)
  expect(lines.slice(0, 14)).toEqual(Array(14).fill(''))
  expect(lines[14]).toBe('9, not 4')
})

test('shades of ASCII', () => {
  const lines = readView(MistakesView, withMistakes([mistake(0)]), { ...USUAL, theme: ASCII })
  expect(lines[2]).toBe('@'.repeat(28))
})

test('scores tell mistakes apart that are all nearly certain, in captions as long as there is room for', () => {
  const scores = [
    [0.9999, 0.001],
    [0.99987, 4e-5],
    [1 - 2e-7, 3e-9],
    [0.99, 0],
  ] as const
  const worst = scores.map(([predicted, wanted], i) => {
    return { ...mistake(1000 + i), outputs: [...zeros.with(4, wanted), predicted] }
  })
  const large = readView(MistakesView, withMistakes(worst), LARGE).join('\n')
  expect(large).toContain('0.99990 against 0.001  #1000')
  expect(large).toMatch(/0\.99987 against 4e-5 {2}#1001 .*1-2e-7 against 3e-9 {2}#1002 .*0\.990 against 0/)
  const narrow = readView(MistakesView, withMistakes(worst, 0, 144), SMALLEST).join('\n')
  expect(narrow).toMatch(/^9, not 4 .*9, not 4/m)
  expect(narrow).toMatch(/^0\.99990 : 0\.001 +0\.99987/m)
})

test('outputs of softmax are called probabilities', () => {
  const { started } = state
  if (!started) throw new Error('The run has begun')
  const softmax = { ...state, started: { ...started, spec: { ...started.spec, output: 'softmax' as const } } }
  expect(readView(MistakesView, softmax, SMALLEST)[1]).toBe(
    'Predicted, not label: probabilities of the two, the largest difference first',
  )
})

test('pages: the last has what is left, and after it comes the first', () => {
  const mistakes = Array.from({ length: 25 }, (_, i) => mistake(1000 + i))
  const page = (number: number): string =>
    readView(MistakesView, withMistakes(mistakes, number), LARGE).join('\n')
  expect(page(0)).toContain('page 1 of 2')
  expect(page(0).match(/#\d+/g)).toHaveLength(21)
  expect(page(1)).toContain('page 2 of 2')
  expect(page(1).match(/#\d+/g)).toEqual([21, 22, 23, 24].map(i => `#${1000 + i}`))
  expect(page(2)).toBe(page(0))
  expect(page(-1)).toBe(page(1))
})

test('inputs that are no picture: a line each, with a strip', () => {
  const [, , line] = readView(MistakesView, withMistakes([mistake(12)], 0, 4), SMALLEST)
  expect(line).toBe('9, not 4  0.99990 against 0  #12     ▇▇▇▇▇▇▇▇')
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
    const [, , first, second] = readView(MistakesView, withNumbers(rows), place)
    expect(first?.trimEnd()).toBe('9, not 4  0.99990 against 0  #0         5.1    3.5    1.4    0.2')
    expect(second?.trimEnd()).toBe('9, not 4  0.99990 against 0  #1      -0.123    120      0   1e-9')
  },
)

test('as many as have no room as bars, by their size', () => {
  const rows = [Float32Array.from({ length: 50 }, (_, k) => (k < 25 ? 7 : 0))]
  const [, , line] = readView(MistakesView, withNumbers(rows), SMALLEST)
  expect(line).toMatch(/#0 {6}#{22}$/)
})

test('numbers have room beside short words before they give way to bars', () => {
  const state = withNumbers([Float32Array.of(5.1, 3.5, 1.4, 0.2)])
  if (!state.loaded) throw new Error('There are data')
  const classes = Array.from({ length: 10 }, (_, c) => `versicolor ${c}`)
  const [, , line] = readView(MistakesView, { ...state, loaded: { ...state.loaded, classes } }, SMALLEST)
  expect(line?.trimEnd()).toBe(
    'versicolor 9, not versicolor 4  0.99990:0  #0         5.1    3.5    1.4    0.2',
  )
})
