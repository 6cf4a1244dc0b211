import { expect, it } from 'vitest'
import { FAILING, findingsOf, HEALTHY, type Way, watchWay } from './ways-to-learn.ts'

/** The same run, so short that it takes a second or so; the whole table is in health-ways.full.test.ts. */
const watchShort = (way: Way) =>
  watchWay({ ...way, images: Math.min(way.images, 1000), epochs: Math.min(way.epochs, 2) })

it.each([
  'chapter 3',
  'chapter 3 with L1',
  'chapter 3 with dropout',
  'chapter 3 with momentum',
  'modern',
  'modern by Adam',
  'tanh, softmax',
])('raises no alarm: %s', async name => {
  const way = HEALTHY[name]
  expect(way && findingsOf(await watchShort(way))).toEqual([])
})

it.each([
  'relu with eta 10',
  'lambda 20, 1,000 images',
  'chapter 3 with dropout 0.95',
  'modern by Adam with eta 1',
])('is named: %s', async name => {
  const failing = FAILING[name]
  const health = failing && (await watchShort(failing.way)).at(-1)?.health
  expect(health?.findings[0]).toMatchObject({ code: failing?.code })
  expect(health?.verdict).toMatch(failing?.verdict ?? '')
})

it("overfits as in the book's chapter 3, and is told so: 1,000 images", async () => {
  const book = { sizes: [784, 30, 10], cost: 'cross-entropy', eta: 0.5 } as const
  const [worst] = (await watchWay({ ...book, images: 1000, epochs: 12 })).at(-1)?.health.findings ?? []
  expect(worst?.code).toBe('overfitting')
  expect(worst?.sentence).toMatch(
    /^The network overfits: it predicts 9\d % of the training examples correctly, and [78]\d % of the validation data, a gap of .* points since epoch \d; train on more examples, or try l2 = 0\.1, /,
  )
  expect(findingsOf(await watchWay({ ...book, l2: 5, images: 20_000, epochs: 6 }))).toEqual([])
})

it('is named, so that all weights overshoot: lambda 1000 with 1,000 images', async () => {
  const failing = FAILING['lambda 1000']
  const readings = failing && (await watchShort(failing.way))
  expect(readings?.at(-1)?.health.verdict).toMatch(
    /^The weights decay too much with l2 = 1000: .* = 10 times every weight off it.*; try l2 = 0\.1\.$/,
  )
})
