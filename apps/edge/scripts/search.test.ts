import { completeSpec, Network } from '@gradus/core'
import { formatSmallModel } from '@gradus/core/node'
import { expect, test } from 'vitest'
import { reportOf } from './report.ts'
import { inOrder, PLAN, type Plan, type Result, search } from './search.ts'
import type { Candidate } from './train.ts'

const plan: Plan = {
  shapes: [
    { sizes: [2, 2], weights: 'float16' },
    { sizes: [2, 4, 2], weights: 'int8' },
    { sizes: [2, 3, 2], weights: 'int8' },
  ],
  epochs: [5, 9],
  recipe: { miniBatchSize: 1, eta: 1, keep: 'best' },
  seeds: ['1', '2'],
  finalists: 2,
}

function resultOf({ settings, weights }: Candidate, rounded: number): Result {
  const correct = { trained: rounded + 1, rounded }
  return { candidate: { settings, weights }, bytes: 12_345, epochs: settings.epochs - 1, correct }
}

/** A training that gets better by the neurons, and with the second seed worse. */
async function attempt(candidate: Candidate): Promise<Result> {
  const { sizes, epochs, seed } = candidate.settings
  const neurons = sizes.reduce((sum, size) => sum + size, 0)
  return resultOf(candidate, 10 * neurons + epochs - (seed === '2' ? 4 : 0))
}

test('a search tries every shape from the first seed, and the best of them from all', async () => {
  const tried: string[] = []
  const { rough, fine, winner } = await search(plan, candidate => {
    const { sizes, epochs, seed } = candidate.settings
    tried.push(`${sizes.join('-')} ${epochs} ${seed} ${candidate.weights}`)
    return attempt(candidate)
  })
  expect(tried).toEqual([
    ...['2-2 5 1 float16', '2-2 9 1 float16', '2-4-2 5 1 int8', '2-4-2 9 1 int8'],
    ...['2-3-2 5 1 int8', '2-3-2 9 1 int8', '2-4-2 9 2 int8', '2-3-2 9 2 int8'],
  ])
  expect([rough.length, fine.length]).toEqual([6, 4])
  const settings = { ...plan.recipe, sizes: [2, 4, 2], seed: '1', epochs: 9 }
  expect(winner).toEqual({ settings, weights: 'int8' })
})

test('of equals the result of the shorter run is the better, then the earlier one', () => {
  const at = (seed: string, epochs: number): Result => {
    return resultOf({ settings: { ...plan.recipe, sizes: [2, 2], seed, epochs }, weights: 'int8' }, 3)
  }
  const [long, short, same] = [at('1', 9), at('2', 5), at('3', 5)]
  expect(inOrder([long, short, same])).toEqual([short, same, long])
})

test('a report has a row for each shape, and each finalist', async () => {
  const lines = reportOf(plan, await search(plan, attempt), 100).split('\n')
  expect(lines).toContain('| sizes | weights | bytes | 5 epochs | 9 epochs |')
  expect(lines).toContain('| 2-4-2 | int8 | 12,345 | 85.00 (86.00) | 89.00 (90.00) |')
  expect(lines).toContain('| sizes | epochs | best | mean | seed 1 | seed 2 |')
  expect(lines).toContain('| 2-4-2 | 9 | 89.00 | 87.00 | 89.00 (epoch 7) | 85.00 (epoch 7) |')
  expect(lines.filter(line => line.startsWith('| 2-')).length).toBe(5)
  expect(lines.at(-1)).toMatch(/^Winner: {"settings":{/)
})

test.each(PLAN.shapes.map(shape => ({ ...shape, name: shape.sizes.join('-') })))(
  '$name fits the file',
  ({ sizes, weights }) => {
    const [recipe, seed, epochs] = [PLAN.recipe, '0', Math.max(...PLAN.epochs)]
    const data = { hash: `${'0'.repeat(64)}:0:50000`, train: 50_000, validation: 10_000 }
    const spec = completeSpec({ ...recipe, sizes, seed, epochs, data })
    const metadata = { spec, epochs, accuracy: { validation: 0.9999, test: 0.9999 } }
    const network = new Network(sizes, { ...recipe, seed: 0 })
    expect(formatSmallModel(network, weights, metadata).length).toBeLessThanOrEqual(200_000)
  },
)
