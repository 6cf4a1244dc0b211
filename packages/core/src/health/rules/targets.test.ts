import { expect, it } from 'vitest'
import {
  codesOf,
  epochDone,
  healthAfter,
  layer,
  PROFILE,
  started,
  statistics,
  withGradient,
  withStuck,
} from '../../../test/health-events.ts'
import { RECIPES } from '../../recipe.ts'

const profileOf = (smallest: number, largest: number, nearestCost: number, constantCost = 0.45) => ({
  ...PROFILE,
  constantCost,
  targets: { ...PROFILE.targets, smallest, largest, nearestCost },
})
const outputs = Array.from({ length: 10 }, (_, c) => c)
const dead = statistics([layer(30), withStuck(outputs, layer(10))].map(each => withGradient(9e-21, each, 3)))

it('names wanted outputs that a sigmoid cannot give, and blames no eta for them', () => {
  const beyond = profileOf(-1, 1, 4.5, 1.8)
  expect(codesOf(healthAfter([started()], beyond))).toEqual(['alarm targets-unreachable'])
  const health = healthAfter([started(), dead, epochDone(0, { cost: 4.6 })], beyond)
  expect(codesOf(health)).toEqual(['alarm targets-unreachable'])
  expect(health.verdict).toBe(
    'The output layer cannot give the wanted outputs: they run from -1 to 1, and outputs of a sigmoid lie between 0 and 1, so that the quadratic cost stays above 4.5, and the training cost is 4.6; scale the wanted outputs to 0 .. 1: take (y + 1) / 2 in place of y.',
  )
})

it.each([
  [0, 10, 'y / 10'],
  [-1, 0, 'y + 1'],
  [-0.5, 0.4, '(y + 0.5) / 0.9'],
  [20, 25, '(y - 20) / 5'],
  [2, 2, 'y - 2'],
  [0.5, 1.5, 'y / 1.5'],
])('says how to scale wanted outputs of %d to %d', (smallest, largest, scaled) => {
  expect(healthAfter([started()], profileOf(smallest, largest, 1)).verdict).toContain(
    `scale the wanted outputs to 0 .. 1: take ${scaled} in place of y.`,
  )
})

it('warns where next to all of the cost can be got rid of', () => {
  const after = (cost: number) => codesOf(healthAfter([started()], profileOf(-0.1, 1, cost)))
  expect(after(0.044)).toEqual(['warning targets-unreachable'])
  expect(after(0.046)).toEqual(['alarm targets-unreachable'])
  expect(after(0)).toEqual([])
})

it('names shares that do not add up to 1, as those of a softmax do', () => {
  const after = (smallestSum: number, largestSum: number, ways = RECIPES.modern) =>
    healthAfter([started({ eta: 0.1 }, ways)], {
      ...PROFILE,
      targets: { ...PROFILE.targets, smallestSum, largestSum },
    })
  const health = after(0.5, 2)
  expect(health.verdict).toBe(
    'The softmax cannot give the wanted outputs: those of an example add up to 0.5 to 2, and the outputs of a softmax always to 1, so that the two never meet; take a sigmoid output with the cross-entropy cost, which has every output for itself, or divide the wanted outputs of each example by their sum.',
  )
  expect(health.findings[0]?.change).toEqual({ output: 'sigmoid', cost: 'cross-entropy' })
  expect(after(0.5, 0.5).verdict).toContain('add up to 0.5, and')
  expect([after(0.9995, 1.0005), after(0.98, 1), after(1, 1.11)].map(codesOf)).toEqual([
    [],
    ['warning targets-unreachable'],
    ['alarm targets-unreachable'],
  ])
  expect(codesOf(after(0.5, 2, RECIPES.chapter3))).toEqual([])
})
