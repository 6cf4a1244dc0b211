import { expect, test } from 'vitest'
import { outcomeOf } from '../../test/outcomes.ts'
import type { Outcome } from './messages.ts'
import { experimentOf } from './page.ts'
import { describeVerdicts, resultOf } from './verdict.ts'

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
