import { expect, it } from 'vitest'
import {
  codesOf,
  epochDone,
  evaluation,
  healthAfter,
  layer,
  PROFILE,
  started,
  statistics,
  without,
} from '../../../test/health-events.ts'
import { RECIPES } from '../../recipe.ts'
import type { Health } from '../health.ts'

const { chapter3, modern } = RECIPES
const always = (label: number, times = 10_000) =>
  without()
    .fill((10_000 - times) / 9)
    .with(label, times)
const sound = statistics([layer(30), layer(10, { saturated: 0.2 })], { eta: 0.1 })
const certain = statistics([layer(30), layer(10, { saturated: 0.91 })], { eta: 0.1 })

/** The health after an epoch with these costs in training and on other data. */
function after(
  cost: number,
  other: number,
  predictions: number[],
  { correct = 1000, seen = sound } = {},
): Health {
  const test = evaluation({ correct, cost: other, predictions })
  return healthAfter([started({ eta: 0.1 }, modern), seen, epochDone(0, { cost, eta: 0.1, test })])
}

it('names a softmax that always answers the same class', () => {
  const health = after(2.6, 2.4, always(3))
  expect(health.findings).toMatchObject([
    { code: 'outputs-collapsed', severity: 'alarm', classes: [3], layer: 2 },
  ])
  expect(health.verdict).toBe(
    'The softmax always answers class 3: 10,000 of 10,000 predictions are this class since epoch 0, and the training cost is 2.6, no better than the 2.3 of constant outputs; begin again with smaller initial weights and biases, or a smaller eta: try 0.033.',
  )
})

it('names a softmax that is certain and wrong', () => {
  const health = after(9, 9, without(0, 1), { seen: certain })
  expect(health.verdict).toBe(
    'The softmax is certain and wrong: 91 % of the outputs are saturated and 10 % of the predictions correct since epoch 0, and the training cost is 9, no better than the 2.3 of constant outputs; begin again with smaller initial weights and biases, or a smaller eta: try 0.033.',
  )
})

it.each([
  ['of which it predicts others, too', after(2.6, 2.6, always(3, 9800))],
  ['where training or other data cost less', after(2.2, 2.6, always(3))],
  ['where other data cost less', after(2.6, 2.2, always(3))],
  ['where it is certain and right', after(2.6, 2.6, without(), { correct: 6000, seen: certain })],
])('names none %s', (_, health) => {
  expect(codesOf(health)).not.toContain('alarm outputs-collapsed')
})

it('speaks of the output layer where it has sigmoids', () => {
  const test = evaluation({ correct: 1000, cost: 4, predictions: always(7) })
  const events = [started({ eta: 0.5 }, chapter3), sound, epochDone(0, { cost: 4, eta: 0.5, test })]
  expect(healthAfter(events).verdict).toMatch(
    /^The output layer always answers class 7: .* no better than the 3\.3 of constant outputs/,
  )
})

it.each([
  ['cross-entropy', 10 * -(0.1 * Math.log(0.1) + 0.9 * Math.log(0.9)), 10 * Math.log(2)],
  ['log-likelihood', Math.log(10), Math.log(10)],
] as const)('knows what constant outputs cost: %s', (cost, constant, undecided) => {
  const output = cost === 'log-likelihood' ? 'softmax' : 'sigmoid'
  const statusAt = (share: number, costs: number, profile?: typeof PROFILE) =>
    healthAfter(
      [
        started({ eta: 0.1 }, { ...modern, output, cost }),
        epochDone(0, { cost: share * costs, test: evaluation({ cost: 0 }) }),
      ],
      profile,
    ).status
  const oneClass = {
    ...PROFILE,
    constantCost: 0,
    meanOutputs: PROFILE.meanOutputs.map((_, j) => (j === 0 ? 1 : 0)),
  }
  for (const [costs, profile] of [
    [constant, PROFILE],
    [undecided, oneClass],
  ] as const) {
    expect([0.899, 0.901].map(share => statusAt(share, costs, profile))).toEqual(['healthy', 'unknown'])
  }
})
