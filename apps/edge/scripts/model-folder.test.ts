import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { completeSpec, denseExamples, formatModel, type ModelMetadata, parseModel } from '@gradus/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sha256Of } from './bundle-folder.ts'
import { buildModel, differences, writeModel } from './model-folder.ts'
import type { Settings } from './train.ts'

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
const settings: Settings = {
  ...{ sizes: [2, 2], seed: '0', miniBatchSize: 1, eta: 5, epochs: 50 },
  etaChanges: [{ epoch: 10, position: 0, eta: 1 }],
}

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-model-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a model says how it was trained and what it is worth', async () => {
  const { bytes, accuracy, sha256 } = await buildModel(settings, data)
  expect(accuracy).toEqual({ validation: 1, test: 1 })
  expect(sha256).toBe(sha256Of(bytes))
  expect(parseModel(bytes).metadata).toEqual({
    spec: completeSpec({ ...settings, data: { hash: 'pairs', train: 2, validation: 2 } }),
    epochs: 50,
    accuracy,
  })
})

test('other settings give another file', async () => {
  const { sha256 } = await buildModel(settings, data)
  for (const other of [{ seed: '1' }, { etaChanges: [] }, { eta: 4 }, { miniBatchSize: 2 }]) {
    expect((await buildModel({ ...settings, ...other }, data)).sha256).not.toBe(sha256)
  }
})

test('a file from before there was a Spec is compared by what it says', async () => {
  const { bytes, accuracy, ...built } = await buildModel(settings, data)
  const { network } = parseModel(bytes)
  const options = { epochs: 50, miniBatchSize: 1, eta: 5 }
  const saveOlder = async (metadata: ModelMetadata): Promise<string[]> => {
    const older = formatModel(network, { epochs: 50, accuracy, dataHash: 'pairs', options, ...metadata })
    await writeModel({ bytes: older, sha256: sha256Of(older), accuracy }, folder)
    return await differences({ bytes, accuracy, ...built }, folder)
  }
  expect(await saveOlder({})).toEqual([])
  for (const other of [{ dataHash: 'others' }, { options: { ...options, eta: 4 } }, { epochs: 49 }]) {
    expect(await saveOlder(other)).toHaveLength(1)
  }
})

test('a folder differs until the model is written, and when a byte of it is another', async () => {
  const built = await buildModel(settings, data)
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
