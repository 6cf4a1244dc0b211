import { completeSpec, Network } from '@gradus/core'
import { formatSmallModel } from '@gradus/core/node'
import { expect, test } from 'vitest'
import { reportOf } from './report.ts'
import { inOrder, PLAN, type Plan, type Result, search } from './search.ts'
import type { Candidate } from './train.ts'

const pictures = { strokes: 20, printed: 3 }
const settings = { miniBatchSize: 1, eta: 1, epochs: 9, augment: { shift: 1 }, keep: 'best' } as const
const plan: Plan = {
  entries: [
    { settings: { ...settings, sizes: [2, 2] }, weights: 'float16', pictures },
    { settings: { ...settings, sizes: [2, 4, 2] }, weights: 'int8', pictures },
    { settings: { ...settings, sizes: [2, 3, 2] }, weights: 'int8', pictures: { ...pictures, strokes: 30 } },
  ],
  seeds: ['1', '2'],
  finalists: 2,
}

/** A training that gets better by the neurons, and with the second seed worse. */
async function attempt(candidate: Candidate): Promise<Result> {
  const { sizes, epochs, seed } = candidate.settings
  const rounded = 10 * sizes.reduce((sum, size) => sum + size, 0) - (seed === '2' ? 4 : 0)
  return {
    ...{
      candidate,
      hashes: { train: 'a', validation: 'b' },
      bytes: 12_345,
      epochs: epochs - 1,
      temperature: 1.5,
    },
    ...{ correct: { trained: rounded + 1, rounded }, sources: { mnist: 45, strokes: 38, printed: 2 } },
  }
}

test('a search tries every entry from the first seed, and the best of them from all', async () => {
  const tried: string[] = []
  const { rough, fine, winner } = await search(plan, candidate => {
    const { settings, weights, pictures } = candidate
    tried.push(`${settings.sizes.join('-')} ${pictures.strokes} ${settings.seed} ${weights}`)
    return attempt(candidate)
  })
  expect(tried).toEqual([
    ...['2-2 20 1 float16', '2-4-2 20 1 int8', '2-3-2 30 1 int8'],
    ...['2-4-2 20 2 int8', '2-3-2 30 2 int8'],
  ])
  expect([rough.length, fine.length]).toEqual([3, 4])
  expect(winner).toEqual({ ...plan.entries[1], settings: { ...settings, sizes: [2, 4, 2], seed: '1' } })
})

test('of equals the one that was tried first is the better', async () => {
  const at = (seed: string): Promise<Result> =>
    attempt({ settings: { ...settings, sizes: [2, 2], seed }, weights: 'int8', pictures })
  const [first, worse, same] = [await at('1'), await at('2'), await at('3')]
  expect(inOrder([worse, first, same])).toEqual([first, same, worse])
})

test('a report has a row for each candidate, with the accuracy of each source', async () => {
  const totals = { mnist: { length: 50 }, strokes: { length: 40 }, printed: { length: 10 } }
  const lines = reportOf(plan, await search(plan, attempt), totals).split('\n')
  expect(lines).toContain(
    '| candidate | seed | bytes | epoch | temperature | MNIST | strokes | printed | all |',
  )
  expect(lines).toContain(
    '| 2-3-2, 9 epochs, 30 strokes, 3 x printed, shift 1 | 2 | 12,345 | 7 | 1.5 | 90.00 | 95.00 | 20.00 | 66.00 (67.00) |',
  )
  expect(lines.filter(line => line.startsWith('| 2-')).length).toBe(7)
  expect(lines.at(-1)).toMatch(/^Winner: {"settings":{/)
})

const bySizes = new Map(PLAN.entries.map(entry => [entry.settings.sizes.join('-'), entry]))
test.each([...bySizes].map(([name, entry]) => ({ ...entry, name })))(
  '$name fits the file',
  ({ settings, weights }) => {
    const data = { hash: '0'.repeat(64), train: 100_000, validation: 20_000 }
    const spec = completeSpec({ ...settings, seed: '0', data })
    const metadata = { spec, epochs: settings.epochs, accuracy: { validation: 0.9999, test: 0.9999 } }
    const network = new Network(settings.sizes, { ...settings, seed: 0 })
    expect(formatSmallModel(network, weights, metadata).length).toBeLessThanOrEqual(200_000)
  },
)
