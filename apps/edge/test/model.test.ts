import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { argmax, Predictor, parseModel, seedOf } from '@gradus/core'
import { readPredictorGoldens } from '@gradus/fixtures/predictor'
import type { Dataset } from '@gradus/mnist'
import { describe, expect, test } from 'vitest'
import { sha256Of } from '../scripts/bundle-folder.ts'
import { FOLDER } from '../scripts/model-folder.ts'
import { CHOSEN, embeddedMnist } from '../scripts/train.ts'

const bytes = await readFile(join(FOLDER, 'digits.safetensors'))
const readme = await readFile(join(FOLDER, 'README.md'), 'utf8')

describe('model/digits.safetensors', () => {
  test('is the stated file, below 200,000 bytes', async () => {
    const sha256 = sha256Of(bytes)
    expect(await readFile(join(FOLDER, 'digits.sha256'), 'utf8')).toBe(`${sha256}  digits.safetensors\n`)
    expect(readme).toContain(sha256)
    expect(readme).toContain(`${bytes.length.toLocaleString('en')} bytes`)
    expect(bytes.length).toBeLessThan(200_000)
  })

  test('was trained by the chosen settings', async () => {
    const { network, metadata } = parseModel(bytes)
    const { sizes, seed, epochs, miniBatchSize, eta } = CHOSEN
    const { train } = await embeddedMnist()
    expect({ sizes: network.sizes, seed: network.seed }).toEqual({ sizes, seed: seedOf(seed) })
    expect(metadata).toMatchObject({
      options: { epochs, miniBatchSize, eta },
      epochs,
      dataHash: train.hash,
    })
  })

  test('has the validation and test accuracy that it names', async () => {
    const { network, metadata } = parseModel(bytes)
    const { validation, test: held } = await embeddedMnist()
    const predictor = new Predictor(network)
    const right = (examples: Dataset): number =>
      examples.labels.reduce((sum, label, i) => {
        const answer = argmax(predictor.outputsOf(examples, i, i + 1))
        return sum + (answer === label ? 1 : 0)
      }, 0)
    const correct = { validation: right(validation), test: right(held) }
    expect(metadata.accuracy).toEqual({
      validation: correct.validation / 10_000,
      test: correct.test / 10_000,
    })
    expect(readme).toContain(`${(correct.validation / 100).toFixed(2)} %`)
    expect(readme).toContain(`${(correct.test / 100).toFixed(2)} %`)
  })

  test('is the one that the goldens of NumPy were made from', () => {
    const { model, correct } = readPredictorGoldens()
    expect(model.sha256).toBe(sha256Of(bytes))
    expect(correct / 10_000).toBe(parseModel(bytes).metadata.accuracy?.test)
  })
})
