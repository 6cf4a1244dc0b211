import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatModel, parseModel } from '@gradus/core'
import { expect, test } from 'vitest'
import { buildModel, differences, FOLDER } from '../scripts/model-folder.ts'
import { CHOSEN, embeddedMnist } from '../scripts/train.ts'

test('the model is rebuilt bit for bit', async () => {
  const built = await buildModel(CHOSEN, await embeddedMnist())
  expect(await differences(built)).toEqual([])
  const { network, metadata } = parseModel(await readFile(join(FOLDER, 'digits.safetensors')))
  expect(Buffer.compare(built.bytes, formatModel(network, metadata))).toBe(0)
})
