import { loadMnist } from '@gradus/mnist/node'
import { describe, expect, it } from 'vitest'
import { type Reading, watch } from './health-runs.ts'

const { train, test } = await loadMnist()
const { GRADUS_LONG: isLong } = process.env
const SEEDS = Array.from({ length: isLong ? 10 : 2 }, (_, seed) => seed)
/** Until when the digit sleeps. */
const ASLEEP = 12

const findingsOf = (readings: readonly Reading[]): string[] =>
  readings.flatMap(({ epoch, health }) =>
    health.findings.map(({ severity, sentence }) => `epoch ${epoch}: ${severity}: ${sentence}`),
  )

describe.each([15, 30])('30 epochs at eta 3 with %d hidden neurons', hidden => {
  const sizes = [784, hidden, 10]

  it.each(SEEDS.filter(seed => hidden === 15 || seed !== 6))(
    'are healthy at every event: seed %d',
    async seed => {
      const readings = await watch({ sizes, seed, train, test, epochs: 30 })
      expect(findingsOf(readings)).toEqual([])
      expect(readings.at(-1)?.health).toMatchObject({ status: 'healthy', findings: [] })
    },
  )
})

it('finds gradients in every layer of a run that learns in mini-batches of 500', async () => {
  const readings = await watch({
    ...{ sizes: [784, 30, 30, 10], seed: 2, train, test },
    ...{ epochs: 8, miniBatchSize: 500 },
  })
  expect(findingsOf(readings.slice(0, -1))).toEqual([])
  expect(readings.at(-2)?.health.verdict).toMatch(
    /^Not every class is learnt yet: after 8 epochs accuracy 77 %/,
  )
  expect(readings.at(-1)?.health.verdict).toMatch(/^Class 3 is never predicted correctly: /)
})

it('raises the alarm while the digit 0 sleeps, and clears it when it wakes: 30 hidden neurons, seed 6', async () => {
  const readings = await watch({
    sizes: [784, 30, 10],
    seed: 6,
    train,
    test,
    epochs: isLong ? 30 : ASLEEP + 2,
  })
  const complete = readings.filter(({ event }) => event === 'epoch')
  const asleep = complete.filter(({ health }) => health.status === 'alarm').map(({ epoch }) => epoch)
  expect(asleep).toEqual(Array.from({ length: ASLEEP }, (_, epoch) => epoch))
  expect(complete[5]?.health.findings).toMatchObject([{ code: 'class-stuck', classes: [0], since: 0 }])
  expect(findingsOf(readings.filter(({ epoch }) => epoch > ASLEEP))).toEqual([])
})
