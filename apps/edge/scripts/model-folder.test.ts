import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { completeSpec, denseExamples, parseModel } from '@gradus/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sha256Of } from './bundle-folder.ts'
import { buildModel, differences, writeModel } from './model-folder.ts'
import { type Candidate, correctOf, train } from './train.ts'

const pairs = denseExamples([
  [
    [0, 1],
    [1, 0],
  ],
  [
    [1, 0],
    [0, 1],
  ],
])
const data = { train: { ...pairs, hash: 'pairs' }, validation: pairs, test: pairs }
const candidate: Candidate = {
  settings: {
    sizes: [2, 2],
    output: 'softmax',
    seed: '0',
    miniBatchSize: 1,
    eta: 0.5,
    epochs: 50,
    keep: 'best',
  },
  weights: 'int8',
  pictures: { strokes: 0, printed: 0 },
}

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-model-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a model says how it was trained and what it is worth: its weights are rounded', async () => {
  const { bytes, accuracy, sha256 } = await buildModel(candidate, data)
  expect(accuracy).toEqual({ validation: 1, test: 1 })
  expect(sha256).toBe(sha256Of(bytes))
  const { network, metadata } = parseModel(bytes)
  const spec = completeSpec({ ...candidate.settings, data: { hash: 'pairs', train: 2, validation: 2 } })
  const { epochs } = await train(candidate, data)
  expect(metadata).toEqual({ spec, epochs, accuracy })
  expect(epochs).toBeLessThan(50)
  expect(network.weights[0]?.at(0, 0)).not.toBe(0)
  const wide = await train({ ...candidate, weights: 'float64' }, data)
  expect(wide.network.weights).not.toEqual(network.weights)
  expect(wide.network.biases).toEqual(network.biases)
})

test('other settings and another type of weights give another file', async () => {
  const { sha256 } = await buildModel(candidate, data)
  for (const other of [{ seed: '1' }, { eta: 0.4 }, { miniBatchSize: 2 }]) {
    const settings = { ...candidate.settings, ...other }
    expect((await buildModel({ ...candidate, settings }, data)).sha256).not.toBe(sha256)
  }
  expect((await buildModel({ ...candidate, weights: 'float16' }, data)).sha256).not.toBe(sha256)
})

test('predictions are counted by the rounded network', async () => {
  const { network, correct } = await train({ ...candidate, weights: 'int8' }, data)
  expect(correct).toEqual({ trained: 2, rounded: 2 })
  expect(
    correctOf(
      network,
      denseExamples([
        [
          [0, 1],
          [0, 1],
        ],
        [
          [1, 0],
          [0, 1],
        ],
      ]),
    ),
  ).toBe(1)
})

test('a folder differs until the model is written, and when a byte of it is another', async () => {
  const built = await buildModel(candidate, data)
  expect(await differences(built, folder)).toEqual([
    `digits.safetensors is missing: expected ${built.sha256}.`,
    `digits.sha256 is missing: expected "${built.sha256}  digits.safetensors\\n".`,
  ])
  await writeModel(built, folder)
  expect(await differences(built, folder)).toEqual([])
  const path = join(folder, 'digits.safetensors')
  const bytes = await readFile(path)
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
  await writeFile(path, bytes)
  expect(await differences(built, folder)).toEqual([
    `digits.safetensors has SHA-256 ${sha256Of(bytes)}: expected ${built.sha256}.`,
    `digits.sha256 says "${built.sha256}  digits.safetensors\\n": expected "${sha256Of(bytes)}  digits.safetensors\\n".`,
  ])
})
