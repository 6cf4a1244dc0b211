import {
  answerOf,
  type DenseExamples,
  denseExamples,
  Network,
  type Progress,
  pairOf,
  SgdController,
  type SparseExamples,
  sgd,
} from '@gradus/core'
import { expect, test } from 'vitest'
import { settingsOf } from '../train/watch-options.ts'
import { providedRun } from './prepare.ts'
import { type Provided, partsOf, SharedData, trainingSampleOf } from './provided.ts'

const dense = denseExamples([
  [
    [0.5, -1],
    [1, 0],
  ],
  [
    [2, 0.25],
    [0, 1],
  ],
])
const sparse: SparseExamples = {
  ...{ kind: 'sparse', length: 2, inputSize: 4, outputSize: 3, hash: 'known' },
  offsets: Uint32Array.of(2, 3, 5),
  indices: Uint16Array.of(9, 9, 1, 0, 3),
  values: Uint8Array.of(9, 9, 255, 128, 64),
  labels: Uint8Array.of(0, 2),
}

/** The same numbers in the middle of memory that threads share. */
function inSharedMemory(numbers: Float64Array): Float64Array {
  const all = new Float64Array(new SharedArrayBuffer(8 * (numbers.length + 2)))
  all.set(numbers, 1)
  return all.subarray(1, numbers.length + 1)
}

test.each([dense, sparse, { ...sparse, cols: 2 }])(
  'examples arrive as they are, in shared memory: %j',
  async examples => {
    const taken = await new SharedData().take(examples)
    expect(taken).toEqual(examples)
    const parts = Object.values(taken).filter(part => ArrayBuffer.isView(part))
    expect(parts.map(({ buffer }) => buffer)).toEqual(parts.map(() => expect.any(SharedArrayBuffer)))
  },
)

test('a part of an array is copied without the rest', async () => {
  const { x } = dense
  const half = { ...dense, length: 1, x: x.subarray(2), y: dense.y.subarray(2) }
  const taken = await new SharedData().take(half)
  expect(taken).toEqual(half)
  expect('x' in taken && taken.x.buffer.byteLength).toBe(16)
})

test('what lies in shared memory is not copied, and what sets have in common is copied once', async () => {
  const x = inSharedMemory(dense.x)
  const shared = new SharedData()
  const first = await shared.take({ ...dense, x })
  const second = await shared.take({ ...dense, x: dense.x })
  if (first.kind !== 'dense' || second.kind !== 'dense') throw new Error('They are dense')
  expect(first.x.buffer).toBe(x.buffer)
  expect(first.x).toEqual(dense.x)
  expect(second.y.buffer).toBe(first.y.buffer)
  expect(second.x.buffer).not.toBe(dense.x.buffer)
})

test('a hash is that of the numbers, wherever they lie; one that is known stays', async () => {
  const hashOf = async (examples: typeof dense | SparseExamples): Promise<string | undefined> =>
    (await new SharedData().take(examples, true)).hash
  const hash = await hashOf(dense)
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(await hashOf({ ...dense, x: inSharedMemory(dense.x) })).toBe(hash)
  expect(await hashOf({ ...dense, x: dense.x.with(3, 0.5) })).not.toBe(hash)
  expect(await hashOf({ ...dense, y: dense.y.with(3, 0.5) })).not.toBe(hash)
  expect(await hashOf({ ...sparse, hash: undefined })).not.toBe(hash)
  expect(await hashOf(sparse)).toBe('known')
  expect((await new SharedData().take(dense)).hash).toBeUndefined()
})

test('the sample of the training data has all of a few, and of many one of each of 5,000 stretches', () => {
  const numbers = (length: number): DenseExamples => ({
    ...{ kind: 'dense', length, inputSize: 1, outputSize: 2 },
    x: Float64Array.from({ length }, (_, i) => i),
    y: Float64Array.from({ length: 2 * length }, (_, i) => ((i >> 1) % 2 === i % 2 ? 1 : 0)),
  })
  const few = numbers(5000)
  expect(trainingSampleOf(few)).toBe(few)
  const sample = trainingSampleOf(numbers(50_000))
  expect(sample).toMatchObject({ length: 5000, inputSize: 1, outputSize: 2 })
  const chosen = Array.from({ length: 5000 }, (_, i) => pairOf(sample, i)[0].data[0] ?? -1)
  expect(chosen.map(number => Math.floor(number / 10))).toEqual(chosen.map((_, i) => i))
  expect(chosen.every((number, i) => answerOf(sample, i) === number % 2)).toBe(true)
  // Labels often have a period, and each place of it counts alike.
  const places = Array.from({ length: 20 }, (_, place) => chosen.filter(n => n % 20 === place).length)
  for (const count of places) expect(Math.abs(count - 250)).toBeLessThan(10)
})

/** A run of one epoch: the network that it began with, the one that it has trained, and its checkpoint. */
async function trainedRun() {
  const initial = new Network([2, 2], { seed: 3 })
  const network = initial.clone()
  const controller = new SgdController()
  const options = { epochs: 2, miniBatchSize: 2, eta: 1 }
  let progress: Progress | undefined
  for await (const event of sgd(network, dense, { ...options, controller })) {
    if (event.type === 'epoch') controller.checkpoint()
    if (event.type !== 'checkpoint') continue
    progress = event.checkpoint.progress
    break
  }
  if (!progress) throw new Error('There is a checkpoint')
  return { initial, network, progress, settings: settingsOf({ network, train: dense, ...options }) }
}

test('the initial weights of a run that goes on, unless its network came in their place', async () => {
  const { initial, network, progress, settings } = await trainedRun()
  const provided: Provided = {
    ...{ network: partsOf(initial), title: undefined, names: {}, notes: [] },
    data: { train: dense, validation: undefined, test: undefined },
    earlier: { network: partsOf(network), progress },
  }
  const known = Float32Array.from(initial.weights[0]?.data ?? [])
  expect(providedRun(provided, settings).initialWeights()).toEqual(known)
  expect(providedRun({ ...provided, earlier: undefined }, settings).initialWeights()).toEqual(known)
  const replaced = { ...provided, network: partsOf(network) }
  expect(providedRun(replaced, settings).initialWeights()).toBeUndefined()
  const atStart = { network: partsOf(network), progress: { ...progress, epoch: 0, position: 0 } }
  expect(providedRun({ ...replaced, earlier: atStart }, settings).initialWeights()).toBeDefined()
})
