import { expect, it } from 'vitest'
import { FAILING, FEW, findingsOf, HEALTHY, watchWay } from './ways-to-learn.ts'

it.each(Object.entries(HEALTHY))('is healthy at every event: %s', async (_, way) => {
  const readings = await watchWay(way)
  expect(findingsOf(readings)).toEqual([])
  expect(readings.at(-1)?.health.status).toBe('healthy')
})

it.each(Object.entries(FAILING))('is named from the end of the first epoch on: %s', async (_, failing) => {
  const readings = await watchWay(failing.way)
  const first = readings.findIndex(({ event }) => event === 'epoch')
  expect(first).toBeGreaterThan(0)
  for (const { health } of readings.slice(first)) {
    expect(health.findings[0]).toMatchObject({ code: failing.code })
    expect(health.verdict).toMatch(failing.verdict)
  }
})

it('is named in the end: modern with 100 images', async () => {
  const readings = await watchWay(FEW)
  expect(readings.at(-1)?.health.verdict).toMatch(
    /^There are too few training examples: with 100 examples the cost is .* in training and .* on other data/,
  )
})
