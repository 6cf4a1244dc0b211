import { denseExamples } from '@gradus/core'
import { expect, test } from 'vitest'
import { reportOf } from './report.ts'
import { inOrder, type Plan, resultOf, search } from './search.ts'
import type { Settings } from './train.ts'

const xor = denseExamples([
  [
    [0, 0],
    [1, 0],
  ],
  [
    [0, 1],
    [0, 1],
  ],
  [
    [1, 0],
    [0, 1],
  ],
  [
    [1, 1],
    [1, 0],
  ],
])
const plan: Plan = {
  shapes: [
    [2, 2],
    [2, 4, 2],
  ],
  etas: [0.01, 5],
  miniBatchSizes: [2, 4],
  rough: { seed: '1', epochs: 300, slowFrom: 299 },
  fine: { seeds: ['1', '2'], shapes: 1, epochs: 1500, slowFrom: 1490 },
}
const data = { train: xor, validation: xor }
const settings: Settings = { sizes: [2, 2], seed: '0', miniBatchSize: 1, eta: 1, etaChanges: [], epochs: 3 }

test('a search finds the shape, eta and epochs that learn', async () => {
  const told: string[] = []
  const outcome = await search(plan, data, line => told.push(line))
  expect([outcome.rough.length, outcome.fine.length, told.length]).toEqual([8, 2, 10])
  const { sizes, eta, etaChanges, epochs } = outcome.winner
  expect([sizes, eta, etaChanges]).toEqual([[2, 4, 2], 5, [{ epoch: 1490, position: 0, eta: 1 }]])
  const correct = inOrder(outcome.fine)[0]?.correct.slice(0, epochs)
  expect(correct?.indexOf(4)).toBe(epochs - 1)
})

test('of equals the result that takes fewer epochs is the better, then the earlier one', () => {
  const late = resultOf({ ...settings, seed: '1' }, [1, 2, 3])
  const early = resultOf({ ...settings, seed: '2' }, [3, 1, 3])
  const same = resultOf({ ...settings, seed: '3' }, [3, 3, 3])
  expect(early).toMatchObject({ best: 3, bestEpoch: 0 })
  expect(inOrder([late, early, same])).toEqual([early, same, late])
})

test('a report has a row for each shape and mini-batch size, and each finalist', () => {
  const { rough, fine } = plan
  const roughResults = [
    resultOf({ ...settings, sizes: plan.shapes[0] ?? [], miniBatchSize: 2, eta: 5 }, [1, 3]),
  ]
  const at = (seed: string) => ({ ...settings, sizes: plan.shapes[1] ?? [], seed, miniBatchSize: 4, eta: 5 })
  const fineResults = [resultOf(at('1'), [2, ...Array(1490).fill(1), 4]), resultOf(at('2'), [3])]
  const report = reportOf(
    { ...plan, rough, fine },
    { rough: roughResults, fine: fineResults, winner: settings },
    4,
  )
  const lines = report.split('\n')
  expect(lines).toContain('| sizes | mini-batch | eta 0.01 | eta 5 |')
  expect(lines).toContain('| 2-2 | 2 |  | 75.00 |')
  expect(lines).toContain('| 2-4-2 | 5 | 4 | 100.00 | 87.50 | 75.00 | 100.00 | 75.00 |')
  expect(lines.filter(line => line.startsWith('| 2-')).length).toBe(5)
  expect(lines.at(-1)).toBe(`Winner: ${JSON.stringify(settings)}`)
})
