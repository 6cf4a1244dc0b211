import { expect, test } from 'vitest'
import { digits, ONE } from '../../test/served.ts'
import { withEngine } from './with-engine.ts'

test('a model of more than 64 MiB is not copied', async () => {
  const model = await digits()
  const large = { ...model, bytes: new Uint8Array(64 * 2 ** 20 + 1) }
  expect(withEngine(large)).toBe(large)
})

test('the engine gives the same bits', async () => {
  const model = await digits()
  const { predictor, ...rest } = withEngine(model)
  expect(rest).toEqual({ ...rest, name: model.name, sha256: model.sha256 })
  const inputs = [ONE, ONE.toReversed(), Uint8Array.from({ length: 784 }, (_, i) => (i * 7919) % 256)]
  const scores = inputs.map(each => predictor.scores(each))
  expect(scores).toEqual(inputs.map(each => model.predictor.scores(each)))
  expect(predictor.saliency(ONE, 1)).toEqual(model.predictor.saliency(ONE, 1))
})
