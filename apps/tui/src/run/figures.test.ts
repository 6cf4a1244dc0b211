import { denseExamples, Network, type StatisticsEvent, sgd } from '@gradus/core'
import { profileOf } from '@gradus/core/health'
import { expect, test } from 'vitest'
import { FiguresTally } from './figures.ts'

const or = denseExamples([
  [[0, 0], [0]],
  [[0, 1], [1]],
  [[1, 0], [1]],
  [[1, 1], [1]],
])
const profile = profileOf(or)

async function statisticsOf(epochs: number): Promise<StatisticsEvent[]> {
  const events: StatisticsEvent[] = []
  const network = new Network([2, 3, 1], { seed: 0 })
  for await (const event of sgd(network, or, { epochs, miniBatchSize: 2, eta: 3, statistics: true })) {
    if (event.type === 'statistics') events.push(event)
  }
  return events
}

test('the first and the last statistics of a run are kept, in short', async () => {
  const tally = new FiguresTally(profile)
  expect(tally.figures).toEqual({ profile })
  const events = await statisticsOf(300)
  expect(events.length).toBeGreaterThan(2)
  for (const event of events) tally.add(event)
  const { first, last } = tally.figures
  expect([first, last].map(each => each?.epoch)).toEqual([0, events.at(-1)?.epoch])
  for (const [measurement, event] of [
    [first, events[0]],
    [last, events.at(-1)],
  ] as const) {
    expect(measurement?.layers).toEqual(
      event?.layers.map(({ saturated, gradientNorm, weightNorm }) => ({
        ...{ saturated, gradientNorm },
        step: expect.closeTo((3 * gradientNorm) / weightNorm, 12),
      })),
    )
  }
  expect(JSON.parse(JSON.stringify(tally.figures))).toEqual(tally.figures)
  tally.clear()
  expect(tally.figures).toEqual({ profile })
})

test('statistics that are not finite are left out', async () => {
  const [event] = await statisticsOf(1)
  if (!event) throw new Error('There are no statistics.')
  const tally = new FiguresTally(profile)
  tally.add(event)
  tally.add({
    ...event,
    epoch: 7,
    layers: event.layers.map(layer => ({ ...layer, gradientNorm: Number.NaN })),
  })
  expect(tally.figures.last?.epoch).toBe(0)
})
