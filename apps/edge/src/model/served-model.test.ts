import { createHash } from 'node:crypto'
import { ModelFileError } from '@gradus/core/predict'
import { expect, test } from 'vitest'
import { digits } from '../../test/served.ts'
import { readServedModel } from './served-model.ts'

test('a model file is read with its hash, version 1 if none is given', async () => {
  const { bytes } = await digits()
  const model = await readServedModel(bytes, { name: 'a' })
  expect(model).toMatchObject({ name: 'a', version: '1', bytes })
  expect(model.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  expect(model.sizes[0]).toBe(model.predictor.inputSize)
  expect(model.sizes.at(-1)).toBe(model.predictor.outputSize)
  expect((await readServedModel(bytes, { name: 'a', version: '2' })).version).toBe('2')
})

test('a file that is none is refused', async () => {
  const { bytes } = await digits()
  const read = readServedModel(bytes.slice(0, -8), { name: 'a' })
  await expect(read).rejects.toThrow(ModelFileError)
  await expect(read).rejects.toThrow(/a\b/)
})
