import { expect, test } from 'vitest'
import { buildModel, differences } from '../scripts/model-folder.ts'
import { CHOSEN, embeddedMnist } from '../scripts/train.ts'

test('the model is rebuilt bit for bit', async () => {
  const built = await buildModel(CHOSEN, await embeddedMnist())
  expect(await differences(built)).toEqual([])
})
