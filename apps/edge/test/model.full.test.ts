import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatModel, parseModel } from '@gradus/core'
import { expect, test } from 'vitest'
import { buildModel } from '../scripts/build-model.ts'
import { embeddedMnist } from '../scripts/mnist.ts'
import { differences, FOLDER } from '../scripts/model-folder.ts'
import { CHOSEN } from '../scripts/settings.ts'

test('the model is rebuilt bit for bit', async () => {
  const built = await buildModel(CHOSEN, await embeddedMnist())
  expect(await differences(built)).toEqual([])
  const { network, metadata } = parseModel(await readFile(join(FOLDER, 'digits.safetensors')))
  expect(Buffer.compare(built.bytes, formatModel(network, metadata))).toBe(0)
})
