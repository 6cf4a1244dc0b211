import {
  augmentedImage,
  ConfusionTally,
  type DenseExamples,
  denseExamples,
  Matrix,
  Network,
  Predictor,
  pairOf,
  SgdController,
  type SparseExamples,
  sgd,
} from '@gradus/core'
import { describe, expect, test } from 'vitest'
import { started } from '../../test/events.ts'
import type { ActivationsEvent, InitialWeightsEvent, Look, ShownEvent, SnapshotEvent } from './events.ts'
import { activationsOf, pixelsOf, pixelsOfWorst, Snapshots } from './snapshots.ts'

type InsightEvent = InitialWeightsEvent | SnapshotEvent | ActivationsEvent | ShownEvent

const examples = denseExamples(Array.from({ length: 200 }, (_, i) => [[i % 2, i % 3], [i % 2]]))

const SETS = { test: undefined, validation: undefined }
const NEVER = () => undefined

/** The events of a run that is looked into, each beside the first weight that the network had then. */
async function eventsOf(pause: boolean, look: Look = { at: 'neurons' }) {
  const sets = { test: examples, validation: undefined }
  const controller = new SgdController()
  const told: { event: InsightEvent; weight: number | undefined }[] = []
  const network = new Network([2, 3, 1], { seed: 0 })
  const snapshots = new Snapshots(sets, examples, NEVER, (event, transfer) => {
    if (event.type === 'snapshot') expect(transfer).toEqual([event.weights.buffer])
    told.push({ event, weight: network.weights[0]?.data[0] })
  })
  snapshots.onLook(look)
  if (pause) controller.step('miniBatch')
  for await (const event of sgd(network, examples, { epochs: 2000, miniBatchSize: 10, eta: 1, controller })) {
    snapshots.onEvent(event, network, controller.paused)
    if (!pause || event.type !== 'progress') continue
    if (event.position < 50) controller.step('miniBatch')
    else controller.abort()
  }
  return { told, network, snapshots }
}

const isSnapshot = (event: InsightEvent): event is SnapshotEvent => event.type === 'snapshot'

test('the first network and the last, and not each of two thousand epochs between', async () => {
  const { told } = await eventsOf(false)
  const shown = told.flatMap(({ event, weight }) => (isSnapshot(event) ? [{ event, weight }] : []))
  const places = shown.map(({ event: { epoch, position } }) => `${epoch}:${position}`)
  expect(places[0]).toBe('0:0')
  expect(places.at(-1)).toBe('2000:0')
  expect(places.length).toBeLessThan(1000)
  for (const { event, weight } of shown) {
    expect(event).toMatchObject({ rows: 3, cols: 2 })
    expect(event.weights[0]).toBe(Math.fround(weight ?? Number.NaN))
  }
})

test('every step of a run that stands still, and the end', async () => {
  const { told } = await eventsOf(true)
  const shown = told.filter(({ event }) => isSnapshot(event))
  expect(shown.map(({ event }) => isSnapshot(event) && event.position)).toEqual([0, 10, 20, 30, 40, 50, 50])
  expect(new Set(shown.map(({ weight }) => weight)).size).toBe(6)
})

test('nothing as long as nobody looks, and at the end what may be looked at later', async () => {
  const { told } = await eventsOf(false, { at: 'nothing' })
  const kinds = told.map(({ event }) => event.type)
  expect(kinds).toEqual(['initial-weights', 'snapshot', ...Array(64).fill('activations')])
})

test('the initial weights once, before the first snapshot, to the bit', async () => {
  const { told } = await eventsOf(true)
  const [{ event } = { event: undefined }, ...others] = told
  const { weights } = new Network([2, 3, 1], { seed: 0 })
  expect(event).toEqual({ type: 'initial-weights', weights: Float32Array.from(weights[0]?.data ?? []) })
  expect(others.map(other => other.event.type)).not.toContain('initial-weights')
})

test('a run that goes on has those that are drawn again, or none', () => {
  for (const redrawn of [Float32Array.of(1, 2), undefined]) {
    const told: InsightEvent[] = []
    const network = new Network([2, 1], { seed: 0 })
    const snapshots = new Snapshots(
      SETS,
      examples,
      () => redrawn,
      event => told.push(event),
    )
    snapshots.onLook({ at: 'neurons' })
    snapshots.onEvent({ ...started, epoch: 3, position: 0 }, network, false)
    expect(told[0]).toEqual({ type: 'initial-weights', weights: redrawn })
    expect(told[1]).toMatchObject({ type: 'snapshot', epoch: 3, outgoing: undefined })
  }
})

test('outgoing weights of a neuron by their norm', () => {
  const weights = [new Matrix(2, 1, Float64Array.of(1, 1)), new Matrix(2, 2, Float64Array.of(3, 0, 4, -2))]
  const network = new Network([1, 2, 2], { weights, biases: [new Matrix(2, 1), new Matrix(2, 1)] })
  const told: InsightEvent[] = []
  const snapshots = new Snapshots(SETS, examples, NEVER, event => told.push(event))
  snapshots.onLook({ at: 'neurons' })
  snapshots.onEvent(started, network, false)
  expect(told.find(isSnapshot)?.outgoing).toEqual(Float32Array.of(5, 2))
})

describe('training images that were shown last', () => {
  const AUGMENT = { shift: 1, rotate: 40 }
  const isShown = (event: InsightEvent): event is ShownEvent => event.type === 'shown'

  /** Nine images of 3 x 3 pixels: pixel i of image i is full ink, and the middle half. */
  const images: SparseExamples = {
    ...{ kind: 'sparse', length: 9, inputSize: 9, outputSize: 3 },
    offsets: Uint32Array.from({ length: 10 }, (_, i) => 2 * i - (i > 4 ? 1 : 0)),
    indices: Uint16Array.from([0, 4, 1, 4, 2, 4, 3, 4, 4, 4, 5, 4, 6, 4, 7, 4, 8]),
    values: Uint8Array.from([
      255, 128, 255, 128, 255, 128, 255, 128, 255, 128, 255, 128, 255, 128, 255, 128, 255,
    ]),
    labels: Uint8Array.from({ length: 9 }, (_, i) => i % 3),
  }

  /** A run of two epochs, mini-batch by mini-batch, of which somebody sees these images, or nobody does. */
  async function run(augment: typeof AUGMENT | undefined, look: Look) {
    const told: InsightEvent[] = []
    const controller = new SgdController()
    const network = new Network([9, 4, 3], { seed: 3 })
    const snapshots = new Snapshots(SETS, images, NEVER, event => told.push(event))
    snapshots.onLook(look)
    controller.step('miniBatch')
    const options = { epochs: 2, miniBatchSize: 4, eta: 1, augment, controller }
    for await (const event of sgd(network, images, options)) {
      snapshots.onEvent(event, network, controller.paused)
      if (event.type === 'progress') controller.step('miniBatch')
    }
    return { shown: told.filter(isShown), sha256: await network.sha256() }
  }

  test('after each step, as they are and as they were changed, and once more at the end', async () => {
    const { shown, sha256 } = await run(AUGMENT, { at: 'shown' })
    const places = shown.map(({ epoch, position, examples }) => [epoch, position, examples.length])
    const steps = [0, 1].flatMap(epoch => [
      [epoch, 4, 4],
      [epoch, 8, 4],
      [epoch, 9, 1],
    ])
    expect(places).toEqual([...steps, [1, 9, 1]])
    for (const { epoch, examples, labels, images: before, changed } of shown) {
      examples.forEach((example, row) => {
        expect(labels[row]).toBe(example % 3)
        expect(before[9 * row + example]).toBe(255)
        const image = augmentedImage(images, AUGMENT, 3, { epoch, example })
        expect(changed.subarray(9 * row, 9 * row + 9)).toEqual(image)
      })
    }
    expect(shown.some(({ images: before, changed }) => before.join() !== changed.join())).toBe(true)
    // Whoever looks does not disturb.
    expect((await run(AUGMENT, { at: 'nothing' })).sha256).toBe(sha256)
  })

  test('none without augmentation, and only those of the end where nobody looks', async () => {
    expect((await run(undefined, { at: 'shown' })).shown).toEqual([])
    expect((await run(AUGMENT, { at: 'nothing' })).shown).toHaveLength(1)
  })
})

test('a wish is answered at once, as the network was at the last event', async () => {
  const { told, network, snapshots } = await eventsOf(true)
  const before = told.length
  snapshots.onLook({ at: 'example', set: 'test', example: 7 })
  snapshots.onLook({ at: 'example', set: 'test', example: 7 })
  snapshots.onLook({ at: 'nothing' })
  const [x] = pairOf(examples, 7)
  expect(told.slice(before).map(({ event }) => event)).toEqual([
    {
      ...{ type: 'activations', set: 'test', example: 7, label: 0, epoch: 0, position: 50 },
      input: Float32Array.of(1, 1),
      layers: network
        .feedforward(x)
        .slice(1)
        .map(({ data }) => data),
    },
  ])
})

describe('one example on its way', () => {
  test.each(['sigmoid', 'tanh', 'relu'] as const)(
    '%s: to the bit the activations of feedforward',
    activation => {
      const network = new Network([4, 5, 6, 3], { seed: 1, activation, output: 'softmax' })
      const shown = activationsOf({ test: sparse, validation: undefined }, network, {
        set: 'test',
        example: 2,
      })
      const input = [128 / 255, 0, 0, 64 / 255]
      expect(shown).toMatchObject({ set: 'test', example: 2, label: 1, input: Uint8Array.of(128, 0, 0, 64) })
      expect(shown?.layers).toEqual(
        network
          .feedforward(input)
          .slice(1)
          .map(({ data }) => data),
      )
      expect(shown?.layers.map(({ length }) => length)).toEqual([5, 6, 3])
      const outputs = new Predictor(network).outputs(Uint8Array.of(128, 0, 0, 64))
      expect(Array.from(shown?.layers[2] ?? [])).toEqual(
        Array.from(outputs, output => expect.closeTo(output, 12)),
      )
    },
  )

  test('none where there is no such example', () => {
    const network = new Network([4, 3], { seed: 1 })
    const sets = { test: sparse, validation: undefined }
    expect(activationsOf(sets, network, { set: 'test', example: 3 })).toBeUndefined()
    expect(activationsOf(sets, network, { set: 'validation', example: 0 })).toBeUndefined()
  })
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
