import { createHash } from 'node:crypto'
import { argmax, ModelFileError, OptionError, unsureBetween } from '@gradus/core/predict'
import { loadMnist } from '@gradus/mnist/node'
import { expect, test } from 'vitest'
import { digits } from '../../test/served.ts'
import { createApp } from '../app.ts'
import { modelName } from './name.ts'
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

test.each([
  ['модель', 'модель'],
  ['数字模型_2', '数字模型_2'],
  ['אותיות', 'אותיות'],
  ['نموذج٣', 'نموذج٣'],
  ['ශ්\u200Dරී', 'ශ්\u200Dරී'],
  ['I\u0307zmir', '\u0130zmir'],
  ['my net (2)', 'my-net--2-'],
  ['a/b\\c', 'a-b-c'],
  ['a\u202Eb\u2066c\u200Fd', 'a-b-c-d'],
  ['a\u0000\u001B[31m\u009B\u2028', 'a---31m--'],
  ['a\u{3164}b\u{AD}c\u{FE0F}\u{E0041}\uFEFFd', 'a-b-c---d'],
  ['\uD800', '-'],
  ['..', 'model'],
  ['', 'model'],
])('a file %j gives the name %j', (file, name) => {
  expect(modelName(file)).toBe(name)
})

test.each(['модель', '数字', 'ශ්\u200Dරී', 'd\u00E9j\u00E0'])(
  '%j is found under its name in URLs, however it is written there',
  async name => {
    const app = createApp({ model: await readServedModel((await digits()).bytes, { name }) })
    const names = [name, name.normalize('NFD')].flatMap(each => [each, encodeURIComponent(each)])
    for (const each of names) {
      const url = `/v2/models/${each}`
      expect(await (await app.request(url)).json()).toMatchObject({ name })
      expect(await (await app.request(`${url}/versions/1/ready`)).json()).toEqual({ name, ready: true })
    }
    expect(await (await app.request('/model')).json()).toMatchObject({ name })
    for (const other of [`${name}%00`, `${name}%2F`, `%E2%80%AE${encodeURIComponent(name)}`, '%FF', '%']) {
      expect((await app.request(`/v2/models/${other}`)).status).toBe(404)
    }
  },
)

test.each(['', '.', '..', 'a/b', 'a b', 'a\u202Eb', 'a\n', '\uD800', '%'])(
  '%j is neither name nor version',
  async text => {
    const { bytes } = await digits()
    for (const [option, names] of [
      ['name', { name: text }],
      ['version', { name: 'a', version: text }],
    ] as const) {
      const read = readServedModel(bytes, names)
      await expect(read).rejects.toThrow(OptionError)
      await expect(read).rejects.toThrow(new RegExp(`^${option} is ".*": expected a part of a URL`))
    }
  },
)

test('unsure answers are wrong ten times as often as sure ones, and few are correct', async () => {
  const { predictor } = await digits()
  const { validation } = await loadMnist()
  if (!validation) throw new Error('MNIST has no validation images.')
  const counts = { unsure: { correct: 0, wrong: 0 }, sure: { correct: 0, wrong: 0 } }
  for (let i = 0; i < validation.length; i += 4) {
    const { pixels, label } = validation.at(i)
    const scores = predictor.scores(pixels)
    counts[unsureBetween(scores).length > 0 ? 'unsure' : 'sure'][
      argmax(scores) === label ? 'correct' : 'wrong'
    ]++
  }
  const { unsure, sure } = counts
  const rate = ({ correct, wrong }: typeof sure): number => wrong / (correct + wrong)
  expect(rate(unsure)).toBeGreaterThan(10 * rate(sure))
  expect(unsure.correct / (unsure.correct + sure.correct)).toBeLessThan(0.03)
})
