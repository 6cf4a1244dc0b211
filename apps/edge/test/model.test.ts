import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { completeSpec, parseModel } from '@gradus/core'
import { formatSmallModel } from '@gradus/core/node'
import { readPredictorGoldens } from '@gradus/fixtures/predictor'
import { verdictOf } from '@gradus/study'
import { Store } from '@gradus/study/node'
import { describe, expect, test } from 'vitest'
import { sha256Of } from '../scripts/bundle-folder.ts'
import { buildModel, differences, FOLDER } from '../scripts/model-folder.ts'
import { trialOf } from '../scripts/model-study.ts'
import { trialTable, verdictText } from '../scripts/report.ts'
import { CHOSEN, correctOf } from '../scripts/train.ts'
import { embeddedMnist, loadLibrary } from '../scripts/training-data.ts'

const bytes = await readFile(join(FOLDER, 'digits.safetensors'))
const { GRADUS_LONG: isLong } = process.env
const readme = await readFile(join(FOLDER, 'README.md'), 'utf8')

describe('model/digits.safetensors', () => {
  test('is the stated file, of 200,000 bytes at most', async () => {
    const sha256 = sha256Of(bytes)
    expect(await readFile(join(FOLDER, 'digits.sha256'), 'utf8')).toBe(`${sha256}  digits.safetensors\n`)
    expect(readme).toContain(sha256)
    expect(readme).toContain(`${bytes.length.toLocaleString('en')} bytes`)
    expect(bytes.length).toBeLessThanOrEqual(200_000)
  })

  test('was trained by the chosen settings, and holds weights of the chosen type', async () => {
    const { network, metadata } = parseModel(bytes)
    const { settings, weights } = CHOSEN
    const { spec } = metadata
    if (!spec) throw new Error('The file has no Spec: expected that of its training.')
    expect(spec).toEqual(completeSpec({ ...settings, data: spec.data }))
    expect(readme).toContain(spec.data.hash)
    expect(formatSmallModel(network, weights, metadata)).toEqual(new Uint8Array(bytes))
  })

  test('was compared with other settings by a study of the same data, whose winner is stated', async () => {
    const { course } = await Store.read(join(FOLDER, 'study'))
    expect(course.plan.fixed.data).toEqual(parseModel(bytes).metadata.spec?.data)
    expect(trialOf(course, CHOSEN)).toBeDefined()
    const verdict = verdictOf(course)
    if (!verdict) throw new Error('The study is not over: expected its winner.')
    expect(readme).toContain(verdictText(course, verdict))
    const finalists = course.ranking().filter(({ standing }) => standing === 'finished')
    const lines = trialTable(course)
      .split('\n')
      .slice(0, 2 + finalists.length)
    expect(readme).toContain(lines.join('\n'))
  })

  test('has the accuracy on MNIST’s images that it names, 98.7 % at least', async () => {
    const { network, metadata } = parseModel(bytes)
    const data = await embeddedMnist()
    const [validation, test] = [correctOf(network, data.validation), correctOf(network, data.test)]
    expect(metadata.accuracy?.test).toBe(test / 10_000)
    expect(test).toBeGreaterThanOrEqual(9870)
    expect(readme).toContain(`${(validation / 100).toFixed(2)} %`)
    expect(readme).toContain(`${(test / 100).toFixed(2)} %`)
  })

  test('is the one that the goldens of NumPy were made from, and the network that NumPy reads', async () => {
    const { model, correct } = readPredictorGoldens()
    const { network, metadata } = parseModel(bytes)
    expect(model.sha256).toBe(sha256Of(bytes))
    expect(await network.sha256()).toBe(model.network)
    expect(readme).toContain(model.network)
    expect(correct / 10_000).toBe(metadata.accuracy?.test)
  })

  // A minute of training: `pnpm test:long` rebuilds it, and so does `pnpm --filter @gradus/edge model --check`.
  if (isLong) {
    test('is rebuilt bit for bit', async () => {
      const { dataOf } = await loadLibrary(CHOSEN.pictures.strokes)
      const { test } = await embeddedMnist()
      expect(await differences(await buildModel(CHOSEN, { ...dataOf(CHOSEN.pictures), test }))).toEqual([])
    })
  }
})
