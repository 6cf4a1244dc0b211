import { denseExamples, Network, SgdController, sgd } from '@gradus/core'
import { expect, test } from 'vitest'
import { epoch, progress, started } from '../../test/events.ts'
import type { SnapshotEvent } from './events.ts'
import { Snapshots } from './snapshots.ts'

const examples = denseExamples(Array.from({ length: 200 }, (_, i) => [[i % 2, i % 3], [i % 2]]))

/** The snapshots of a run, each beside the first weight that the network had when it was taken. */
async function snapshotsOf(pause: boolean) {
  const controller = new SgdController()
  const told: { snapshot: SnapshotEvent; weight: number | undefined }[] = []
  const network = new Network([2, 3, 1], { seed: 0 })
  const snapshots = new Snapshots((snapshot, transfer) => {
    expect(transfer).toHaveLength(4)
    told.push({ snapshot, weight: network.weights[0]?.data[0] })
  })
  if (pause) controller.step('miniBatch')
  for await (const event of sgd(network, examples, { epochs: 2000, miniBatchSize: 10, eta: 1, controller })) {
    snapshots.onEvent(event, network, controller.paused)
    if (!pause || event.type !== 'progress') continue
    if (event.position < 50) controller.step('miniBatch')
    else controller.abort()
  }
  return told
}

test('the first network and the last, and not each of two thousand epochs between', async () => {
  const told = await snapshotsOf(false)
  const places = told.map(({ snapshot: { epoch, position } }) => `${epoch}:${position}`)
  expect(places[0]).toBe('0:0')
  expect(places.at(-1)).toBe('2000:0')
  expect(places.length).toBeLessThan(1000)
  for (const { snapshot, weight } of told) expect(snapshot.weights[0]?.[0]).toBe(weight)
})

test('every step of a run that stands still', async () => {
  const told = await snapshotsOf(true)
  expect(told.map(({ snapshot }) => snapshot.position)).toEqual([0, 10, 20, 30, 40, 50])
  expect(new Set(told.map(({ weight }) => weight)).size).toBe(6)
})

test('the end of an epoch, however short a time after another moment', () => {
  const places: string[] = []
  const network = new Network([2, 3, 1], { seed: 0 })
  const snapshots = new Snapshots(({ epoch, position }) => places.push(`${epoch}:${position}`))
  snapshots.onEvent(started, network, false)
  snapshots.onEvent({ ...progress, epoch: 0, position: 40_000 }, network, false)
  snapshots.onEvent({ ...epoch, epoch: 0 }, network, false)
  expect(places).toEqual(['0:0', '1:0'])
})
