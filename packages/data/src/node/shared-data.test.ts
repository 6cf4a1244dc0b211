import { denseExamples, type SparseExamples } from '@gradus/core'
import { SharedData } from '@gradus/data/node'
import { expect, test } from 'vitest'

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
