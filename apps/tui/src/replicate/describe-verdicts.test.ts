import { describe, expect, test } from 'vitest'
import { evaluationOf, IMAGES, outcomeOf } from '../../test/outcomes.ts'
import { experimentOf } from './page.ts'
import { describeVerdicts, type Outcome, resultOf } from './verdict.ts'

const { numpy: tooSlow } = experimentOf('too-slow')
const { numpy: baseline } = experimentOf('baseline')
const { numpy: tooFast } = experimentOf('too-fast')

function findingsOf(outcome: Outcome): string[] {
  return describeVerdicts(resultOf(outcome)).map(
    ({ text, isGood }) => `${isGood === undefined ? ' ' : isGood ? '+' : '-'} ${text}`,
  )
}

test.each<[Outcome['name'], readonly number[], boolean, string[]]>([
  [
    'too-slow',
    tooSlow,
    true,
    [
      '+ 30 of 30 epochs agree with NumPy to the digit.',
      "  6 of 6 counts in the article's transcript agree.",
    ],
  ],
  [
    'too-slow',
    tooSlow.with(1, 1041).with(7, 0),
    false,
    [
      '- 28 of 30 epochs agree with NumPy to the digit, but not epoch 1 (1041, NumPy has 1040) and epoch 7 (0, NumPy has 1608).',
      "  5 of 6 counts in the article's transcript agree.",
    ],
  ],
  [
    'too-slow',
    [816, 1040],
    true,
    ['+ 2 of 2 epochs agree with NumPy to the digit.', "  2 of 2 counts in the article's transcript agree."],
  ],
  [
    'baseline',
    baseline,
    true,
    [
      '+ Epoch 0: 8909 is inside the known range, 8806 to 8909.',
      '+ Epoch 29: 9361 is inside the known range, 9280 to 9361.',
    ],
  ],
  [
    'baseline',
    [8805],
    false,
    [
      '- Epoch 0: 8805 is OUTSIDE the known range, 8806 to 8909.',
      '  Epoch 29: not run; the known range is 9280 to 9361.',
    ],
  ],
  [
    'too-fast',
    tooFast,
    true,
    [
      '+ Epochs 0 to 1: 2 of 2 counts are inside the known range, 958 alone.',
      '+ Epochs 2 to 29: 28 of 28 counts are inside the known range, 880 to 895.',
    ],
  ],
  [
    'too-fast',
    [958, 980, 879, 890, 896],
    false,
    [
      '- Epochs 0 to 1: 1 of 2 counts are inside the known range, 958 alone; OUTSIDE: 980 in epoch 1.',
      '- Epochs 2 to 4: 1 of 3 counts are inside the known range, 880 to 895; OUTSIDE: 879 in epoch 2 and 896 in epoch 4.',
    ],
  ],
])('%s: %j', (name, correct, agrees, findings) => {
  const outcome = outcomeOf(name, correct)
  expect(findingsOf(outcome)).toEqual(findings)
  expect(resultOf(outcome).agrees).toBe(agrees)
})

test('a run that diverged does not agree, whatever it had got', () => {
  const outcome = { ...outcomeOf('baseline', baseline), problem: 'Layer 1 has a bias that is NaN.' }
  expect(findingsOf(outcome)[0]).toBe('- Layer 1 has a bias that is NaN.')
  expect(resultOf(outcome).agrees).toBe(false)
})

describe('wide with scaled weights beside it', () => {
  const asleep = [evaluationOf(7455, { 3: 4, 6: 3 }), evaluationOf(8672, { 3: 42 })]
  const awake = [evaluationOf(9500), evaluationOf(9650, { 3: 1013, 6: 961 })]
  const wide = (scaled: Outcome['scaled']): Outcome => ({
    ...{ ...outcomeOf('wide', []), evaluations: asleep, scaled },
  })

  test('scaled weights wake the sleeping digits, by the counts', () => {
    const outcome = wide({ evaluations: awake, images: IMAGES, sha256: 'cd34' })
    expect(findingsOf(outcome).at(-1)).toBe(
      '+ Scaled weights wake the sleeping digits: with N(0, 1) / sqrt(inputs) every digit is predicted in every epoch. ' +
        'Of the test images 1013 are predicted as 3 instead of 42, 961 are predicted as 6 instead of 1000 and 9650 are predicted correctly instead of 8672 in epoch 1.',
    )
    expect(resultOf(outcome).agrees).toBe(true)
  })

  test('a digit that sleeps with scaled weights too contradicts the report', () => {
    const outcome = wide({
      evaluations: [...awake.slice(0, 1), ...asleep.slice(1)],
      images: IMAGES,
      sha256: 'cd34',
    })
    expect(findingsOf(outcome).at(-1)).toMatch(/^- With scaled weights NOT every digit is predicted in every/)
    expect(resultOf(outcome).agrees).toBe(false)
  })

  test('neither does a run that diverged prove anything', () => {
    const problem = 'Layer 1 has a bias that is NaN.'
    const outcome = wide({ evaluations: [], images: IMAGES, sha256: 'cd34', problem })
    expect(findingsOf(outcome).at(-1)).toContain('(Layer 1 has a bias that is NaN.)')
    expect(resultOf(outcome).agrees).toBe(false)
  })
})
