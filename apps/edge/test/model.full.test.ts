import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseModel } from '@gradus/core'
import { expect, test } from 'vitest'
import { buildModel, differences, FOLDER } from '../scripts/model-folder.ts'
import { CHOSEN, embeddedMnist } from '../scripts/train.ts'

test('the model is rebuilt bit for bit', async () => {
  const built = await buildModel(CHOSEN, await embeddedMnist())
  expect(await differences(built)).toEqual([])
  const { network } = parseModel(await readFile(join(FOLDER, 'digits.safetensors')))
  expect(await parseModel(built.bytes).network.sha256()).toBe(await network.sha256())
})
