import {
  ConfusionTally,
  type DenseExamples,
  denseExamples,
  Network,
  SgdController,
  type SparseExamples,
  sgd,
} from '@gradus/core'
import { expect, test } from 'vitest'
import type { SnapshotEvent } from './events.ts'
import { pixelsOf, pixelsOfWorst, Snapshots } from './snapshots.ts'

const examples = denseExamples(Array.from({ length: 200 }, (_, i) => [[i % 2, i % 3], [i % 2]]))

/** The snapshots of a run, each beside the first weight that the network had when it was taken. */
async function snapshotsOf(pause: boolean) {
  const controller = new SgdController()
  const told: { snapshot: SnapshotEvent; weight: number | undefined }[] = []
  const network = new Network([2, 3, 1], { seed: 0 })
  const snapshots = new Snapshots((snapshot, transfer) => {
    expect(transfer).toEqual([snapshot.weights.buffer])
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
  for (const { snapshot, weight } of told) {
    expect(snapshot).toMatchObject({ rows: 3, cols: 2 })
    expect(snapshot.weights[0]).toBe(Math.fround(weight ?? Number.NaN))
  }
})

test('every step of a run that stands still', async () => {
  const told = await snapshotsOf(true)
  expect(told.map(({ snapshot }) => snapshot.position)).toEqual([0, 10, 20, 30, 40, 50])
  expect(new Set(told.map(({ weight }) => weight)).size).toBe(6)
})

/** Three examples of four inputs, which begin in the middle of the entries. */
const sparse: SparseExamples = {
  ...{ kind: 'sparse', length: 3, inputSize: 4, outputSize: 3 },
  offsets: Uint32Array.of(2, 3, 3, 5),
  indices: Uint16Array.of(9, 9, 1, 0, 3),
  values: Uint8Array.of(9, 9, 255, 128, 64),
  labels: Uint8Array.of(0, 2, 1),
}

test('pixels of the examples that are asked for, and of no others', () => {
  const sets = { test: sparse, validation: undefined }
  expect(pixelsOf(sets, { set: 'test', examples: [2, 0, 3, 1] })).toEqual({
    ...{ type: 'pixels', set: 'test', examples: [2, 0, 1] },
    pixels: Uint8Array.of(128, 0, 0, 64, 0, 255, 0, 0, 0, 0, 0, 0),
  })
  expect(pixelsOf(sets, { set: 'validation', examples: [0] })).toMatchObject({ examples: [] })
})

test('numbers of dense examples', () => {
  const validation: DenseExamples = {
    ...{ kind: 'dense', length: 2, inputSize: 2, outputSize: 1 },
    x: Float64Array.of(0.5, -3, 1000, 0.25),
    y: Float64Array.of(0, 1),
  }
  expect(pixelsOf({ test: undefined, validation }, { set: 'validation', examples: [1, 0, 2] })).toEqual({
    ...{ type: 'pixels', set: 'validation', examples: [1, 0] },
    pixels: Float32Array.of(1000, 0.25, 0.5, -3),
  })
})

test('pixels of the worst misclassified examples of the set that is shown', () => {
  const [test, validation] = [2, 1].map(example => {
    const tally = new ConfusionTally(3)
    tally.count(example, 0, Float64Array.of(0, 1, 0))
    return tally.confusion
  })
  if (!test || !validation) throw new Error('There are two')
  const sets = { test: sparse, validation: sparse }
  expect(pixelsOfWorst(sets, { test, validation })).toMatchObject({ set: 'test', examples: [2] })
  expect(pixelsOfWorst(sets, { validation })).toMatchObject({ set: 'validation', examples: [1] })
  expect(pixelsOfWorst(sets, {})).toBeUndefined()
})
